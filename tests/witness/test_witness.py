"""A witness in a second process: what it signs, what it refuses, over HTTP and from files."""

import http.client
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from breakwater.domain.audit_log.checkpoint import SignedCheckpoint
from breakwater.domain.audit_log.cosignature import Check, check_signature
from breakwater.domain.audit_log.note import (
    SignatureType,
    VerifierKey,
    read_signature_lines,
    read_verifier_key,
)
from breakwater.domain.audit_log.signing import SigningKey, sign
from breakwater.domain.audit_log.witness import SIZE_TYPE, Request
from breakwater.site.command_line.standalone import standalone_source
from tests.growing_log import GrowingLog
from tests.running import COMMAND, REPOSITORY, running

ORIGIN = "ours.example/disclosure-log"
KEY = SigningKey(ORIGIN, SignatureType.NOTE, b"k" * 32)
IMPOSTOR = SigningKey(ORIGIN, SignatureType.NOTE, b"i" * 32)


def signed(log: GrowingLog, size: int | None = None, key: SigningKey = KEY) -> SignedCheckpoint:
    checkpoint = log.checkpoint(size)
    return SignedCheckpoint(checkpoint, sign(str(checkpoint), [key]))


def request(log: GrowingLog, old: int, size: int | None = None, key: SigningKey = KEY) -> bytes:
    made = signed(log, size, key)
    proof = log.proof(min(old, made.checkpoint.size), size)
    return Request(old, tuple(proof), made).written()


