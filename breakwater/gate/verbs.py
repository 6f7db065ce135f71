"""What may be asked of the gate: one function for each verb, from a request to an answer.

A request and its answer are one JSON object each, on a line of its own. Another verb is another
row of ``VERBS``; what it needs is another attribute of ``Gate``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from breakwater.domain.audit_log.checkpoint import Checkpoint, SignedCheckpoint, check_origin
from breakwater.domain.audit_log.encoding import LARGEST_NUMBER, read_base64
from breakwater.domain.audit_log.hashing import HASH_SIZE
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.plain_error import PlainError
from breakwater.gate.log_signer import Extension, LogSigner, RefusedError
from breakwater.gate.passkeys import Passkey, PasskeyKeeper
from breakwater.gate.recipients import RecipientKeeper
from breakwater.gate.releases import Releaser
from breakwater.sealing.statement import read_statement


@dataclass(frozen=True)
class Gate:
    """What the gate guards."""

    logs: LogSigner
    recipients: RecipientKeeper
    passkeys: PasskeyKeeper | None = None
    releases: Releaser | None = None


@dataclass(frozen=True)
class Peer:
    """Who is at the other end of the socket, as the kernel says."""

    process: int
    user: int
    group: int


Request = Mapping[str, Any]
Answer = dict[str, Any]


def answer(gate: Gate, request: Request, peer: Peer) -> Answer:
    """The answer to one request; ``refused`` is a sentence, and then nothing was done."""
    verb = VERBS.get(_text(request, "verb"))
    if verb is None:
        return {"refused": "the gate does not know that verb"}
    try:
        return verb(gate, request, peer)
    except RefusedError as refused:
        return {"refused": str(refused)} | _noted(refused.last)
    except PlainError as wrong:
        return {"refused": str(wrong)}


def _keys(gate: Gate, request: Request, _peer: Peer) -> Answer:
    return {"keys": [str(key) for key in gate.logs.public_keys(_text(request, "origin"))]}


def _last(gate: Gate, request: Request, _peer: Peer) -> Answer:
    return _noted(gate.logs.last(_text(request, "origin")))


def _sign(gate: Gate, request: Request, _peer: Peer) -> Answer:
    proof = request.get("proof")
    if not isinstance(proof, list) or not all(isinstance(line, str) for line in proof):
        raise MalformedError("the proof is a list of hashes")
    root = read_base64(_text(request, "root"), "root", HASH_SIZE)
    asked = Extension(
        checkpoint=Checkpoint(
            check_origin(_text(request, "origin")), _number(request, "size"), root
        ),
        old_size=_number(request, "old"),
        proof=tuple(read_base64(line, "proof", HASH_SIZE) for line in proof),
        public=request.get("public") is True,
    )
    return _noted(gate.logs.sign(asked))


def _continue(gate: Gate, request: Request, peer: Peer) -> Answer:
    closed, opened = _text(request, "closed"), _text(request, "opened")
    return {"opened": gate.logs.continue_log(closed, opened, by=peer.user)}


def _recipients(gate: Gate, request: Request, _peer: Peer) -> Answer:
    domain = _text(request, "domain")
    listed, key = gate.recipients.list_of(domain), gate.recipients.public_key(domain)
    return {"recipients": str(listed), "key": str(key)}


def _take_recipient(gate: Gate, request: Request, _peer: Peer) -> Answer:
    gate.recipients.take(read_statement(_text(request, "statement").encode()))
    return {"taken": True}


def _release_recipient(gate: Gate, request: Request, peer: Peer) -> Answer:
    organisation = _text(request, "organisation")
    return {"released": gate.recipients.release(organisation, by=peer.user)}


def _pin_passkey(gate: Gate, request: Request, peer: Peer) -> Answer:
    if gate.passkeys is None:
        raise RefusedError("this gate releases nothing")
    passkey = Passkey(
        person=_text(request, "person"),
        force=_text(request, "force"),
        origin=_text(request, "origin"),
        credential=_bytes(request, "credential"),
    )
    return {"pinned": gate.passkeys.pin(passkey, by=peer.user)}


def _unpin_passkeys(gate: Gate, request: Request, _peer: Peer) -> Answer:
    if gate.passkeys is None:
        raise RefusedError("this gate releases nothing")
    return {"unpinned": gate.passkeys.unpin(_text(request, "person"))}


def _release(gate: Gate, request: Request, _peer: Peer) -> Answer:
    if gate.releases is None:
        raise RefusedError("this gate releases nothing")
    try:
        asked = UUID(hex=_text(request, "request"))
    except ValueError:
        raise MalformedError("the request has no such name") from None
    record = _bytes(request, "record")
    return {"package": gate.releases.release(asked, _text(request, "receipt"), record)}


VERBS: dict[str, Callable[[Gate, Request, Peer], Answer]] = {
    "keys": _keys,
    "last": _last,
    "sign": _sign,
    "continue": _continue,
    "recipients": _recipients,
    "take-recipient": _take_recipient,
    "release-recipient": _release_recipient,
    "pin-passkey": _pin_passkey,
    "unpin-passkeys": _unpin_passkeys,
    "release": _release,
}


def _noted(signed: SignedCheckpoint | None) -> Answer:
    return {"checkpoint": str(signed) if signed else None}


def _text(request: Request, name: str) -> str:
    value = request.get(name)
    return value if isinstance(value, str) else ""


def _bytes(request: Request, name: str) -> bytes:
    return read_base64(_text(request, name), name)


def _number(request: Request, name: str) -> int:
    value = request.get(name)
    # A bool is an int to Python.
    if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
        raise MalformedError(f"the {name} is not a number")
    return value
