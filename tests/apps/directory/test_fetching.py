"""A feed from its own address: all of its pages or none, from a server that may be anything."""

import datetime
import ipaddress
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from breakwater.apps.directory import fetching
from breakwater.apps.directory.fetching import Bounds, fetched
from breakwater.apps.directory.models import Batch, Service
from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line.main import main
from tests.apps.directory.feeds import a_service

# From the number asked for to status, and JSON or bytes or a way to write them.
Answer = tuple[int, Any]
# Not so quick that a busy machine is late with the page that is not slow.
_QUICK = Bounds(page_within=2.0, all_within=8.0, most_pages=20)


class Feed:
    """A real server of this machine; ``answer`` says what stands on which page."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.answer: Callable[[int], Answer] = lambda _: (404, {})
        self.asked: list[str] = []
        self.headers: dict[str, str] = {}
        feed = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                feed.asked.append(self.path)
                status, said = feed.answer(int(parse_qs(urlsplit(self.path).query)["page"][0]))
                self.send_response(status)
                for name, value in feed.headers.items():
                    self.send_header(name, value)
                if callable(said):
                    said(self)
                    return
                body = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        scheme = "https" if certificate else "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.address = f"{scheme}://127.0.0.1:{self.server.server_address[1]}/api/services"

    def says(self, *pages: list[dict[str, Any]], total: int | None = None) -> None:
        """These pages, in the standard's words."""
        self.answer = lambda number: (200, page(number, total or len(pages), pages[number - 1]))


def page(number: int, total: int, contents: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """One page as the standard has it."""
    return {
        "total_items": 7,
        "total_pages": total,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number == total,
        "empty": not contents,
        "contents": contents,
    } | more


@pytest.fixture
def feed() -> Iterator[Feed]:
    """Answers while the test runs."""
    with _serving(Feed()) as made:
        yield made


@contextmanager
def _serving(made: Feed) -> Iterator[Feed]:
    serving = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    serving.start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()
        serving.join()


def test_every_page_is_read_in_order_and_whole_records_are_asked_for(feed: Feed) -> None:
    feed.says([a_service("A")], [a_service("B")], [a_service("C")])

    pages = fetched(f"{feed.address}?taxonomy_id=1")

    names = [json.loads(content)["contents"][0]["name"] for _, content in pages]
    assert names == ["A", "B", "C"]
    assert [name for name, _ in pages] == ["page 1", "page 2", "page 3"]
    assert feed.asked == [
        f"/api/services?full=true&taxonomy_id=1&page={number}" for number in (1, 2, 3)
    ]


def test_a_feed_without_pages_is_one_page(feed: Feed) -> None:
    feed.answer = lambda _: (200, [a_service("A")])

    assert len(fetched(feed.address)) == 1


def test_a_page_that_is_missing_means_that_nothing_is_taken(feed: Feed) -> None:
    there = [a_service("A")]
    feed.answer = lambda number: (404, {}) if number == 2 else (200, page(number, 3, there))

    with pytest.raises(PlainError, match="page 2 of the feed was answered with 404"):
        fetched(feed.address)


def _certificate(folder: Path) -> Path:
    """A key and a certificate of 127.0.0.1 that it signed itself, in one file."""
    key, today = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(tz=datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A feed")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem)
    )
    return path


def test_over_https_only_who_proves_who_they_are_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate = _certificate(tmp_path)
    with _serving(Feed(certificate)) as feed:
        feed.says([a_service("A")], [a_service("B")])

        with pytest.raises(PlainError, match="certificate does not prove"):
            fetched(feed.address)
        assert feed.asked == []

        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert len(fetched(feed.address)) == 2


def _drips(handler: BaseHTTPRequestHandler) -> None:
    handler.end_headers()
    try:
        for _ in range(200):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)
    except OSError:
        return


def _is_silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(10)


@pytest.mark.parametrize("slow", [_drips, _is_silent])
def test_a_page_that_is_slow_is_given_up(
    feed: Feed, slow: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    feed.answer = lambda number: (200, slow if number == 2 else page(1, 2, [a_service("A")]))
    began = time.monotonic()

    with pytest.raises(PlainError, match="page 2 took longer than 2 seconds"):
        fetched(feed.address, _QUICK)
    assert time.monotonic() - began < 8


def test_a_whole_feed_that_takes_too_long_is_given_up(feed: Feed) -> None:
    feed.answer = lambda number: (200, page(number, 9, [a_service(f"{number}")]))

    with pytest.raises(PlainError, match="the whole feed took longer"):
        fetched(feed.address, Bounds(all_within=0.0))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda _: (200, page(1, 3, []) | {"contents": [1]}), "had already|given another one"),
        (lambda number: (200, page(1, 3, [a_service(f"{number}")])), "given another one"),
        (lambda number: (200, page(number, 99, [a_service("A")])), "more than 20 pages"),
        (lambda number: (200, page(number, 2 + number, [a_service("A")])), "changed while"),
        (lambda number: (200, page(1, 2, [a_service("A")]) if number == 1 else [1]), "no page of"),
        (lambda _: (200, b"<html>"), "not JSON"),
        (lambda _: (200, b"[" * 100_000), "not JSON"),
        (lambda _: (500, {}), "answered with 500"),
        (lambda _: (204, b""), "answered with 204"),
    ],
    ids=[
        "same",
        "always the first",
        "endless",
        "changes",
        "ends oddly",
        "page",
        "deep",
        "500",
        "0",
    ],
)
def test_what_is_no_feed_that_ends_is_refused(
    feed: Feed, answer: Callable[[int], Answer], told: str
) -> None:
    feed.answer = answer

    with pytest.raises(PlainError, match=told):
        fetched(feed.address, Bounds(most_pages=20))


