"""Offering a person's case to an organisation she named, and on to the next one she named."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.cases import changes as cases
from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.directory.models import Service
from breakwater.apps.disclosures.changes import decisions
from breakwater.apps.disclosures.models import Decision, Link
from breakwater.apps.organisations import key_health
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.apps.referrals.changes.entry import enter_consent
from breakwater.apps.referrals.consent_words import AsSaid
from breakwater.apps.referrals.models import Consent, Named, Referral
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError

# After this its sender is alarmed.
ANSWER_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Agreed:
    """What the person agreed to: the words that were said to her, and how she was asked."""

    said: AsSaid
    was_alone: bool
    interpreter: Interpreter


@dataclass(frozen=True)
class Said:
    """What is said to one organisation, sealed to one version of its key."""

    organisation: Organisation
    sealed: bytes
    key_version: int
    sealed_in_browser: bool
    service: Service | None = None


@dataclass(frozen=True)
class Offer:
    """Everything of one offer: what she agreed to, and what is said to whom, in her order."""

    agreed: Agreed
    said: Sequence[Said]
    reference: str = ""
    is_in_danger: bool = False
    # Made with the page: a button pressed twice on a poor network offers once.
    once: UUID = field(default_factory=uuid4)


def offer_case(
    *,
    sender: Organisation,
    offer: Offer,
    by: Person,
    at: datetime,
    decision: Decision | None = None,
    from_case: Case | None = None,
) -> Referral:
    """Record the consent and offer the case to the first organisation she named.

    Offering it meets the duty to link of ``decision``. Refused where any of those named could not
    read it today: then it is for the telephone.
    """
    _require_readers(sender, offer.said, at)
    return _once(offer, by, lambda: _store(sender, offer, by, at, decision, from_case))


def record_and_offer(
    *, sender: Organisation, answers: Mapping[str, str], offer: Offer, by: Person, at: datetime
) -> Referral:
    """Record the firewall's answer under the incident, offer the case and link, or none of it."""
    _require_readers(sender, offer.said, at)

    def store() -> Referral:
        decision = decisions.record(
            force=sender, incident=offer.reference, answers=answers, by=by, at=at
        )
        return _store(sender, offer, by, at, decision, None)

    return _once(offer, by, store)


def _store(
    sender: Organisation,
    offer: Offer,
    by: Person,
    at: datetime,
    decision: Decision | None,
    from_case: Case | None,
) -> Referral:
    consent = _record(sender, offer, by, at, decision, from_case)
    made = _offer_to(consent.named.all()[0], by=by, at=at)
    if decision is not None and decision.links and not hasattr(decision, "link"):
        _link(decision, consent, made.receiver, by, at)
    return made


def _once(offer: Offer, by: Person, store: Callable[[], Referral]) -> Referral:
    """Store it in one transaction; what the same page has offered before is given back instead."""
    try:
        with transaction.atomic():  # said again only while what is said is known to be kept
            return _offered_already(offer, by) or store()
    except IntegrityError:
        # The first press was still on its way.
        made = _offered_already(offer, by)
        if made is None:
            raise
        return made


def _offered_already(offer: Offer, by: Person) -> Referral | None:
    return Referral.objects.filter(consent=offer.once, offered_by=by).order_by("offered_at").first()


def readers_now(consent: Consent, at: datetime) -> frozenset[int]:
    """Which of those named could read it today; asks the gate, so before a transaction begins."""
    left = consent.named.filter(sealed__isnull=False).select_related("organisation")
    return frozenset(
        one.organisation_id for one in left if key_health.can_receive(one.organisation, at)
    )


def offer_next(consent: Consent, readers: Collection[int], at: datetime) -> Referral | None:
    """Offer it to the next organisation she named that can read it; None where there is none.

    In the caller's transaction, once the last one has ended.
    """
    for named in _waiting(consent).select_related("organisation", "consent"):
        if named.organisation_id in readers:
            return _offer_to(named, by=consent.recorded_by, at=at)
    return None


def forget_what_waits(consent: Consent) -> None:
    """Delete what was sealed for a turn that will not come. In the caller's transaction."""
    consent.named.filter(pk__in=[one.pk for one in _waiting(consent)]).update(sealed=None)


def _waiting(consent: Consent) -> QuerySet[Named]:
    """What waits for its turn, locked: nothing is offered that is being deleted, nor deleted twice.

    Locked in one order, after the referral, by everybody who offers or deletes it.
    """
    waits = consent.named.filter(sealed__isnull=False).select_for_update(of=("self",))
    return waits.order_by("place")


def _record(
    sender: Organisation,
    offer: Offer,
    by: Person,
    at: datetime,
    decision: Decision | None,
    from_case: Case | None,
) -> Consent:
    consent = Consent.objects.create(
        id=offer.once,
        organisation=sender,
        reference=offer.reference,
        decision=decision,
        from_case=from_case,
        is_in_danger=offer.is_in_danger,
        agreed_at=at,
        recorded_by=by,
        was_alone=offer.agreed.was_alone,
        interpreter=offer.agreed.interpreter,
        **vars(offer.agreed.said),
    )
    Named.objects.bulk_create(
        Named(consent=consent, place=place, **vars(one))
        for place, one in enumerate(offer.said, start=1)
    )
    enter_consent(consent, Kind.CONSENT_RECORDED, by)
    return consent


def _offer_to(named: Named, *, by: Person, at: datetime) -> Referral:
    assert named.sealed is not None
    consent = named.consent
    case = cases.open_case(
        organisation=named.organisation,
        origin=Case.Origin.REFERRAL,
        pieces=[SealedPiece(Piece.Sort.REFERRAL, bytes(named.sealed), named.key_version)],
        kind=Kind.REFERRAL_OFFERED,
        by=None,
        at=at,
        is_in_danger=consent.is_in_danger,
        answer_by=at + ANSWER_WITHIN,
    )
    made = Referral.objects.create(
        consent=consent,
        sender=consent.organisation,
        receiver=named.organisation,
        case=case,
        offered_at=at,
        offered_by=by,
        moved_at=at,
        moved_by=by,
    )
    record_access(
        act=Act.DISCLOSURE,
        by=str(by.pk),
        record_kind="referral",
        record_id=made.pk.hex,
        because="with-consent",
        organisation=consent.organisation.slug,
        recipient=named.organisation.slug,
        at=at,
    )
    # It stands in the receiver's case now.
    named.sealed = None
    named.save(update_fields=["sealed"])
    return made


def _require_readers(sender: Organisation, said: Sequence[Said], at: datetime) -> None:
    if not said:
        raise PlainError("say which organisation it is for")
    for one in said:
        if one.organisation == sender:
            raise PlainError("it cannot be offered to your own organisation")
        if not key_health.can_receive(one.organisation, at):
            raise PlainError(
                f"{one.organisation} could not read it today, so nothing was sent; call them"
            )


def _link(
    decision: Decision, consent: Consent, organisation: Organisation, by: Person, at: datetime
) -> None:
    decisions.link(
        decision=decision,
        offer=decisions.Offer(
            how=Link.How.MADE,
            offered_at=at,
            was_alone=consent.was_alone,
            interpreter=Interpreter(consent.interpreter),
            organisation=organisation,
        ),
        by=by,
        at=at,
    )
