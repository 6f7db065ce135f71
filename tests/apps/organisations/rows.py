"""Who may open which page about people, organisations and agreements."""

from datetime import date

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils import timezone

from breakwater.apps.organisations import access
from breakwater.apps.organisations.changes import agreements, organisations, people, roles
from breakwater.apps.organisations.changes.agreements import Terms
from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.roles import Kind, Role
from tests.apps.organisations.key_rows import KEY_ROWS, KEYS_ONLY_FOR
from tests.people import Cast
from tests.staff_pages import Row, Who, admins, everyone, operators


def _force(cast: Cast) -> list[Person]:
    return [one for one in everyone(cast) if one.membership.organisation == cast.force]


def _force_admins(cast: Cast) -> list[Person]:
    return [cast.force_admin, cast.force_admin_2]


def _of_force_and_support(cast: Cast) -> list[Person]:
    sides = (cast.force, cast.support)
    return [one for one in everyone(cast) if one.membership.organisation in sides]


def _both_sides_admins(cast: Cast) -> list[Person]:
    return [*_force_admins(cast), cast.support_admin, cast.support_admin_2]


def _invitation(cast: Cast) -> object:
    return people.invite(
        organisation=cast.force,
        email="new@saltmarsh.example",
        roles=[Role.OFFICER],
        by=cast.force_admin,
        at=timezone.now(),
    ).pk


def _grant(cast: Cast) -> object:
    return roles.ask_for_role(
        membership=cast.officer.membership,
        role=Role.SUPERVISOR,
        by=cast.force_admin,
        at=timezone.now(),
    ).pk


def _absence(cast: Cast) -> object:
    return roles.arrange_cover(
        membership=cast.supervisor.membership,
        cover=cast.officer.membership,
        from_on=access.today(),
        until_on=access.today(),
        by=cast.supervisor,
        at=timezone.now(),
    ).pk


def _proposal(cast: Cast) -> object:
    return organisations.propose_organisation(
        name="Tideway Refuge",
        kind=Kind.SUPPORT_ORGANISATION,
        first_administrator_email="first@tideway.example",
        by=cast.body_admin,
        at=timezone.now(),
    ).pk


def _agreement(cast: Cast) -> object:
    return agreements.propose_agreement(
        proposer=cast.force,
        other=cast.support,
        terms=Terms(
            purposes="Linking people to support",
            may_be_passed="What the person agreed to",
            never_passed_on="Anything else",
            from_on=date(2026, 1, 1),
            review_on=date(2030, 1, 1),
        ),
        by=cast.force_admin,
        at=timezone.now(),
    ).pk


def _passkey(cast: Cast) -> object:
    return Authenticator.objects.create(
        user=cast.officer,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": "Olive's phone", "credential": {}},
    ).pk


def _session(cast: Cast) -> object:
    return UserSession.objects.create(
        user=cast.officer, session_key="somewhere-else", ip="127.0.0.1", user_agent="Another"
    ).pk


def _colleague(cast: Cast) -> object:
    return cast.officer.membership.pk


def _owner(cast: Cast) -> list[Person]:
    return [cast.officer]


ROWS = {
    "mfa_edit_webauthn": Row(_passkey, _owner),
    "mfa_remove_webauthn": Row(_passkey, _owner),
    "organisations:end-session": Row(_session, _owner),
    "organisations:withdraw-invitation": Row(_invitation, _force_admins),
    "organisations:colleague": Row(_colleague, _force),
    "organisations:give-role": Row(_colleague, _force_admins),
    "organisations:way-back": Row(_colleague, _force_admins),
    "organisations:close-account": Row(_colleague, _force_admins),
    "organisations:cover": Row(_colleague, lambda cast: [*_force_admins(cast), cast.officer]),
    "organisations:role": Row(_grant, _force_admins),
    "organisations:call-off-cover": Row(
        _absence, lambda cast: [*_force_admins(cast), cast.supervisor]
    ),
    "organisations:proposal": Row(
        _proposal,
        lambda cast: [
            cast.body_admin,
            cast.body_admin_2,
            cast.support_admin,
            cast.support_admin_2,
            cast.other_admin,
            cast.other_admin_2,
            *operators(cast),
        ],
    ),
    "organisations:agreement": Row(_agreement, _of_force_and_support),
    "organisations:replace-agreement": Row(_agreement, _both_sides_admins),
    "organisations:accept-agreement": Row(_agreement, _both_sides_admins),
    "organisations:end-agreement": Row(_agreement, _both_sides_admins),
    **KEY_ROWS,
}

ONLY_FOR: dict[str, Who] = {
    # Nobody of the cast is a data protection officer; test_access_page has one.
    "access-log": lambda cast: [cast.protection_officer],
    "audit": lambda cast: [cast.auditor],
    "take-data-away": admins,
    "organisations:invite": admins,
    "organisations:propose": lambda cast: [cast.body_admin, cast.body_admin_2, *operators(cast)],
    "organisations:leave": admins,
    "organisations:propose-agreement": admins,
    **KEYS_ONLY_FOR,
}
