"""The cast: invented organisations and people that tests act with.

Saltmarsh is a county that does not exist. Nobody here has a password until a test gives them one
(hashing is slow on purpose); everyone has an authenticator app, as the door demands.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.utils.text import slugify

from breakwater.apps.organisations.models import Grant, Membership, Organisation, Person
from breakwater.apps.organisations.roles import Kind, Role

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "seven green herons wait"
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def organisation(name: str, kind: Kind) -> Organisation:
    """One that takes part."""
    return Organisation.objects.create(
        slug=slugify(name), name=name, kind=kind, admitted_at=LONG_AGO
    )


def person(name: str, where: Organisation, *roles: Role) -> Person:
    """Somebody who works there with these roles, given long ago by two people elsewhere."""
    made = Person(email=f"{slugify(name)}@{where.slug}.example", name=name, joined_at=LONG_AGO)
    made.set_unusable_password()
    made.save()
    place = Membership.objects.create(organisation=where, person=made, since=LONG_AGO)
    for role in roles:
        give(place, role)
    TOTP.activate(made, TOTP_SECRET)
    RecoveryCodes.activate(made)
    return made


def give(place: Membership, role: Role) -> Grant:
    """The role, in force, as the command line gives it."""
    return Grant.objects.create(
        membership=place,
        person=place.person,
        role=role.value,
        from_on=LONG_AGO.date(),
        asked_at=LONG_AGO,
        given_at=LONG_AGO,
    )


def with_password(someone: Person, password: str = PASSWORD) -> Person:
    """The same person, able to sign in by password."""
    someone.set_password(password)
    someone.save(update_fields=["password"])
    return someone


def code_now(secret: str = TOTP_SECRET) -> str:
    """What the authenticator app shows at this moment."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def signed_in(someone: Person, *, confirmed: bool = False) -> Client:
    """A browser in which they are signed in; ``confirmed`` says a second factor was just given."""
    client = Client()
    client.force_login(someone)
    if confirmed:
        confirm(client, someone)
    return client


def confirm(client: Client, someone: Person, *, ago: float = 0) -> None:
    """Give a second factor again, so many seconds ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "mfa", "type": "totp", "at": time.time() - ago, "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(someone.pk)
    session.save()


def _admin_pair(where: Organisation, first: str, second: str) -> tuple[Person, Person]:
    return (
        person(first, where, Role.ORGANISATION_ADMIN),
        person(second, where, Role.ORGANISATION_ADMIN),
    )


@dataclass
class Cast:
    """Everyone, each organisation with two administrators and somebody in every role it has."""

    force: Organisation = field(
        default_factory=lambda: organisation("Saltmarsh Constabulary", Kind.FORCE)
    )
    policing_body: Organisation = field(
        default_factory=lambda: organisation(
            "Saltmarsh Police and Crime Commissioner", Kind.POLICING_BODY
        )
    )
    support: Organisation = field(
        default_factory=lambda: organisation("Southfell Women's Support", Kind.SUPPORT_ORGANISATION)
    )
    other_support: Organisation = field(
        default_factory=lambda: organisation("Harbour Lights", Kind.SUPPORT_ORGANISATION)
    )
    national_body: Organisation = field(
        default_factory=lambda: organisation("Coastal Chiefs' Council", Kind.NATIONAL_BODY)
    )
    inspectorate: Organisation = field(
        default_factory=lambda: organisation("Coastal Inspectorate", Kind.INSPECTORATE)
    )
    operator: Organisation = field(
        default_factory=lambda: organisation("Saltmarsh Hosting", Kind.OPERATOR)
    )

    def __post_init__(self) -> None:
        """People the tests name; ``anyone`` makes the rest."""
        self.force_admin, self.force_admin_2 = _admin_pair(self.force, "Ada Amber", "Alan Ash")
        self.body_admin, self.body_admin_2 = _admin_pair(
            self.policing_body, "Bea Brook", "Ben Birch"
        )
        self.support_admin, self.support_admin_2 = _admin_pair(
            self.support, "Cora Cove", "Cem Cliff"
        )
        self.other_admin, self.other_admin_2 = _admin_pair(
            self.other_support, "Dana Dune", "Dev Dale"
        )
        self.officer = person("Olive Oak", self.force, Role.OFFICER)
        self.supervisor = person("Sam Sand", self.force, Role.SUPERVISOR)
        self.editor = person("Edie Elm", self.force, Role.REGISTER_EDITOR)
        self.approver = person("Art Alder", self.force, Role.APPROVER)
        self.solicitor = person("Sol Stone", self.force, Role.SOLICITOR)
        self.protection_officer = person("Dot Drift", self.force, Role.DATA_PROTECTION_OFFICER)
        self.caseworker = person("Kit Kelp", self.support, Role.CASEWORKER)
        self.other_caseworker = person("Kay Knoll", self.other_support, Role.CASEWORKER)
        self.auditor = person("Una Umber", self.inspectorate, Role.AUDITOR)
        self.operator_1 = person("Oz Orchard", self.operator, Role.OPERATOR)
        self.operator_2 = person("Opal Oats", self.operator, Role.OPERATOR)
