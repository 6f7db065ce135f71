"""The people of the demonstration: an invented county, let in through the same verbs as anyone.

Passwords and app secrets are derived from the installation's secret key, so that each start can
print them again. Refused outside a demonstration.
"""

import base64
from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.totp.internal.auth import format_hotp_value, yield_hotp_counters_from_time
from allauth.mfa.totp.internal.auth import hotp_value as _hotp_value
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from breakwater.apps.organisations import access
from breakwater.apps.organisations.changes import agreements, organisations, people, roles
from breakwater.apps.organisations.changes.agreements import Terms
from breakwater.apps.organisations.models import (
    Grant,
    Invitation,
    Notice,
    Organisation,
    OutgoingMessage,
    Person,
)
from breakwater.apps.organisations.roles import Kind, Role
from breakwater.domain.plain_error import PlainError

OPERATOR = "Saltmarsh Hosting"
FORCE = "Saltmarsh Constabulary"
POLICING_BODY = "Police and Crime Commissioner for Saltmarsh"
SUPPORT = "Southfell Women’s Support"
OTHER_SUPPORT = "Harbour Lights Migrant Advice"
# Their keys in the public register, where the demonstration's response belongs to them.
_BODY_KEYS = {FORCE: "saltmarsh-constabulary", POLICING_BODY: "saltmarsh-pcc"}
_ADMIN = Role.ORGANISATION_ADMIN


@dataclass(frozen=True)
class Account:
    """One person of the demonstration. The first two of each organisation administer it."""

    name: str
    organisation: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        """Their address; nothing is ever sent there."""
        return f"{self.name.split()[0].lower()}@saltmarsh.example"

    @property
    def password(self) -> str:
        """Four groups of letters, the same at every start."""
        letters = base64.b32encode(self._secret("password")).decode().lower()
        return "-".join(letters[at : at + 4] for at in range(0, 16, 4))

    @property
    def totp_secret(self) -> str:
        """What an authenticator app is given, the same at every start."""
        return base64.b32encode(self._secret("app")).decode()

    def code(self) -> str:
        """What an app shows at this moment."""
        now = sorted(yield_hotp_counters_from_time())[settings.MFA_TOTP_TOLERANCE]
        return str(format_hotp_value(_hotp_value(self.totp_secret, now)))

    def _secret(self, purpose: str) -> bytes:
        _only_in_demonstration()
        return salted_hmac(f"demonstration {purpose}", self.email, algorithm="sha256").digest()[:20]


ACCOUNTS = (
    Account("Oz Orchard", OPERATOR, (Role.OPERATOR, _ADMIN)),
    Account("Opal Oats", OPERATOR, (Role.OPERATOR, _ADMIN)),
    Account("Ada Amber", FORCE, (_ADMIN,)),
    Account("Alan Ash", FORCE, (_ADMIN,)),
    Account("Olive Oak", FORCE, (Role.OFFICER,)),
    Account("Sam Sand", FORCE, (Role.SUPERVISOR,)),
    Account("Dot Drift", FORCE, (Role.DATA_PROTECTION_OFFICER,)),
    Account("Sol Stone", FORCE, (Role.SOLICITOR,)),
    Account("Edie Elm", FORCE, (Role.REGISTER_EDITOR,)),
    Account("Art Alder", FORCE, (Role.APPROVER,)),
    Account("Bea Brook", POLICING_BODY, (_ADMIN,)),
    Account("Ben Birch", POLICING_BODY, (_ADMIN, Role.REGISTER_EDITOR)),
    Account("Una Umber", POLICING_BODY, (Role.AUDITOR,)),
    Account("Cora Cove", SUPPORT, (_ADMIN,)),
    Account("Cem Cliff", SUPPORT, (_ADMIN, Role.CASEWORKER)),
    Account("Kit Kelp", SUPPORT, (Role.CASEWORKER,)),
    Account("Mia Moor", SUPPORT, (Role.CASEWORKER,)),
    Account("Dana Dune", OTHER_SUPPORT, (_ADMIN,)),
    Account("Dev Dale", OTHER_SUPPORT, (_ADMIN, Role.CASEWORKER)),
    Account("Nia Nook", OTHER_SUPPORT, (Role.CASEWORKER,)),
)


def load() -> list[str]:
    """Let everyone in, make their agreements, and leave something waiting; say what was done."""
    _only_in_demonstration()
    with transaction.atomic():
        _operators()
        _organisation(FORCE, Kind.FORCE, proposer="Oz Orchard", second="Opal Oats")
        _organisation(POLICING_BODY, Kind.POLICING_BODY, proposer="Oz Orchard", second="Opal Oats")
        _organisation(
            SUPPORT,
            Kind.SUPPORT_ORGANISATION,
            proposer="Bea Brook",
            second="Opal Oats",
            in_writing="The Coastal Federation of Refuges, its chair, 2 March 2026",
        )
        _organisation(
            OTHER_SUPPORT, Kind.SUPPORT_ORGANISATION, proposer="Bea Brook", second="Cora Cove"
        )
        _agreement(FORCE, SUPPORT, by="Ada Amber", accepted_by="Cora Cove")
        # What came before is not news on the first day, and nobody reads these addresses.
        Notice.objects.all().delete()
        _something_waits()
        OutgoingMessage.objects.all().delete()
    return [f"Loaded {len(ACCOUNTS)} invented people in {Organisation.objects.count()} places."]


