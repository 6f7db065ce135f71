"""What tests of referrals do again and again."""

from django.db.models import Q
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry
from breakwater.apps.cases.changes import working
from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.models import Notice, Person
from breakwater.apps.referrals.changes import answering, consent
from breakwater.apps.referrals.models import Referral, UnmetNeed
from breakwater.domain.lifecycles.referral import State
from tests.apps.referrals.conftest import World

Question = Referral.Question
CAPACITY = UnmetNeed.Reason.CAPACITY


def kinds() -> list[str]:
    """What was entered about referrals and consents."""
    found = Entry.objects.filter(Q(kind__startswith="referral-") | Q(kind__startswith="consent-"))
    return list(found.order_by("log_id", "index").values_list("kind", flat=True))


def told(someone: Person) -> list[str]:
    """The kinds of notice they got."""
    kinds_ = Q(kind__startswith="referral-") | Q(kind__startswith="case-")
    found = Notice.objects.filter(kinds_, person=someone)
    return list(found.order_by("pk").values_list("kind", flat=True))


def close_the_case(made: Referral, by: Person) -> None:
    """The receiver's work with the person is over."""
    case = Case.objects.get(referral=made)
    working.close(case=case, outcome=Case.Outcome.SUPPORTED, by=by, at=timezone.now())


def reach(world: World, state: State) -> Referral:
    """A referral that stands there."""
    cast, now = world.cast, timezone.now()
    made = world.offer()
    if state in {State.ASKED, State.ANSWERED}:
        answering.ask(referral=made, question=Question.WHEN, by=cast.caseworker, at=now)
    if state is State.ANSWERED:
        said = world.said(cast.support, b"Answer\nnoon\n")
        answering.answer(referral=made, said=said, by=cast.officer, at=now)
    if state in {State.ACCEPTED, State.CLOSED}:
        answering.accept(referral=made, by=cast.caseworker, at=now)
    if state is State.CLOSED:
        close_the_case(made, cast.caseworker)
        answering.close(referral=made, at=now)
    if state is State.DECLINED:
        answering.decline(referral=made, reason=CAPACITY, by=cast.caseworker, at=now)
    if state is State.WITHDRAWN:
        consent.withdraw(consent=made.consent, told=cast.force, by=cast.officer, at=now)
    if state is State.LAPSED:
        answering.lapse(referral=made, by=cast.officer, at=now)
    made.refresh_from_db()
    assert made.stands is state
    return made
