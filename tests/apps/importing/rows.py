"""Who may open which page about importing: the editor's and the approver's own reviews."""

from django.utils import timezone

from breakwater.apps.importing.changes import open_review
from breakwater.apps.organisations.models import Person
from tests.apps.importing import workbook
from tests.people import Cast
from tests.staff_pages import Row, Who


def _review(cast: Cast) -> object:
    return open_review(
        name="plan.xlsx",
        content=workbook.workbook_of(workbook.ROWS),
        source_url="",
        owner=cast.force,
        by=cast.editor,
        at=timezone.now(),
    ).pk


def _item(cast: Cast) -> tuple[object, ...]:
    return _review(cast), 1


def _editors(cast: Cast) -> list[Person]:
    return [cast.editor]


def _approvers(cast: Cast) -> list[Person]:
    return [cast.approver]


def _both(cast: Cast) -> list[Person]:
    return [cast.editor, cast.approver]


ROWS = {
    "importing:review": Row(_review, _both),
    "importing:errors": Row(_review, _both),
    "importing:hand-back": Row(_review, _both),
    "importing:about": Row(_review, _editors),
    "importing:item": Row(_item, _editors),
    "importing:decide": Row(_item, _editors),
    "importing:propose": Row(_review, _editors),
    "importing:put-aside": Row(_review, _editors),
    "importing:commit": Row(_review, _approvers),
    # Nothing of this review is in the register yet, so nobody can undo it.
    "importing:undo": Row(_review, lambda _: []),
}
ONLY_FOR: dict[str, Who] = {"importing:imports": _both, "importing:upload": _editors}
