"""A person takes back what she agreed to: at any time, and nobody can go on without it."""

from datetime import datetime

from django.db import transaction

from breakwater.apps.organisations import notices
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.apps.referrals.changes.answering import is_begun, moving, put_away
from breakwater.apps.referrals.changes.entry import (
    enter,
    enter_consent,
    tell_receiver,
    tell_sender,
)
from breakwater.apps.referrals.changes.offering import forget_what_waits
from breakwater.apps.referrals.models import Consent, Referral
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.lifecycles.referral import WAITING, Move, Side
from breakwater.domain.plain_error import PlainError


def withdraw(*, consent: Consent, told: Organisation, by: Person, at: datetime) -> None:
    """End it at once: ``told`` is the side she told, the sender or the receiver.

    What nobody has taken on yet is erased. Who took it on keeps their own case with her, is told,
    and must stop what rests on this.
    """
    with transaction.atomic():
        # Without the key: a referral that goes on at this moment, locked before, refers to it.
        found = Consent.objects.select_for_update(of=("self",), no_key=True)
        locked = found.get(pk=consent.pk)
        if locked.withdrawn_at is not None:
            raise PlainError("this consent was withdrawn already")
        living = Referral.objects.living().filter(consent=locked)
        # What lapses or is declined at this moment ends first; then the next one she named has it.
        list(living.select_for_update(of=("self",)))
        for referral in living.all():
            _withdraw_one(referral, told, by, at)
        forget_what_waits(locked)
        locked.withdrawn_at, locked.withdrawn_by = at, by
        locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
        enter_consent(locked, Kind.CONSENT_WITHDRAWN, by)


def _withdraw_one(referral: Referral, told: Organisation, by: Person, at: datetime) -> None:
    was_taken = referral.stands not in WAITING
    side = Side.SENDER if told == referral.sender else Side.RECEIVER
    with moving(referral, Move.WITHDRAW, side, by, at) as locked:
        enter(locked, Kind.REFERRAL_WITHDRAWN, by)
        if not (was_taken or is_begun(locked)):
            put_away(locked, by=by, at=at)
        tell = tell_receiver if side is Side.SENDER else tell_sender
        tell(locked, notices.Kind.REFERRAL_WITHDRAWN, at)
