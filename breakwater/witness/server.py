"""A witness over HTTP (C2SP tlog-witness), and the page that says who it is.

Not trusted: everything that arrives. Bounded: the size of a request, the time it may take, and how
many are answered at once. There is no TLS here; a reverse proxy or a bastion stands before it.
"""

import http.server
import socket
import threading
from http import HTTPStatus

from breakwater.domain.audit_log.witness import LARGEST_REQUEST
from breakwater.witness.witness import Answer, Witness

MOST_CONNECTIONS = 64
PATIENCE = 10.0


class WitnessServer(http.server.ThreadingHTTPServer):
    """Serves one witness on ``address``; port 0 takes a free one."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int], witness: Witness, about: str) -> None:
        self.witness = witness
        self.about = about
        self._places = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__(address, _Conversation)

    def verify_request(self, request: object, client_address: object) -> bool:
        """Only so many at once."""
        return self._places.acquire(blocking=False)

    def process_request_thread(self, request: object, client_address: object) -> None:
        """One conversation, which gives its place back however it ends."""
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            self._places.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A conversation that broke off concerns nobody else, and says nothing in a log."""


class _Conversation(http.server.BaseHTTPRequestHandler):
    server: WitnessServer
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    server_version = "breakwater-witness"
    sys_version = ""

    def do_POST(self) -> None:
        if self.path != "/add-checkpoint":
            self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "say how long the request is")
        elif len(length) > 8 or int(length) > LARGEST_REQUEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "the request is too large")
        else:
            self._send(self.server.witness.answer(self.rfile.read(int(length))))

    def do_GET(self) -> None:
        if self.path == "/":
            self._send(Answer(HTTPStatus.OK, self.server.about.encode()))
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "there is nothing here")

    def _refuse(self, status: HTTPStatus, says: str) -> None:
        # The rest of what they send was not read, so the connection can't be used again.
        self.close_connection = True
        self._send(Answer(status, f"{says}\n".encode()))

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(answer.body)

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, True)

    def log_message(self, *_: object) -> None:
        """Who asked, and when, is nobody's business."""
