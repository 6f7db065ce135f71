"""What every change here leaves behind: one entry, and word to whoever must act."""

from collections.abc import Iterable
from datetime import datetime

from breakwater.apps.audit_log.changes import append
from breakwater.apps.cases.changes import log_of
from breakwater.apps.organisations import access, key_health, notices
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.referrals.models import Consent, Referral
from breakwater.domain.audit_log.kinds import Kind


def enter(referral: Referral, kind: Kind, by: Person | None) -> None:
    """One entry in the receiver's log: which referral, and by whom."""
    append(
        log=log_of(referral.receiver),
        kind=kind,
        record={"referral": referral.pk.hex, "by": by.pk.hex if by else None},
    )


def enter_consent(consent: Consent, kind: Kind, by: Person) -> None:
    """One entry in the log of whoever asked the person."""
    append(
        log=log_of(consent.organisation),
        kind=kind,
        record={"consent": consent.pk.hex, "by": by.pk.hex},
    )


def tell_receiver(referral: Referral, kind: notices.Kind, at: datetime) -> None:
    """Tell everyone at the receiver who could open it, and whom the person did not exclude."""
    excluded = (
        set(referral.case.exclusions.values_list("membership", flat=True))
        if referral.case
        else set()
    )
    members = [one for one in key_health.entitled(referral.receiver) if one.pk not in excluded]
    _tell(referral, members, kind, at)


def tell_sender(
    referral: Referral, kind: notices.Kind, at: datetime, *, all_: bool = False
) -> None:
    """Tell whoever offered it; with ``all_`` also everyone at the sender who sees them all."""
    members = [referral.offered_by.membership]
    if all_:
        members += [
            one
            for one in _current(referral.sender)
            if access.may(one, Action.SEE_ALL_REFERRALS) and one != members[0]
        ]
    _tell(referral, members, kind, at)


def _tell(
    referral: Referral, members: Iterable[Membership], kind: notices.Kind, at: datetime
) -> None:
    address = notices.page("referrals:referral", referral.pk)
    for member in members:
        notices.tell(member.person, kind, address=address, at=at)


def _current(organisation: Organisation) -> list[Membership]:
    return list(
        Membership.objects.current()
        .filter(organisation=organisation, person__is_active=True)
        .select_related("person", "organisation")
        .prefetch_related("grants")
    )