@dataclass
class Running:
    port: int
    process: subprocess.Popen[str]

    def post(self, body: bytes, path: str = "/add-checkpoint") -> tuple[int, str, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", path, body)
            answer = connection.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read()
        finally:
            connection.close()


def place(folder: Path) -> list[str]:
    known = folder / "known"
    known.write_text(f"{KEY.verifier_key}\n", encoding="ascii")
    return ["--folder", str(folder / "w"), "--name", "w.example/1", "--logs", str(known)]


@contextmanager
def witness(folder: Path) -> Iterator[Running]:
    serve = [*COMMAND, "witness", "serve", *place(folder), "--listen", "127.0.0.1:0"]
    with running(*serve) as process:
        assert process.stdout is not None
        yield Running(int(process.stdout.readline().rpartition(":")[2]), process)


def keys(folder: Path) -> list[VerifierKey]:
    asked = subprocess.run(
        [*COMMAND, "witness", "keys", *place(folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    return [read_verifier_key(line) for line in asked.stdout.split()]


def test_what_extends_is_cosigned_with_both_keys_and_remembered_over_a_kill(tmp_path: Path) -> None:
    log = GrowingLog(ORIGIN).grow(3)
    with witness(tmp_path) as first:
        first.post(request(log, 0))
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
    log.grow(4)

    with witness(tmp_path) as second:
        stale = second.post(request(log, 0))
        status, _, body = second.post(request(log, 3))

    assert stale == (409, SIZE_TYPE, b"3\n")
    assert status == 200
    lines = read_signature_lines(body.decode())
    for line, key in zip(lines, keys(tmp_path), strict=True):
        assert check_signature(signed(log), line, key) is Check.HOLDS


def rewrite() -> bytes:
    return request(GrowingLog(ORIGIN, "other").grow(8), 5)


def rollback() -> bytes:
    return request(GrowingLog(ORIGIN).grow(4), 4)


def fork() -> bytes:
    return request(GrowingLog(ORIGIN).grow(4).grow(1, "other"), 5)


def fork_from_nothing() -> bytes:
    return request(GrowingLog(ORIGIN, "other").grow(9), 0)


def unknown_origin() -> bytes:
    theirs = SigningKey("theirs.example/disclosure-log", SignatureType.NOTE, b"t" * 32)
    return request(GrowingLog(theirs.name).grow(6), 0, key=theirs)


def wrong_signature() -> bytes:
    return request(GrowingLog(ORIGIN).grow(8), 5, key=IMPOSTOR)


def damaged_signature() -> bytes:
    good = request(GrowingLog(ORIGIN).grow(8), 5)
    return good[:-10] + bytes([good[-10] ^ 1]) + good[-9:]


def old_size_above_the_new() -> bytes:
    return request(GrowingLog(ORIGIN).grow(4), 9)


def truncated() -> bytes:
    return request(GrowingLog(ORIGIN).grow(8), 5)[:-40]


def a_hundred_signatures() -> bytes:
    good = request(GrowingLog(ORIGIN).grow(8), 5)
    return good + good[good.rindex(b"\n", 0, -1) + 1 :] * 100


def nonsense() -> bytes:
    return b"\xff\x00" * 1000


REFUSED: list[tuple[Callable[[], bytes], int]] = [
    (rewrite, 422),
    (rollback, 409),
    (fork, 409),
    (fork_from_nothing, 409),
    (unknown_origin, 404),
    (wrong_signature, 403),
    (damaged_signature, 403),
    (old_size_above_the_new, 400),
    (truncated, 400),
    (a_hundred_signatures, 400),
    (nonsense, 400),
]


@pytest.fixture(scope="module")
def at_five(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A witness that has cosigned the first five entries."""
    with witness(tmp_path_factory.mktemp("witness")) as started:
        assert started.post(request(GrowingLog(ORIGIN).grow(5), 0))[0] == 200
        yield started


@pytest.mark.parametrize(("asked", "status"), REFUSED, ids=[asked.__name__ for asked, _ in REFUSED])
def test_over_http_it_refuses(at_five: Running, asked: Callable[[], bytes], status: int) -> None:
    assert at_five.post(asked())[0] == status
    assert at_five.post(request(GrowingLog(ORIGIN).grow(5), 5))[0] == 200


def test_a_request_that_claims_ten_gigabytes_is_refused_unread(at_five: Running) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", at_five.port, timeout=20)
    try:
        connection.putrequest("POST", "/add-checkpoint")
        connection.putheader("Content-Length", str(10 << 30))
        connection.endheaders()
        assert connection.getresponse().status == 413
    finally:
        connection.close()


def test_its_page_says_which_keys_it_believes_and_the_checksum_of_the_verifier(
    at_five: Running,
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", at_five.port, timeout=20)
    try:
        connection.request("GET", "/")
        page = connection.getresponse().read().decode()
    finally:
        connection.close()

    assert f"log {KEY.verifier_key}\n" in page
    assert sha256(standalone_source().encode()).hexdigest() in page


@pytest.mark.parametrize("path", ["/", "/add-checkpoint/", "/../etc/passwd"])
def test_there_is_nothing_else_to_post_to(at_five: Running, path: str) -> None:
    assert at_five.post(b"old 0\n", path)[0] == 404


def sign_file(folder: Path, body: bytes) -> subprocess.CompletedProcess[str]:
    (folder / "request").write_bytes(body)
    return subprocess.run(
        [*COMMAND, "witness", "sign", *place(folder), str(folder / "request")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )


def test_from_a_file_it_signs_what_extends_and_refuses_the_rest(tmp_path: Path) -> None:
    log = GrowingLog(ORIGIN).grow(5)

    first = sign_file(tmp_path, request(log, 0))
    refused = {asked.__name__: sign_file(tmp_path, asked()) for asked, _ in REFUSED[:6]}

    line = read_signature_lines(first.stdout)[0]
    assert check_signature(signed(log), line, keys(tmp_path)[0]) is Check.HOLDS
    assert {name: answer.returncode for name, answer in refused.items()} == dict.fromkeys(
        refused, 1
    )
    assert "stands at 5 entries" in refused["rollback"].stderr


def test_its_name_is_settled_at_the_first_start(tmp_path: Path) -> None:
    keys(tmp_path)
    renamed = place(tmp_path)
    renamed[renamed.index("w.example/1")] = "w.example/2"

    started = subprocess.run(
        [*COMMAND, "witness", "keys", *renamed],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 2
    assert "can't be changed" in started.stderr
