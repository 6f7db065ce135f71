"""What belongs inside a change's transaction is refused outside one, before anything is read.

These tests have no database, so that nothing they forgot to refuse could happen unseen.
"""

from collections.abc import Callable

import pytest
from django.db import transaction

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.audit_log.changes import OPERATOR_LOG, append, append_bytes, erase, fill
from breakwater.domain.audit_log.kinds import Kind


@pytest.mark.parametrize(
    "change",
    [
        lambda: append(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record={}),
        lambda: append_bytes(log=OPERATOR_LOG, kind=Kind.KEY_ADDED, record=b""),
        lambda: fill(log=OPERATOR_LOG, count=1),
        lambda: erase(log=OPERATOR_LOG, indexes=[0]),
        lambda: record_access(
            act=Act.CONSULTATION, by="p", record_kind="report", record_id="1", because="own-case"
        ),
    ],
    ids=["append", "append_bytes", "fill", "erase", "record_access"],
)
def test_it_is_refused(change: Callable[[], object]) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        change()
