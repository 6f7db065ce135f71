"""Who may open which page of cases."""

from django.utils import timezone

from breakwater.apps.cases.changes import keeping, working
from breakwater.apps.cases.models import Case, Hold, Piece
from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.roles import Kind
from tests.apps.cases.making import a_case, piece
from tests.apps.organisations.key_rows import holders
from tests.people import Cast
from tests.staff_pages import Row, Who, admins, everyone


def _case(cast: Cast) -> object:
    return a_case(cast.support).pk


def _closed(cast: Cast) -> object:
    made = a_case(cast.support)
    working.close(case=made, outcome=Case.Outcome.ADVICE, by=cast.caseworker, at=timezone.now())
    return made.pk


def _file(cast: Cast) -> object:
    made = a_case(cast.support, pieces=[piece(sort=Piece.Sort.FILE)])
    return made.pk, made.pieces.get().pk


def _with_a_plan(cast: Cast) -> object:
    return _case(cast), "safety-plan"


def _kept_from_the_admin(cast: Cast) -> object:
    made = a_case(cast.support, excluded=[cast.support_admin.membership])
    return made.exclusions.get().pk


def _hold(cast: Cast) -> object:
    return keeping.place_hold(
        case=a_case(cast.force),
        reason=Hold.Reason.DISCLOSURE,
        review_on=timezone.localdate(),
        by=cast.solicitor,
        at=timezone.now(),
    ).pk


def _duty(cast: Cast) -> object:
    return keeping.arrange_on_call(
        member=cast.officer.membership,
        from_on=timezone.localdate(),
        until_on=timezone.localdate(),
        by=cast.supervisor,
        at=timezone.now(),
    ).pk


def _holders_of_the_force(cast: Cast) -> list[Person]:
    return [cast.protection_officer, cast.solicitor, cast.force_admin, cast.force_admin_2]


def _arrangers_of_the_force(cast: Cast) -> list[Person]:
    return [cast.supervisor, cast.force_admin, cast.force_admin_2]


def _receiving_admins(cast: Cast) -> list[Person]:
    kinds = {Kind.FORCE, Kind.SUPPORT_ORGANISATION}
    return [one for one in admins(cast) if one.membership.kind in kinds]


def _receiving(cast: Cast) -> list[Person]:
    kinds = {Kind.FORCE, Kind.SUPPORT_ORGANISATION}
    return [one for one in everyone(cast) if one.membership.kind in kinds]


def _theirs(cast: Cast) -> list[Person]:
    return [cast.caseworker]


ROWS = {
    "cases:case": Row(_case, _theirs),
    "cases:open": Row(_case, _theirs),
    "cases:file": Row(_file, _theirs),
    "cases:write": Row(_case, _theirs),
    "cases:opened-by": Row(_case, _theirs),
    "cases:plan": Row(_with_a_plan, _theirs),
    "cases:marac": Row(_case, _theirs),
    "cases:copy": Row(_case, _theirs),
    "cases:disclosed": Row(_case, _theirs),
    "cases:take": Row(_case, _theirs),
    "cases:assign": Row(_case, _theirs),
    "cases:keep-named-away": Row(_case, _theirs),
    "cases:danger": Row(_case, _theirs),
    "cases:keep-away": Row(_case, _theirs),
    "cases:let-near": Row(_kept_from_the_admin, _theirs),
    "cases:close": Row(_case, _theirs),
    "cases:reopen": Row(_closed, _theirs),
    "cases:reviewed": Row(_case, _theirs),
    "cases:lift-hold": Row(_hold, _holders_of_the_force),
    "cases:call-off": Row(_duty, _arrangers_of_the_force),
}
ONLY_FOR: dict[str, Who] = {
    "cases:inbox": holders,
    "cases:search": holders,
    "cases:put-aside": holders,
    "cases:bring-back": holders,
    "cases:holds": lambda cast: [
        *_receiving_admins(cast),
        cast.protection_officer,
        cast.solicitor,
    ],
    "cases:retention": lambda cast: [*_receiving_admins(cast), cast.protection_officer],
    "cases:on-call": lambda cast: [*_receiving_admins(cast), cast.supervisor],
    "cases:figures": _receiving,
}
