"""Clients that ask a site of this machine at once, each on a connection that stays open.

They share two cores with the server, and a library's client would cost as much as an answer: a
request is sent as bytes, and of the answer only its status and its length are read.
"""

import re
import socket
import statistics
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field

# One piece of work: the connection, the client, how often it did it before; whether it went well.
Work = Callable[[socket.socket, int, int], bool]
_LENGTH = re.compile(rb"(?i)content-length: (\d+)")


@dataclass
class Load:
    """What clients found in so many ``seconds``: how long each piece of work took, in seconds."""

    seconds: float
    times: list[float] = field(default_factory=list)
    errors: int = 0

    @property
    def rate(self) -> float:
        """Pieces of work in a second."""
        return len(self.times) / self.seconds

    def milliseconds(self, percent: int) -> float:
        """What ``percent`` of a hundred took at the most."""
        return statistics.quantiles(self.times, n=100)[percent - 1] * 1000


def load(port: int, work: Work, *, clients: int, seconds: float) -> Load:
    """Have ``clients`` work at once for so long."""
    found, give_up_at = Load(seconds), time.monotonic() + seconds

    def client(number: int) -> None:
        with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            count = 0
            while time.monotonic() < give_up_at:
                began, count = time.monotonic(), count + 1
                if work(connection, number, count):
                    found.times.append(time.monotonic() - began)
                else:
                    found.errors += 1

    threads = [threading.Thread(target=client, args=[number]) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """One request; underscores in the names of ``headers`` are hyphens."""
    given = {"Host": "127.0.0.1", **headers, "Content-Length": str(len(body))}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in given.items()]
    return "\r\n".join((f"{method} {path} HTTP/1.1", *lines, "", "")).encode() + body


def answer(connection: socket.socket, asked: bytes) -> bytes:
    """Send a request and read the whole answer, its head included."""
    connection.sendall(asked)
    read = b""
    while b"\r\n\r\n" not in read:
        read += _piece(connection)
    head, _, body = read.partition(b"\r\n\r\n")
    length = _LENGTH.search(head)
    assert length, head
    while len(body) < int(length[1]):
        body += _piece(connection)
    return head + b"\r\n\r\n" + body


def is_well(answered: bytes) -> bool:
    """Whether the status of an answer is 200."""
    return answered.startswith(b"HTTP/1.1 200")


def _piece(connection: socket.socket) -> bytes:
    piece = connection.recv(65_536)
    if not piece:
        raise ConnectionError("the site hung up")
    return piece
