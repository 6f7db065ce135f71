"""The gate's socket: who may ask, how much, and for how long.

Trusted: the kernel's word on who asks. Not trusted: everything that is sent. If the gate stops
here, entries still land in their logs and are signed for when it is back.
"""

import fcntl
import json
import os
import socket
import socketserver
import struct
import threading
from collections.abc import Collection
from pathlib import Path

from breakwater.domain.plain_error import PlainError
from breakwater.gate.verbs import Answer, Gate, Peer, answer

LARGEST_LINE = 64 * 1024
MOST_CONNECTIONS = 128
PATIENCE = 10.0
_CREDENTIALS = struct.Struct("3i")


class GateServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Answers ``gate`` on a Unix socket that its owner and group may open."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = MOST_CONNECTIONS

    def __init__(self, path: Path, gate: Gate, users: Collection[int]) -> None:
        self.gate = gate
        self._users = frozenset(users)
        self._places = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self._alone = _alone_on(path)
        path.unlink(missing_ok=True)
        # The mode must be right from the first moment, not mended after bind.
        before = os.umask(0o117)
        try:
            super().__init__(str(path), _Conversation)
        finally:
            os.umask(before)

    def server_close(self) -> None:
        """Stop listening, and let another gate take this place."""
        super().server_close()
        os.close(self._alone)

    def verify_request(self, request: object, client_address: object) -> bool:
        """Only users on the list, and only so many at once."""
        assert isinstance(request, socket.socket)
        return peer_of(request).user in self._users and self._places.acquire(blocking=False)

    def process_request_thread(self, request: object, client_address: object) -> None:
        """One conversation, which gives its place back however it ends."""
        try:
            super().process_request_thread(request, client_address)  # type: ignore[arg-type]
        finally:
            self._places.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """A conversation that broke off concerns nobody else, and says nothing in a log."""


class _Conversation(socketserver.StreamRequestHandler):
    """Request lines and answer lines, one after the other, until the other side is done."""

    timeout = PATIENCE
    server: GateServer

    def handle(self) -> None:
        peer = peer_of(self.connection)
        while line := self.rfile.readline(LARGEST_LINE + 1):
            if len(line) > LARGEST_LINE or not line.endswith(b"\n"):
                self._send({"refused": "a request is one line of at most 64 KiB"})
                return
            self._send(_answer(self.server.gate, line, peer))

    def _send(self, said: Answer) -> None:
        self.wfile.write(json.dumps(said).encode() + b"\n")


def _answer(gate: Gate, line: bytes, peer: Peer) -> Answer:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        request = None
    if not isinstance(request, dict):
        return {"refused": "a request is a JSON object"}
    return answer(gate, request, peer)


def peer_of(connection: socket.socket) -> Peer:
    """Who connected, as the kernel recorded it (unix(7), SO_PEERCRED)."""
    data = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    return Peer(*_CREDENTIALS.unpack(data))


def _alone_on(path: Path) -> int:
    """Hold the lock beside the socket for as long as we live, so that no gate displaces another."""
    handle = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise PlainError("a gate runs already on this socket") from None
    return handle
