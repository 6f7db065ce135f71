"""Who may open which page of the receiving side."""

import uuid

from django.utils import timezone

from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Person
from breakwater.apps.receiving.changes import between
from breakwater.apps.receiving.changes.between import Agreed, Passed
from breakwater.apps.referrals.consent_words import AsSaid
from tests.apps.cases.making import a_case
from tests.apps.organisations.key_rows import holders
from tests.people import Cast
from tests.staff_pages import Row, Who

SEALED = b"age-encryption.org/v1\n-> sealed elsewhere"


def _police_case(cast: Cast) -> object:
    return a_case(cast.force).pk


def _own_case(cast: Cast) -> object:
    return a_case(cast.support).pk


def _between(cast: Cast) -> object:
    return between.report_for(
        own_case=a_case(cast.support),
        police=cast.force,
        passed=Passed(SEALED, 1, 1),
        agreed=Agreed(AsSaid("Words", "English"), True, Interpreter.NOT_NEEDED, False),
        is_in_danger=False,
        token=uuid.uuid4(),
        by=cast.caseworker,
        at=timezone.now(),
    ).pk


def _police(cast: Cast) -> list[Person]:
    return [cast.officer, cast.supervisor]


def _caseworker(cast: Cast) -> list[Person]:
    return [cast.caseworker]


def _both_sides(cast: Cast) -> list[Person]:
    return [*_police(cast), cast.caseworker]


ROWS = {
    "receiving:number": Row(_police_case, _police),
    "receiving:victims-code": Row(_police_case, _police),
    "receiving:for-somebody": Row(_own_case, _caseworker),
    "receiving:write": Row(_between, _both_sides),
    "receiving:withdraw": Row(_between, _caseworker),
}
ONLY_FOR: dict[str, Who] = {"receiving:enter": holders}
