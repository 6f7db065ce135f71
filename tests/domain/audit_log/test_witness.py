"""The witness as a state machine: public conversations, then every refusal by name."""

import re
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.audit_log import prove
from breakwater.domain.audit_log.checkpoint import Checkpoint, SignedCheckpoint
from breakwater.domain.audit_log.note import SignatureType, VerifierKey
from breakwater.domain.audit_log.signing import sign
from breakwater.domain.audit_log.witness import (
    SIZE_TYPE,
    Decision,
    Request,
    Seen,
    State,
    Status,
    answer,
    read_request,
)
from tests.domain.audit_log.made_log import LOG_KEY, ORIGIN, MadeLog, key, made_log
from tests.shared_input import shared

LOG = made_log(40)
FORK = made_log(3)
for _ in range(60):
    FORK.append(LOG.openings[0].kind, b"another history")


@dataclass
class Witness:
    """A witness that remembers what it is told to."""

    logs: dict[str, list[VerifierKey]] = field(
        default_factory=lambda: {ORIGIN: [LOG_KEY.verifier_key]}
    )
    seen: dict[str, Seen] = field(default_factory=dict)

    def asked(self, body: bytes) -> Decision:
        decision = answer(body, State(self.logs, self.seen))
        if decision.remember:
            checkpoint = decision.remember
            self.seen[checkpoint.origin] = Seen(checkpoint.size, checkpoint.root)
        return decision


def body(log: MadeLog, old: int, new: int) -> bytes:
    proof = prove.consistency(old, new, log.read_node)
    return Request(old, tuple(proof), log.signed(new)).written()


def witness_at(size: int) -> Witness:
    return Witness(seen={ORIGIN: Seen(size, LOG.checkpoint(size).root)} if size else {})


def test_the_public_conversation_is_answered_as_recorded() -> None:
    text = shared("vectors/witness/litewitness.txt").read_text()
    public_key = bytes.fromhex(found(r"add-sigsum-log -key=([0-9a-f]{64})", text))
    origin = found(r"(sigsum.org/v1/tree/4d6d\S*562)\n", text)
    witness = Witness({origin: [VerifierKey(origin, SignatureType.NOTE, public_key)]})
    conversation = re.findall(r"(?s)add-checkpoint\n```\n(.*?)```\nHTTP (\d+)", text)

    answers = [witness.asked(request.encode()) for request, _ in conversation]

    # Recorded before the text asked for 404 where the log is unknown; this one answers 404.
    expected = [200, 403, 404, 422, 422, 200, 409, 200, 409]
    assert [int(status) for _, status in conversation] == [
        403 if status == 404 else status for status in expected
    ]
    assert [decision.status for decision in answers] == expected
    assert [answers[6].says, answers[8].says] == ["3\n", "5\n"]
    assert witness.seen[origin].size == 5


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match
    return match[1]


@given(st.lists(st.integers(0, 40), max_size=6))
def test_an_honest_log_is_always_cosigned(sizes: list[int]) -> None:
    witness, old = Witness(), 0
    for size in sorted(sizes):
        decision = witness.asked(body(LOG, old, size))
        assert decision.status is Status.COSIGNED
        assert decision.remember == LOG.checkpoint(size)
        old = size


@given(st.integers(4, 40), st.integers(4, 40))
def test_a_fork_is_never_cosigned(seen: int, size: int) -> None:
    old, new = min(seen, size), max(seen, size)

    decision = witness_at(old).asked(body(FORK, old, new))

    assert decision.status in (Status.CONFLICT, Status.NOT_CONSISTENT)
    assert decision.remember is None


@given(st.integers(1, 40), st.integers(0, 39))
def test_a_rollback_is_never_cosigned(seen: int, size: int) -> None:
    witness = witness_at(seen)

    decision = witness.asked(body(LOG, min(size, seen - 1), min(size, seen - 1)))

    assert (decision.status, decision.says) == (Status.CONFLICT, f"{seen}\n")
    assert decision.content_type == SIZE_TYPE
    assert witness.seen[ORIGIN].size == seen