def test_a_feed_that_goes_in_circles_is_left(feed: Feed) -> None:
    same = {"contents": [a_service("A")], "total_pages": 5}
    feed.answer = lambda _: (200, same)

    with pytest.raises(PlainError, match="page 2 is one we had already"):
        fetched(feed.address)


def test_sizes_are_bounded(feed: Feed) -> None:
    feed.answer = lambda number: (200, page(number, 9, [a_service("A" * 1000)]))

    with pytest.raises(PlainError, match="page 1 has more than 0 MB"):
        fetched(feed.address, Bounds(largest_page=500))
    with pytest.raises(PlainError, match="the feed has more than 0 MB"):
        fetched(feed.address, Bounds(largest_feed=3000))


def test_a_page_that_breaks_off_is_no_page(feed: Feed) -> None:
    def breaks(handler: BaseHTTPRequestHandler) -> None:
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"[]")

    feed.answer = lambda _: (200, breaks)

    with pytest.raises(PlainError, match="page 1 of the feed cannot be fetched"):
        fetched(feed.address)


def test_where_an_answer_sends_us_on_to_we_do_not_go(feed: Feed) -> None:
    elsewhere = Feed()
    feed.headers["Location"] = elsewhere.address
    feed.answer = lambda _: (302, {})

    with pytest.raises(PlainError, match="sends us on to another address"):
        fetched(feed.address)
    assert elsewhere.asked == []
    elsewhere.server.server_close()


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://feed.example/services", "over https only"),
        ("http://localhost/services", "over https only"),
        ("http://127.0.0.2/services", "over https only"),
        ("http://127.0.0.1.feed.example/services", "over https only"),
        ("https://10.0.0.7/services", "private network"),
        ("https://192.168.1.1/services", "private network"),
        ("https://169.254.169.254/latest", "private network"),
        ("https://localhost/services", "private network"),
        ("https://[fd00::1]/services", "private network"),
        ("https://[::ffff:10.0.0.7]/services", "private network"),
        ("https://0.0.0.0/services", "private network"),
        ("https://user:word@feed.example/services", "a name or a password"),
        ("https://", "no address"),
        ("https://feed.example:99999/services", "no address"),
        ("https://[::1/services", "no address"),
        (f"https://{'a' * 70}.example/services", "cannot be fetched"),
    ],
)
def test_an_address_that_is_not_to_be_fetched_is_refused(address: str, told: str) -> None:
    with pytest.raises(PlainError, match=told):
        fetched(address)


def test_a_name_that_points_into_a_private_network_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where one of its addresses is a public one."""

    def found(*_: object, **__: object) -> list[Any]:
        return [(2, 1, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", found)

    with pytest.raises(PlainError, match="private network"):
        fetched("https://feed.example/services")


@pytest.mark.django_db
def test_it_is_looked_at_and_stored_as_a_file_is(
    feed: Feed, capsys: pytest.CaptureFixture[str]
) -> None:
    feed.says([a_service("Tide")], [a_service("Quay")])
    address = f"{feed.address}?key=secret"

    assert main(["directory", "import", address]) == 0
    assert "nothing is stored" in capsys.readouterr().out
    assert not Service.objects.exists()

    assert main(["directory", "import", address, "--commit"]) == 0
    assert set(Service.objects.values_list("name", flat=True)) == {"Tide", "Quay"}
    assert Batch.objects.get().name == "127.0.0.1/api/services"


@pytest.mark.django_db
def test_where_a_page_fails_nothing_of_it_is_stored(
    feed: Feed, capsys: pytest.CaptureFixture[str]
) -> None:
    there = [a_service("Tide")]
    feed.answer = lambda number: (500, {}) if number == 2 else (200, page(number, 2, there))

    assert main(["directory", "import", feed.address, "--commit"]) == 2
    assert "page 2 of the feed was answered with 500" in capsys.readouterr().err
    assert not Service.objects.exists()
    assert not Batch.objects.exists()


def test_what_is_meant_as_an_address_is_told_from_a_file() -> None:
    assert fetching.is_address("HTTPS://feed.example/services")
    assert not fetching.is_address("https.json")
