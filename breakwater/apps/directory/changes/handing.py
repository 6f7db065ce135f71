"""Handing what came in feeds to the organisation that runs it, and taking it back.

One operator asks and another confirms: from then on referrals go to that organisation, and it says
what people read. What it says stays when it is taken back, until the next feed.
"""

from datetime import datetime

from django.db import transaction

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.directory.changes import telling
from breakwater.apps.directory.models import Handing, ListedOrganisation, Service, Version
from breakwater.apps.directory.models.service import ServiceQuerySet
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError


def ask_to_hand(
    *, listed: ListedOrganisation, organisation: Organisation, by: Person, at: datetime
) -> Handing:
    """Ask a colleague to hand every service of ``listed`` over; nothing moves yet."""
    with transaction.atomic():
        listed = _locked(listed)
        _require_can_receive(listed, organisation)
        return _ask(listed, organisation, Handing.Step.HAND, by, at)


def ask_to_take_back(*, listed: ListedOrganisation, by: Person, at: datetime) -> Handing:
    """Ask a colleague to take back what was handed over; nothing moves yet."""
    with transaction.atomic():
        listed = _locked(listed)
        return _ask(listed, _keeper(listed), Handing.Step.TAKE_BACK, by, at)


def confirm(*, handing: Handing, by: Person, at: datetime) -> Handing:
    """Do what a colleague asked for: every service of it, or none."""
    with transaction.atomic():
        listed, handing = _waiting(handing)
        if handing.proposed_by == by:
            raise PlainError("somebody else has to look at it and confirm it")
        move = _give if handing.gives else _take
        handing.moved = move(listed, handing.organisation, by, at)
        handing.confirmed_at, handing.confirmed_by = at, by
        handing.save()
        telling.of_handing(handing, at)
        _enter(handing, by, "handed" if handing.gives else "taken-back", services=handing.moved)
    return handing


def put_aside(*, handing: Handing, by: Person, at: datetime) -> None:
    """Do not do it; whoever asked may take it back the same way."""
    with transaction.atomic():
        _, handing = _waiting(handing)
        handing.put_aside_at, handing.put_aside_by = at, by
        handing.save()
        _enter(handing, by, f"{handing.step}-put-aside")


def _ask(
    listed: ListedOrganisation,
    organisation: Organisation,
    step: Handing.Step,
    by: Person,
    at: datetime,
) -> Handing:
    if listed.handings.filter(confirmed_at=None, put_aside_at=None).exists():
        raise PlainError("this organisation waits for a second person already")
    handing = Handing.objects.create(
        listed=listed, organisation=organisation, step=step, proposed_by=by, proposed_at=at
    )
    telling.of_handing_asked(handing, at)
    _enter(handing, by, f"{step.value}-asked")
    return handing


def _give(listed: ListedOrganisation, to: Organisation, _by: Person, at: datetime) -> int:
    # It may leave between the question and the answer, so its row is held too.
    to = Organisation.objects.select_for_update().get(pk=to.pk)
    _require_can_receive(listed, to)
    listed.organisation, listed.handed_at = to, at
    listed.save(update_fields=["organisation", "handed_at"])
    return _unkept(listed).update(organisation=to)


def _take(listed: ListedOrganisation, from_: Organisation, by: Person, at: datetime) -> int:
    if _keeper(listed) != from_:
        raise PlainError("somebody else looks after it now")
    services = Service.objects.select_for_update().filter(listed=listed, organisation=from_)
    moved = [one.pk for one in services.order_by("pk")]
    Version.objects.filter(service__in=moved, state=Version.State.WAITING).update(
        state=Version.State.DECLINED,
        because="Your organisation no longer looks after this service.",
        decided_at=at,
        decided_by=by,
    )
    listed.organisation = listed.handed_at = None
    listed.save(update_fields=["organisation", "handed_at"])
    # Whoever gets it next has not checked it, and does not learn who did.
    return Service.objects.filter(pk__in=moved).update(organisation=None, checked_by=None)


def _require_can_receive(listed: ListedOrganisation, to: Organisation) -> None:
    if not listed.is_from_a_feed:
        raise PlainError(f"{listed} wrote its entries here itself")
    if listed.organisation is not None:
        raise PlainError(f"{listed.organisation} looks after it already; take it back first")
    if to.kind != Organisation.Kind.SUPPORT_ORGANISATION:
        raise PlainError("only a support organisation can look after services")
    if not to.takes_part:
        raise PlainError(f"{to} does not take part here")
    if not _unkept(listed).exists():
        raise PlainError("it has no services that could be handed over")


def _keeper(listed: ListedOrganisation) -> Organisation:
    if listed.handed_at is None or listed.organisation is None:
        raise PlainError("it was not handed to anybody")
    return listed.organisation


def _unkept(listed: ListedOrganisation) -> ServiceQuerySet:
    return Service.objects.filter(listed=listed, organisation=None)


def _locked(listed: ListedOrganisation) -> ListedOrganisation:
    # Its organisation is read later: joined here, it would be the one from before a wait.
    return ListedOrganisation.objects.select_for_update().get(pk=listed.pk)


def _waiting(handing: Handing) -> tuple[ListedOrganisation, Handing]:
    # A feed holds the listed organisation first, then its services; so does this.
    listed = _locked(handing.listed)
    handing = Handing.objects.select_for_update().get(pk=handing.pk)
    if handing.confirmed_at is not None or handing.put_aside_at is not None:
        raise PlainError("a colleague has decided on it already")
    return listed, handing


def _enter(handing: Handing, by: Person, step: str, **more: int) -> None:
    record: dict[str, object] = {
        "listed": handing.listed_id.hex,
        "organisation": handing.organisation.slug,
        "by": by.pk.hex,
        "step": step,
    }
    append(log=OPERATOR_LOG, kind=Kind.SERVICE_CHANGED, record=record | more)