def table() -> list[str]:
    """Everyone's way in, one line each, under a heading."""
    lines = [
        ("name", "roles", "e-mail", "password", "secret for an app"),
        *(
            (
                account.name,
                ", ".join(role.says.lower() for role in account.roles),
                account.email,
                account.password,
                account.totp_secret,
            )
            for account in ACCOUNTS
        ),
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    printed = [
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[4]]
        )
        for line in lines
    ]
    grouped = ["", "Invented people who can sign in:", printed[0]]
    for account, line in zip(ACCOUNTS, printed[1:], strict=True):
        if account.organisation != getattr(_before(account), "organisation", None):
            grouped.append(f"{account.organisation}:")
        grouped.append(line)
    return [
        *grouped,
        "No app at hand? `breakwater demonstration --code E-MAIL` prints the code.",
        "",
    ]


def code_for(email: str) -> str:
    """The code that the app of the account with this address shows now."""
    for account in ACCOUNTS:
        if account.email == email.strip().lower():
            return account.code()
    raise PlainError("nobody in the demonstration has that address")


def person(name: str) -> Person:
    """Somebody of the demonstration."""
    return Person.objects.get(name=name)


def _operators() -> None:
    now = timezone.now()
    operator = organisations.begin_installation(name=OPERATOR, at=now)
    for account in _of(OPERATOR):
        people.invite_for_the_command_line(
            organisation=operator, email=account.email, roles=account.roles, at=now
        )
        _join(account)


def _organisation(
    name: str, kind: Kind, *, proposer: str, second: str, in_writing: str = ""
) -> None:
    now = timezone.now()
    first, other, *rest = _of(name)
    organisation = organisations.propose_organisation(
        name=name,
        kind=kind,
        first_administrator_email=first.email,
        body_key=_BODY_KEYS.get(name, ""),
        by=person(proposer),
        at=now,
    )
    organisations.admit_organisation(
        organisation=organisation, by=person(second), at=now, written_voucher=in_writing
    )
    organisation.refresh_from_db()
    _join(first)
    for account in (other, *rest):
        people.invite(
            organisation=organisation,
            email=account.email,
            roles=account.roles,
            by=person(first.name),
            at=now,
        )
        _join(account)
        _confirm_what_waits(account)


def _join(account: Account) -> None:
    people.accept_invitation(
        invitation=Invitation.objects.open_at(timezone.now()).get(email=account.email),
        name=account.name,
        password=account.password,
        totp_secret=account.totp_secret,
        at=timezone.now(),
    )


def _confirm_what_waits(account: Account) -> None:
    for grant in Grant.objects.waiting().filter(person__email=account.email):
        second = next(
            one
            for one in Person.objects.filter(is_active=True).order_by("joined_at")
            if access.grants_to_confirm(one.membership).filter(pk=grant.pk).exists()
        )
        roles.confirm_role(grant=grant, by=second, at=timezone.now())


def _agreement(proposer: str, other: str, *, by: str, accepted_by: str | None) -> None:
    today = access.today()
    agreement = agreements.propose_agreement(
        proposer=Organisation.objects.get(name=proposer),
        other=Organisation.objects.get(name=other),
        terms=Terms(
            purposes="Linking victims and witnesses to support",
            may_be_passed="What the person agreed to, and how it is safe to reach them",
            never_passed_on="Anything about immigration status",
            from_on=today,
            review_on=today + timedelta(days=365),
        ),
        by=person(by),
        at=timezone.now(),
    )
    if accepted_by:
        agreements.accept_agreement(agreement=agreement, by=person(accepted_by), at=timezone.now())


def _something_waits() -> None:
    organisations.propose_organisation(
        name="Tideway Refuge",
        kind=Kind.SUPPORT_ORGANISATION,
        first_administrator_email="first@tideway.example",
        by=person("Bea Brook"),
        at=timezone.now(),
    )
    _agreement(POLICING_BODY, OTHER_SUPPORT, by="Bea Brook", accepted_by=None)


def _of(organisation: str) -> list[Account]:
    return [account for account in ACCOUNTS if account.organisation == organisation]


def _before(account: Account) -> Account | None:
    place = ACCOUNTS.index(account)
    return ACCOUNTS[place - 1] if place else None


def _only_in_demonstration() -> None:
    if not settings.DEMONSTRATION:
        raise PlainError("invented people are let in only where BREAKWATER_DEMONSTRATION=1")
