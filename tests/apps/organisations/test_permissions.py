"""The permission table, row by row: who may do what, written out a second time by hand."""

from pathlib import Path

import pytest

from breakwater.apps.organisations import access
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action, allows
from breakwater.apps.organisations.roles import Kind, Role
from tests.people import LONG_AGO, Cast, organisation, person

PACKAGE = Path(access.__file__).resolve().parents[2]

# What every member may do whatever their role.
EVERYONE = {
    Action.SEE_COLLEAGUES,
    Action.ARRANGE_OWN_COVER,
    Action.SEE_ORGANISATIONS,
    Action.SEE_AGREEMENTS,
}
ADMINISTRATOR = {
    Action.INVITE,
    Action.GIVE_ROLES,
    Action.CLOSE_ACCOUNT,
    Action.ARRANGE_COVER,
    Action.TAKE_DATA_AWAY,
    Action.LEAVE,
    Action.MAKE_AGREEMENTS,
}
OPERATOR = {
    Action.PROPOSE_ORGANISATION,
    Action.ADMIT_ORGANISATION,
    Action.RECORD_WRITTEN_VOUCHER,
}
# The whole of this app's table: role, kind of organisation, and what goes beyond EVERYONE.
# Every pair that is not here gets nothing, because that kind has no such role.
DECISIONS: dict[tuple[Role, Kind], set[Action]] = {
    (Role.OFFICER, Kind.FORCE): set(),
    (Role.SUPERVISOR, Kind.FORCE): set(),
    (Role.SOLICITOR, Kind.FORCE): set(),
    (Role.SOLICITOR, Kind.POLICING_BODY): set(),
    (Role.CASEWORKER, Kind.SUPPORT_ORGANISATION): set(),
    (Role.AUDITOR, Kind.POLICING_BODY): {Action.AUDIT_LOGS},
    (Role.AUDITOR, Kind.INSPECTORATE): {Action.AUDIT_LOGS},
    (Role.OPERATOR, Kind.OPERATOR): OPERATOR,
    **{(Role.DATA_PROTECTION_OFFICER, kind): {Action.SEE_ACCESS_LOG} for kind in Kind},
    **{
        (role, kind): set()
        for role in (Role.REGISTER_EDITOR, Role.APPROVER)
        for kind in (Kind.FORCE, Kind.POLICING_BODY, Kind.NATIONAL_BODY, Kind.INSPECTORATE)
    },
    **{(Role.ORGANISATION_ADMIN, kind): ADMINISTRATOR for kind in Kind},
    (Role.ORGANISATION_ADMIN, Kind.POLICING_BODY): ADMINISTRATOR
    | {Action.PROPOSE_SUPPORT_ORGANISATION},
    (Role.ORGANISATION_ADMIN, Kind.SUPPORT_ORGANISATION): ADMINISTRATOR | {Action.VOUCH},
}
# What only organisations that receive what people write let their members do.
WITH_CASES: dict[Role, set[Action]] = {
    Role.OFFICER: {Action.WORK_ON_CASES},
    Role.SUPERVISOR: {Action.WORK_ON_CASES, Action.ARRANGE_ON_CALL},
    Role.CASEWORKER: {Action.WORK_ON_CASES},
    Role.DATA_PROTECTION_OFFICER: {Action.HOLD_CASES, Action.SET_RETENTION},
    Role.SOLICITOR: {Action.HOLD_CASES},
    Role.ORGANISATION_ADMIN: {Action.HOLD_CASES, Action.SET_RETENTION, Action.ARRANGE_ON_CALL},
}
OWN_OF_CASES = {Action.SEE_CASE_FIGURES}.union(*WITH_CASES.values())
OWN = EVERYONE | ADMINISTRATOR | OPERATOR
OWN |= {Action.PROPOSE_SUPPORT_ORGANISATION, Action.VOUCH, Action.SEE_ACCESS_LOG}
OWN |= {Action.AUDIT_LOGS}


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)
def test_the_table_decides_as_written_here(role: Role, kind: Kind) -> None:
    expected = EVERYONE | DECISIONS[role, kind] if (role, kind) in DECISIONS else set()

    assert {action for action in OWN if allows(action, role, kind)} == expected


@pytest.mark.parametrize("role", Role, ids=lambda role: role.value)
@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)
def test_only_those_who_receive_what_people_write_work_on_cases(role: Role, kind: Kind) -> None:
    receives = kind in {Kind.FORCE, Kind.SUPPORT_ORGANISATION} and kind in role.held_in
    expected = {Action.SEE_CASE_FIGURES} | WITH_CASES.get(role, set()) if receives else set()

    assert {action for action in OWN_OF_CASES if allows(action, role, kind)} == expected


def test_no_role_lets_the_police_decide_who_helps_people() -> None:
    decides = {Action.PROPOSE_SUPPORT_ORGANISATION, Action.VOUCH, Action.RECORD_WRITTEN_VOUCHER}

    assert not [
        (action, role) for action in decides for role in Role if allows(action, role, Kind.FORCE)
    ]


def test_every_action_is_asked_about_somewhere() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.py")
        if "migrations" not in path.parts
    )
    table = "".join(f"Rule(Action.{action.name}," for action in Action)

    unused = [
        action.name
        for action in Action
        if len(sources.split(f"Action.{action.name}")) - 1 < 2
        or f"Action.{action.name}" not in table
    ]
    assert unused == []


@pytest.mark.django_db
def test_a_closed_place_may_do_nothing(cast: Cast) -> None:
    member = cast.force_admin.membership
    member.ended_at = LONG_AGO

    assert [action for action in Action if access.may(member, action)] == []


@pytest.mark.django_db
def test_a_member_without_a_role_may_do_what_everyone_may() -> None:
    newcomer = person("Nia New", organisation("Northsea Police", Kind.FORCE))

    may = {action for action in OWN if access.may(newcomer.membership, action)}

    assert may == EVERYONE


@pytest.mark.django_db
def test_whoever_has_no_place_has_no_membership(cast: Cast) -> None:
    place = Membership.objects.get(person=cast.officer)
    place.organisation.left_at, place.organisation.left_by = LONG_AGO, cast.officer
    place.organisation.save()

    assert access.membership_of(cast.officer) is None
    assert access.membership_of(cast.caseworker) is not None
