"""Agreements: proposed by one side, accepted by the other, replaced rather than changed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from breakwater.apps.organisations import access, notices
from breakwater.apps.organisations.changes.entry import record
from breakwater.apps.organisations.models import Agreement, Membership, Organisation, Person
from breakwater.apps.organisations.roles import Role
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError

# Part of every agreement, whatever else the sides write into it.
NEVER_IN_ANY_AGREEMENT = (
    "Nothing about a victim or witness is passed to Immigration Enforcement on doubt alone, "
    "by either side or through anybody else."
)


@dataclass(frozen=True)
class Terms:
    """What two sides agree to: lines of plain text, and days (``until_on`` the last one)."""

    purposes: str
    may_be_passed: str
    never_passed_on: str
    from_on: date
    review_on: date
    until_on: date | None = None


def propose_agreement(
    *,
    proposer: Organisation,
    other: Organisation,
    terms: Terms,
    by: Person,
    at: datetime,
    replaces: Agreement | None = None,
) -> Agreement:
    """Offer ``terms`` to the other side; nothing is in force until it accepts."""
    if proposer == other:
        raise PlainError("an agreement needs another organisation")
    if not other.takes_part:
        raise PlainError("that organisation does not take part")
    if terms.until_on is not None and terms.until_on < terms.from_on:
        raise PlainError("the last day cannot be before the first")
    with transaction.atomic():
        agreement = Agreement.objects.create(
            proposer=proposer,
            other=other,
            replaces=replaces,
            proposed_at=at,
            proposed_by=by,
            **vars(terms),
        )
        _tell(agreement, other, notices.Kind.AGREEMENT_WAITS, at)
        record(Kind.AGREEMENT_PROPOSED, by=by, organisation=proposer)
    return agreement


def accept_agreement(*, agreement: Agreement, by: Person, at: datetime) -> None:
    """Put it in force; what it replaces ends the same moment. ``by`` is of the other side."""
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if agreement.agreed_at or agreement.ended_at:
            raise PlainError("this agreement was answered already")
        if by.membership.organisation != agreement.other:
            raise PlainError("the other organisation must accept it")
        agreement.agreed_at, agreement.agreed_by = at, by
        agreement.save(update_fields=["agreed_at", "agreed_by"])
        if agreement.replaces is not None and agreement.replaces.ended_at is None:
            _end(agreement.replaces, "Replaced by a newer agreement.", by=by, at=at)
        _tell(agreement, agreement.proposer, notices.Kind.AGREEMENT_MADE, at)
        record(Kind.AGREEMENT_MADE, by=by, organisation=agreement.other)


def end_agreement(*, agreement: Agreement, reason: str, by: Person, at: datetime) -> None:
    """End it, decline it or withdraw it: either side may, at any time, at once."""
    with transaction.atomic():
        agreement = Agreement.objects.select_for_update().get(pk=agreement.pk)
        if agreement.ended_at is not None:
            raise PlainError("this agreement has ended already")
        _end(agreement, reason, by=by, at=at)
        own = by.membership.organisation
        _tell(agreement, agreement.other_than(own), notices.Kind.AGREEMENT_ENDED, at)
        record(Kind.AGREEMENT_ENDED, by=by, organisation=own)


def _end(agreement: Agreement, reason: str, *, by: Person, at: datetime) -> None:
    agreement.ended_at, agreement.ended_by, agreement.end_reason = at, by, reason
    agreement.save(update_fields=["ended_at", "ended_by", "end_reason"])


def _tell(
    agreement: Agreement, organisation: Organisation, kind: notices.Kind, at: datetime
) -> None:
    holders = Membership.objects.holding(Role.ORGANISATION_ADMIN, access.today())
    for member in holders.filter(organisation=organisation).select_related("person"):
        address = notices.page("organisations:agreement", agreement.pk)
        notices.tell(member.person, kind, address=address, at=at)
