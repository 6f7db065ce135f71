"""After a restore: a new origin, by two people, that says in public what it continues."""

import base64
import json
from pathlib import Path

import pytest

from breakwater.apps.audit_log import continuing, logs, publication
from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.audit_log.models import Entry
from breakwater.apps.audit_log.receipts import RolledBackError, receipt_for
from breakwater.domain.audit_log.checkpoint import read_checkpoint
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.openings import read_opened_entry
from breakwater.domain.plain_error import PlainError
from breakwater.gate.log_signer import Extension, LogSigner
from tests.growing_log import GrowingLog

pytestmark = pytest.mark.django_db
ORIGIN = "ours.example/operator-log"


def enter() -> int:
    return append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={})


def sign_what_the_backup_lacks(gate: LogSigner) -> None:
    """The gate signed a tree that this database never held, as if it had been restored."""
    lost = GrowingLog(ORIGIN).grow(500)
    gate.sign(Extension(lost.checkpoint(), 0, ()))


def test_the_log_goes_on_under_a_new_origin_that_commits_to_the_old_ones_last_checkpoint(
    gate: LogSigner, data: Path
) -> None:
    enter()
    last = publication.publish(OPERATOR_LOG)
    before = logs.standing_of(OPERATOR_LOG)

    opened = continuing.continue_log(OPERATOR_LOG)
    index = enter()

    here = logs.standing_of(OPERATOR_LOG)
    assert opened == here.origin == f"{ORIGIN}-2"
    assert receipt_for(OPERATOR_LOG, index).signed.checkpoint.origin == f"{ORIGIN}-2"
    said = continuing.continues(logs.tree_of(here.origin))
    assert said is not None
    assert said["continues"] == ORIGIN
    assert read_checkpoint(said["checkpoint"].encode()).checkpoint.size == last.size
    entry = bytes(Entry.objects.get(log_id=here.log_id, index=0).commitment)
    opened_entry = read_opened_entry(said["entry"])
    assert opened_entry.entry == entry
    assert opened_entry.holds(base64.b64decode(said["record"]))
    assert Entry.objects.filter(log_id=before.log_id).count() == before.size


def test_what_it_continues_is_among_its_public_files(gate: LogSigner, data: Path) -> None:
    enter()
    publication.publish(OPERATOR_LOG)
    continuing.continue_log(OPERATOR_LOG)

    publication.publish(OPERATOR_LOG)

    said = json.loads((logs.folder_of(f"{ORIGIN}-2") / "CONTINUES").read_text())
    assert said["continues"] == ORIGIN
    assert (logs.folder_of(ORIGIN) / "checkpoint").exists()


def test_a_restored_database_can_be_continued_and_not_simply_go_on(
    gate: LogSigner, data: Path
) -> None:
    sign_what_the_backup_lacks(gate)
    index = enter()
    with pytest.raises(RolledBackError):
        receipt_for(OPERATOR_LOG, index)

    continuing.continue_log(OPERATOR_LOG)

    receipt = receipt_for(OPERATOR_LOG, enter())
    assert receipt.signed.checkpoint.origin == f"{ORIGIN}-2"


def test_a_second_restore_continues_the_continuation(gate: LogSigner) -> None:
    enter()
    continuing.continue_log(OPERATOR_LOG)
    receipt_for(OPERATOR_LOG, enter())

    assert continuing.continue_log(OPERATOR_LOG) == f"{ORIGIN}-3"
    assert receipt_for(OPERATOR_LOG, enter()).signed.checkpoint.origin == f"{ORIGIN}-3"


def test_with_one_person_only_nothing_changes(gate: LogSigner) -> None:
    gate._one_person_may_continue = False
    enter()

    assert continuing.continue_log(OPERATOR_LOG) is None
    assert continuing.continue_log(OPERATOR_LOG) is None
    assert receipt_for(OPERATOR_LOG, enter()).signed.checkpoint.origin == ORIGIN


def test_a_log_that_does_not_exist_is_not_continued(gate: LogSigner) -> None:
    with pytest.raises(PlainError, match="there is no log"):
        continuing.continue_log(OPERATOR_LOG)
