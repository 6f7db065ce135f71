"""Who may answer a report."""

from breakwater.apps.organisations.models import Person
from tests.apps.cases.making import a_case
from tests.people import Cast
from tests.staff_pages import Row, Who


def _case(cast: Cast) -> object:
    return a_case(cast.support).pk


def _theirs(cast: Cast) -> list[Person]:
    return [cast.caseworker]


ROWS = {"reports:answer": Row(_case, _theirs)}
ONLY_FOR: dict[str, Who] = {}
