"""Who may open which page about the statement."""

from breakwater.apps.organisations.models import Person
from tests.apps.outreach.making import drafted, signed, translated
from tests.people import Cast
from tests.staff_pages import Row, Who


def _writers(cast: Cast) -> list[Person]:
    return [cast.editor, cast.approver]


def _editor(cast: Cast) -> list[Person]:
    return [cast.editor]


def _approver(cast: Cast) -> list[Person]:
    return [cast.approver]


ROWS = {
    "outreach:statement": Row(lambda cast: drafted(cast).pk, _writers),
    "outreach:sign": Row(lambda cast: drafted(cast).pk, _approver),
    "outreach:put-aside": Row(lambda cast: drafted(cast).pk, _writers),
    "outreach:translate": Row(lambda cast: signed(cast).pk, _editor),
    "outreach:approve": Row(lambda cast: translated(cast).pk, _approver),
}
ONLY_FOR: dict[str, Who] = {
    "outreach:statements": _writers,
    "outreach:draft": _editor,
}
