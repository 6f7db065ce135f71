"""Who may open which page about referrals."""

from django.test import override_settings
from django.utils import timezone

from breakwater.apps.cases.changes import SealedPiece, open_case
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.disclosures.changes import decisions
from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.roles import Kind
from breakwater.domain.audit_log.kinds import Kind as Entry
from tests.apps.referrals.conftest import ANSWERS, World, with_gate
from tests.people import Cast
from tests.staff_pages import Row, Who, everyone


def _force(cast: Cast) -> list[Person]:
    return [one for one in everyone(cast) if one.membership.organisation == cast.force]


def _offerers(cast: Cast) -> list[Person]:
    return [*_force(cast), cast.caseworker, cast.other_caseworker]


def _see_unmet_need(cast: Cast) -> list[Person]:
    kinds = {Kind.SUPPORT_ORGANISATION, Kind.POLICING_BODY}
    return [one for one in everyone(cast) if one.membership.kind in kinds]


def _both_sides(cast: Cast) -> list[Person]:
    return [cast.officer, cast.supervisor, cast.caseworker]


def _sender(cast: Cast) -> list[Person]:
    return [cast.officer, cast.supervisor]


def _receiver(cast: Cast) -> list[Person]:
    return [cast.caseworker]


def _referral(cast: Cast) -> object:
    with with_gate():
        return World(cast).offer().pk


def _opened_case(cast: Cast) -> object:
    with with_gate():
        return World(cast).offer().case_id


def _decision(cast: Cast) -> object:
    with override_settings(UNSIGNED_PACKS_ALLOWED=True):
        return decisions.record(
            force=cast.force, incident="SM 1", answers=ANSWERS, by=cast.officer, at=timezone.now()
        ).pk


def a_case(cast: Cast) -> object:
    """A case that somebody's report opened."""
    return open_case(
        organisation=cast.support,
        origin=Case.Origin.REPORT,
        pieces=[SealedPiece(Piece.Sort.REPORT, b"age-encryption.org/v1\n", 1)],
        kind=Entry.REPORT_RECEIVED,
        by=None,
        at=timezone.now(),
    ).pk


ROWS = {
    "referrals:referral": Row(_referral, _both_sides),
    "referrals:accept": Row(_opened_case, _receiver),
    "referrals:decline": Row(_opened_case, _receiver),
    "referrals:ask": Row(_opened_case, _receiver),
    "referrals:answer": Row(_referral, _sender),
    "referrals:withdraw": Row(_referral, _both_sides),
    "referrals:stop-waiting": Row(_referral, _sender),
    "referrals:of-decision": Row(
        _decision, lambda cast: [cast.officer, cast.supervisor, cast.protection_officer]
    ),
    "referrals:from-decision": Row(
        _decision, lambda cast: [cast.officer, cast.supervisor, cast.protection_officer]
    ),
    "referrals:from-case": Row(a_case, _receiver),
}
ONLY_FOR: dict[str, Who] = {
    "referrals:referrals": _offerers,
    "referrals:new": _offerers,
    "referrals:from-answer": _force,
    "referrals:unmet-need": _see_unmet_need,
}
