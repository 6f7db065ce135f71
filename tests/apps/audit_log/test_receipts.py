"""Receipts: waited for, shared, and impossible for a database that lost what was signed."""

from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist

from breakwater.apps.audit_log import gate_client, logs
from breakwater.apps.audit_log.changes import OPERATOR_LOG, append, erase, fill
from breakwater.apps.audit_log.gate_client import GateAwayError
from breakwater.apps.audit_log.models import Record
from breakwater.apps.audit_log.receipts import RolledBackError, covering, receipt_for
from breakwater.domain.audit_log.findings import all_hold
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.policy import read_policy
from breakwater.domain.audit_log.receipt import read_receipt
from breakwater.domain.audit_log.verify import verify_receipt
from breakwater.domain.plain_error import PlainError
from breakwater.gate.log_signer import Extension, LogSigner
from tests.apps.audit_log.conftest import gate_in
from tests.growing_log import GrowingLog

pytestmark = pytest.mark.django_db
ORIGIN = "ours.example/operator-log"


def enter(**record: object) -> int:
    return append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record=record)


def record_of(index: int) -> bytes:
    log_id = logs.standing_of(OPERATOR_LOG).log_id
    return bytes(Record.objects.get(log_id=log_id, index=index).content)


def test_a_receipt_verifies_with_the_record_and_with_no_other(gate: LogSigner) -> None:
    fill(log=OPERATOR_LOG, count=20)
    index = enter(key=1)
    fill(log=OPERATOR_LOG, count=20)

    receipt = read_receipt(str(receipt_for(OPERATOR_LOG, index)).encode())

    policy = read_policy(
        "".join(f"log {key}\n" for key in gate.public_keys(ORIGIN)).encode() + b"quorum none\n"
    )
    assert all_hold(verify_receipt(receipt, policy, record_of(index)))
    assert not all_hold(verify_receipt(receipt, policy, b"another record"))


def test_those_who_wait_share_a_checkpoint(gate: LogSigner) -> None:
    first, second = enter(key=1), enter(key=2)

    covered = [covering(OPERATOR_LOG, index) for index in (first, second, first)]

    assert len({str(signed) for signed in covered}) == 1
    assert covered[0].checkpoint.size == 3


def test_an_entry_that_is_not_there_is_not_waited_for(gate: LogSigner) -> None:
    enter()

    with pytest.raises(PlainError, match="has no entry 2"):
        receipt_for(OPERATOR_LOG, 2)


def test_while_the_gate_is_away_entries_land_and_their_receipts_come_later(data: Path) -> None:
    index = enter()
    with pytest.raises(GateAwayError):
        receipt_for(OPERATOR_LOG, index, wait_seconds=0.1)
    later = enter()

    with gate_in(data):
        assert receipt_for(OPERATOR_LOG, index).signed.checkpoint.size == later + 1


def test_a_gate_that_was_restarted_goes_on_where_it_stood(data: Path) -> None:
    with gate_in(data):
        covering(OPERATOR_LOG, enter())
    with gate_in(data):
        assert covering(OPERATOR_LOG, enter()).checkpoint.size == 3


def test_what_this_machine_heard_may_be_lost_or_damaged(gate: LogSigner, data: Path) -> None:
    covering(OPERATOR_LOG, enter())
    (data / "signed" / ORIGIN).write_bytes(b"half a check")

    assert covering(OPERATOR_LOG, enter()).checkpoint.size == 3


def test_an_erased_record_leaves_a_receipt_without_its_salt(gate: LogSigner) -> None:
    index = enter(key=1)
    erase(log=OPERATOR_LOG, indexes=[index])

    receipt = receipt_for(OPERATOR_LOG, index)

    assert receipt.is_included()
    assert receipt.opened.salt2 is None
    with pytest.raises(ObjectDoesNotExist):
        record_of(index)


@pytest.mark.parametrize("signed_size", [1, 3, 9])
def test_a_database_that_is_not_what_was_signed_gets_no_receipt(
    gate: LogSigner, signed_size: int
) -> None:
    other = GrowingLog(ORIGIN, "other").grow(signed_size)
    gate.sign(Extension(other.checkpoint(), 0, ()))
    index = enter()

    with pytest.raises(RolledBackError, match="breakwater log continue"):
        receipt_for(OPERATOR_LOG, index)


def test_the_gates_refusals_reach_whoever_asked(gate: LogSigner) -> None:
    answered = gate_client.sign(origin="a b", old=0, size=1, root=bytes(32), proof=[])

    assert answered.signed is None
    assert answered.refused