def resigned(old: int, checkpoint: Checkpoint, proof: tuple[bytes, ...] = ()) -> bytes:
    note = sign(str(checkpoint), [LOG_KEY])
    return Request(old, proof, SignedCheckpoint(checkpoint, note)).written()


@pytest.mark.parametrize(
    ("request_body", "status"),
    [
        (body(LOG, 8, 20).replace(ORIGIN.encode(), b"else.example/log"), Status.UNKNOWN_LOG),
        (resigned(9, LOG.checkpoint(8)), Status.MALFORMED),
        (resigned(8, Checkpoint(ORIGIN, 8, bytes(32))), Status.CONFLICT),
        (resigned(8, LOG.checkpoint(8), (bytes(32),)), Status.NOT_CONSISTENT),
        (resigned(8, LOG.checkpoint(20)), Status.NOT_CONSISTENT),
        (body(LOG, 7, 20), Status.CONFLICT),
        (body(LOG, 0, 20), Status.CONFLICT),
        (body(LOG, 8, 8), Status.COSIGNED),
        (body(LOG, 8, 20), Status.COSIGNED),
    ],
    # Signatures differ each time, and what a test is called must not.
    ids=[
        *("another log", "old above new", "another root", "proof of nothing", "no proof"),
        *("seen more", "seen something", "the same again", "as it grew"),
    ],
)
def test_a_witness_that_has_seen_eight_answers(request_body: bytes, status: Status) -> None:
    assert witness_at(8).asked(request_body).status is status


def test_a_wrong_or_missing_signature_is_forbidden() -> None:
    stranger = key("stranger.example")
    checkpoint = LOG.checkpoint(8)
    strangers = sign(str(checkpoint), [stranger])
    forged = sign(str(LOG.checkpoint(9)), [LOG_KEY]).signatures

    for note in (strangers, strangers.with_signatures(forged)):
        request = Request(0, (), SignedCheckpoint(checkpoint, note))
        assert Witness().asked(request.written()).status is Status.NOT_SIGNED


def test_a_first_checkpoint_is_taken_without_proof_and_refused_with_one() -> None:
    assert Witness().asked(body(LOG, 0, 8)).status is Status.COSIGNED
    padded = resigned(0, LOG.checkpoint(8), (bytes(32),))
    assert Witness().asked(padded).status is Status.NOT_CONSISTENT


GOOD = body(LOG, 8, 20)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"old 8\n",
        GOOD[4:],
        GOOD.replace(b"old 8\n", b"old 08\n"),
        GOOD.replace(b"old 8\n", b"old -8\n"),
        GOOD.replace(b"old 8\n", b"old 8\nAAAA\n"),
        GOOD.replace(b"old 8\n", b"old 8\n" + (b"A" * 43 + b"=\n") * 64),
        GOOD.replace(b"old 8\n", "old 8\né\n".encode()),
        GOOD[:-1],
        GOOD.replace(b"\n20\n", b"\n020\n"),
        GOOD + b"x" * (3 << 20),
    ],
    ids=[
        *("empty", "cut off", "no old size", "zero before it", "below zero", "short hash"),
        *("too long a proof", "not ASCII", "no end", "zero before the size", "three megabytes"),
    ],
)
def test_a_damaged_request_is_bad(damaged: bytes) -> None:
    assert witness_at(8).asked(damaged).status is Status.MALFORMED


def test_a_request_reads_back() -> None:
    assert read_request(GOOD).written() == GOOD


@given(st.binary(max_size=300))
def test_no_bytes_whatever_are_anything_but_answered(data: bytes) -> None:
    assert answer(data, State({}, {})).status in (Status.MALFORMED, Status.UNKNOWN_LOG)
