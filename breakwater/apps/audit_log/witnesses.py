"""Asking the witnesses for their signatures: over HTTP, or by a file that somebody carries.

Which witnesses there are, and how many must sign, is in one file (``settings.LOG_POLICY``), in the
words of C2SP tlog-policy; where there is none, no witness is asked and none is claimed. A witness
that is away costs one time-out and is asked again at the next round.
"""

import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from breakwater.apps.audit_log import gate_client
from breakwater.domain.audit_log.checkpoint import SignedCheckpoint
from breakwater.domain.audit_log.cosignature import Check, check_signature
from breakwater.domain.audit_log.encoding import read_decimal, read_text
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import SignatureLine, VerifierKey, read_signature_lines
from breakwater.domain.audit_log.policy import Policy
from breakwater.domain.audit_log.witness import SIZE_TYPE, Request
from breakwater.domain.plain_error import PlainError

PATIENCE = 10.0
_LARGEST_ANSWER = 256 * 1024
_NO_WITNESS = b"quorum none\n"

# From the size a witness stands at to the proof it needs.
Prove = Callable[[int], list[bytes]]


def policy_of(origin: str) -> bytes:
    """The published policy of one log: its own keys, and the installation's witnesses."""
    keys = "".join(f"log {key}\n" for key in gate_client.public_keys(origin))
    return keys.encode() + _witnesses()


def _witnesses() -> bytes:
    try:
        return Path(settings.LOG_POLICY).read_bytes()
    except FileNotFoundError:
        return _NO_WITNESS
    except OSError:
        raise PlainError("the file that names the witnesses can't be read") from None


def collect(
    policy: Policy, signed: SignedCheckpoint, prove: Prove, already: Collection[str]
) -> dict[str, SignatureLine]:
    """Ask every witness that has an address and is not in ``already``, all at once.

    Returns by the name the policy gives them; whoever is away or refuses is not in it.
    """
    asked = {name: url for name, url in policy.urls.items() if name not in already}
    with ThreadPoolExecutor(max_workers=max(1, min(8, len(asked)))) as pool:
        answers = {name: pool.submit(_post_body, url, signed, 0, ()) for name, url in asked.items()}
        found: dict[str, SignatureLine] = {}
        for name, url in asked.items():
            # Proofs are read from the database, which belongs to this thread.
            status, body = answers[name].result()
            line = _line(policy.witnesses[name], signed, status, body)
            if line is None and (stands := _stands_at(status, body)) is not None:
                line = _ask_again(policy.witnesses[name], url, signed, stands, prove)
            if line is not None:
                found[name] = line
    return found


def request_for(signed: SignedCheckpoint, old_size: int, prove: Prove) -> bytes:
    """The request as a file, for a witness that works from e-mail or a USB stick."""
    return Request(old_size, tuple(prove(old_size)), signed).written()


def read_answer(policy: Policy, signed: SignedCheckpoint, text: bytes) -> dict[str, SignatureLine]:
    """The good signatures in a witness's answer that came as a file, by witness."""
    lines = read_signature_lines(read_text(text, "witness's answer"))
    return {
        name: line
        for name, key in policy.witnesses.items()
        if (line := _good_line(key, signed, lines)) is not None
    }


def _ask_again(
    key: VerifierKey, url: str, signed: SignedCheckpoint, stands: int, prove: Prove
) -> SignatureLine | None:
    if stands > signed.checkpoint.size:
        return None
    return _line(key, signed, *_post_body(url, signed, stands, prove(stands)))


def _post_body(
    url: str, signed: SignedCheckpoint, old_size: int, proof: Iterable[bytes]
) -> tuple[int, bytes]:
    """Post one request; status 0 for a witness that can't be reached or talks nonsense."""
    if urlsplit(url).scheme not in {"http", "https"}:
        return 0, b""
    request = urllib.request.Request(  # noqa: S310 (http and https only)
        url.rstrip("/") + "/add-checkpoint",
        data=Request(old_size, tuple(proof), signed).written(),
        method="POST",
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read(_LARGEST_ANSWER)
    except urllib.error.HTTPError as answer:
        with answer:
            size = answer.headers.get("Content-Type") == SIZE_TYPE
            return (answer.code, answer.read(64)) if size else (0, b"")
    except (OSError, ValueError):
        return 0, b""


def _stands_at(status: int, body: bytes) -> int | None:
    try:
        text = read_text(body, "size").removesuffix("\n")
        return read_decimal(text, "size") if status == HTTPStatus.CONFLICT else None
    except MalformedError:
        return None


def _line(
    key: VerifierKey, signed: SignedCheckpoint, status: int, body: bytes
) -> SignatureLine | None:
    if status != HTTPStatus.OK:
        return None
    try:
        return _good_line(key, signed, read_signature_lines(read_text(body, "answer")))
    except MalformedError:
        return None


def _good_line(
    key: VerifierKey, signed: SignedCheckpoint, lines: Iterable[SignatureLine]
) -> SignatureLine | None:
    """The one line by this witness that holds; what others signed here is not believed."""
    for line in lines:
        if line.is_by(key) and check_signature(signed, line, key) is Check.HOLDS:
            return line
    return None
