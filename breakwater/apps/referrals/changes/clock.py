"""What time does to a referral: remind, alarm, give up, and close with the receiver's case."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import DatabaseError, transaction
from django.db.models import Q

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations import notices
from breakwater.apps.referrals.changes.answering import close, lapse
from breakwater.apps.referrals.changes.entry import tell_receiver, tell_sender
from breakwater.apps.referrals.changes.offering import ANSWER_WITHIN
from breakwater.apps.referrals.models import Referral
from breakwater.domain.lifecycles.referral import WAITING, State
from breakwater.domain.plain_error import PlainError

REMIND_AFTER = timedelta(hours=4)
ALARM_AFTER = ANSWER_WITHIN
LAPSES_AFTER = timedelta(hours=72)


def remind(*, at: datetime) -> Counter[str]:
    """Do what is due; how many were reminded, alarmed about, given up and closed.

    Run it every few minutes. Run twice, it finds nothing new. Each referral is a transaction of its
    own; one that somebody answers meanwhile is left alone.
    """
    done: Counter[str] = Counter()
    for pk in list(Referral.objects.waiting().values_list("pk", flat=True)):
        done += _one(partial(_look_at, pk, at))
    over = Q(case=None) | Q(case__state=Case.State.CLOSED)
    for referral in list(Referral.objects.filter(over, state=State.ACCEPTED.value)):
        done += _one(partial(_close, referral, at))
    return done


def _one(look: Callable[[], Counter[str]]) -> Counter[str]:
    """One that is refused, or whose row is busy, keeps its place and stops no other."""
    try:
        return look()
    except (PlainError, DatabaseError):
        return Counter({"left for next time": 1})


def _close(referral: Referral, at: datetime) -> Counter[str]:
    close(referral=referral, at=at)
    return Counter(closed=1)


def _look_at(pk: UUID, at: datetime) -> Counter[str]:
    done: Counter[str] = Counter()
    with transaction.atomic():
        referral = (
            Referral.objects.select_for_update(of=("self",))
            .select_related("receiver", "sender", "offered_by__membership", "case")
            .get(pk=pk)
        )
        if referral.stands in WAITING:
            done["reminded"] += _remind(referral, at)
            done["alarmed"] += _alarm(referral, at)
    if referral.stands in WAITING and at - referral.offered_at >= LAPSES_AFTER:
        try:
            lapse(referral=referral, by=None, at=at)
        except PlainError:
            return done
        done["lapsed"] += 1
    return done


def _remind(referral: Referral, at: datetime) -> bool:
    if referral.reminded_at or at - referral.moved_at < REMIND_AFTER:
        return False
    if referral.stands is State.ASKED:
        tell_sender(referral, notices.Kind.REFERRAL_ASKED, at)
    else:
        tell_receiver(referral, notices.Kind.REFERRAL_WAITS, at)
    Referral.objects.filter(pk=referral.pk).update(reminded_at=at)
    return True


def _alarm(referral: Referral, at: datetime) -> bool:
    if referral.alarmed_at or at - referral.offered_at < ALARM_AFTER:
        return False
    tell_sender(referral, notices.Kind.REFERRAL_NOT_TAKEN, at, all_=True)
    Referral.objects.filter(pk=referral.pk).update(alarmed_at=at)
    return True
