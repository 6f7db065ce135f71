"""C2SP tlog-witness as a pure state machine: read a request, decide, say what to remember.

A witness keeps one number and one hash for each log. The caller owns the order: read the state,
``decide``, store ``decision.remember``, *then* cosign and answer, all in one transaction on that
state. If it dies before storing, nothing was signed; if it dies after, the log asks again and gets
its signature, because the same checkpoint is always consistent with itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from breakwater.domain.audit_log.check import LONGEST_PROOF, consistency_holds
from breakwater.domain.audit_log.checkpoint import Checkpoint, SignedCheckpoint, read_checkpoint
from breakwater.domain.audit_log.cosignature import Check, check_signature
from breakwater.domain.audit_log.encoding import read_base64, read_decimal, shown, write_base64
from breakwater.domain.audit_log.hashing import EMPTY_ROOT, HASH_SIZE
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import LARGEST_NOTE, VerifierKey

SIZE_TYPE = "text/x.tlog.size"
LARGEST_REQUEST = LARGEST_NOTE + 8192


class Status(IntEnum):
    """The HTTP statuses of add-checkpoint."""

    COSIGNED = 200
    MALFORMED = 400
    NOT_SIGNED = 403
    UNKNOWN_LOG = 404
    CONFLICT = 409
    NOT_CONSISTENT = 422


@dataclass(frozen=True)
class Seen:
    """The latest checkpoint this witness cosigned for one log."""

    size: int
    root: bytes


@dataclass(frozen=True)
class State:
    """What a witness knows: the keys it trusts for each origin, and what it last saw there."""

    logs: Mapping[str, Sequence[VerifierKey]]
    seen: Mapping[str, Seen]


@dataclass(frozen=True)
class Request:
    """A read add-checkpoint request."""

    old_size: int
    proof: tuple[bytes, ...]
    signed: SignedCheckpoint

    def written(self) -> bytes:
        """The body of the request (tlog-witness, add-checkpoint)."""
        proof = "".join(write_base64(value) + "\n" for value in self.proof)
        return f"old {self.old_size}\n{proof}\n{self.signed}".encode()


@dataclass(frozen=True)
class Decision:
    """The answer: with COSIGNED, cosign ``remember`` after storing it; else send ``says``."""

    status: Status
    says: str
    content_type: str = "text/plain; charset=utf-8"
    remember: Checkpoint | None = None


def read_request(body: bytes) -> Request:
    """Read the body of add-checkpoint, at most 1 MiB; MalformedError (answer 400) if it is none."""
    if len(body) > LARGEST_REQUEST:
        raise MalformedError("the request is too large")
    head, blank, checkpoint = body.partition(b"\n\n")
    try:
        first, *proof = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise MalformedError("the request is damaged before its checkpoint") from None
    if not blank or not first.startswith("old "):
        raise MalformedError("the request does not begin with the old size")
    if len(proof) > LONGEST_PROOF:
        raise MalformedError(f"the proof has more than {LONGEST_PROOF} lines")
    return Request(
        old_size=read_decimal(first[4:], "old size"),
        proof=tuple(read_base64(line, "consistency proof", HASH_SIZE) for line in proof),
        signed=read_checkpoint(checkpoint),
    )


def answer(body: bytes, state: State) -> Decision:
    """Decide on the bytes of a request; bytes that are no request are answered 400."""
    try:
        return decide(read_request(body), state)
    except MalformedError as wrong:
        return Decision(Status.MALFORMED, f"{wrong}\n")


def decide(request: Request, state: State) -> Decision:
    """Decide on a request, in the order of tlog-witness; never raises.

    Equal sizes with equal roots are cosigned again, with a new time.
    """
    checkpoint = request.signed.checkpoint
    keys = state.logs.get(checkpoint.origin)
    if keys is None:
        return Decision(Status.UNKNOWN_LOG, f"unknown log: {shown(checkpoint.origin)}\n")
    if not _signed_by_log(request.signed, keys):
        return Decision(Status.NOT_SIGNED, "invalid signature: not signed by this log's key\n")
    if request.old_size > checkpoint.size:
        return Decision(Status.MALFORMED, "the old size is larger than the checkpoint\n")
    return _extend(request, state.seen.get(checkpoint.origin, Seen(0, EMPTY_ROOT)))


def _signed_by_log(signed: SignedCheckpoint, keys: Sequence[VerifierKey]) -> bool:
    """At least one trusted key's line holds, and none of theirs is wrong (signed-note)."""
    checks = [
        check_signature(signed, line, key)
        for line in signed.note.signatures
        for key in keys
        if line.is_by(key)
    ]
    return Check.HOLDS in checks and Check.FAILS not in checks


def _extend(request: Request, seen: Seen) -> Decision:
    checkpoint = request.signed.checkpoint
    forked = checkpoint.size == seen.size and checkpoint.root != seen.root
    if request.old_size != seen.size or forked:
        return Decision(Status.CONFLICT, f"{seen.size}\n", SIZE_TYPE)
    if not consistency_holds(seen.size, checkpoint.size, seen.root, checkpoint.root, request.proof):
        return Decision(Status.NOT_CONSISTENT, "the consistency proof does not hold\n")
    return Decision(Status.COSIGNED, "", remember=checkpoint)
