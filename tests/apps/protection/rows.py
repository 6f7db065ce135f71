"""Who may open which page about sharing to protect somebody."""

from breakwater.apps.organisations.models import Person
from tests.apps.protection.conftest import asked
from tests.apps.referrals.rows import a_case
from tests.people import Cast
from tests.staff_pages import Row, Who


def _asker(cast: Cast) -> list[Person]:
    return [cast.officer]


def _second(cast: Cast) -> list[Person]:
    return [cast.supervisor]


def _may_share(cast: Cast) -> list[Person]:
    return [cast.officer, cast.supervisor, cast.caseworker, cast.other_caseworker]


def _see_some(cast: Cast) -> list[Person]:
    admins = [cast.support_admin, cast.support_admin_2, cast.other_admin, cast.other_admin_2]
    return [*_may_share(cast), *admins, cast.protection_officer]


def _sharing(cast: Cast) -> object:
    return asked(cast.officer).pk


ROWS = {
    "protection:sharing": Row(
        _sharing, lambda cast: [cast.officer, cast.supervisor, cast.protection_officer]
    ),
    "protection:agree": Row(_sharing, _second),
    "protection:disagree": Row(_sharing, _second),
    "protection:passed-on": Row(_sharing, _asker),
    "protection:drop": Row(_sharing, _asker),
    "protection:from-case": Row(a_case, lambda cast: [cast.caseworker]),
}
ONLY_FOR: dict[str, Who] = {
    "protection:sharings": _see_some,
    "protection:new": _may_share,
}
