"""Run by ``test_at_once.py`` on a database of its own: two people decide in the same moment."""

import json
import sys
import threading
from collections.abc import Callable

import django

django.setup()

from django.db import connection, transaction  # noqa: E402 (after the setup)
from django.utils import timezone  # noqa: E402

from breakwater.apps.cases.changes import working  # noqa: E402
from breakwater.apps.cases.models import Case  # noqa: E402
from breakwater.apps.referrals.changes import answering, consent, offering  # noqa: E402
from breakwater.apps.referrals.models import Referral, UnmetNeed  # noqa: E402
from breakwater.domain.lifecycles.referral import Move, Side  # noqa: E402
from breakwater.domain.plain_error import PlainError  # noqa: E402
from tests.apps.referrals.conftest import World, with_gate  # noqa: E402
from tests.people import Cast  # noqa: E402

Verb = Callable[[Referral], object]


def _at_once(made: Referral, verbs: list[Verb]) -> list[str]:
    start, said = threading.Barrier(len(verbs)), []

    def run(verb: Verb) -> None:
        try:
            start.wait(10)
            verb(made)
        except (PlainError, Case.DoesNotExist) as sentence:
            said.append(str(sentence))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return said


def _verbs(world: World, which: str) -> list[Verb]:
    cast, now = world.cast, timezone.now()

    def accept(made: Referral) -> None:
        answering.accept(referral=made, by=cast.caseworker, at=now)

    def accept_too(made: Referral) -> None:
        answering.accept(referral=made, by=world.colleague, at=now)

    def decline(made: Referral) -> None:
        reason = UnmetNeed.Reason.CAPACITY
        answering.decline(referral=made, reason=reason, by=world.colleague, at=now)

    def withdraw(made: Referral) -> None:
        consent.withdraw(consent=made.consent, told=cast.force, by=cast.officer, at=now)

    def take(made: Referral) -> None:
        working.take(case=Case.objects.get(referral=made), by=cast.caseworker, at=now)

    def lapse(made: Referral) -> None:
        answering.lapse(referral=made, by=None, at=now)

    if which == "lapse":
        return [take, lapse]
    second = {"accept": accept_too, "decline": decline, "withdraw": withdraw}[which]
    return [accept, second]


def _while(made: Referral, which: str, world: World) -> list[str]:
    """One verb begins in the middle of the other, and has to wait for it."""
    said: list[str] = []

    def lapse() -> None:
        answering.lapse(referral=made, by=None, at=timezone.now())

    def withdraw() -> None:
        cast = world.cast
        consent.withdraw(consent=made.consent, told=cast.force, by=cast.officer, at=timezone.now())

    def run(verb: Callable[[], object]) -> None:
        try:
            verb()
        except Exception as error:
            said.append(repr(error))
        finally:
            connection.close()

    other = threading.Thread(
        target=run, args=({"forget-lapse": lapse, "lapse-withdraw": withdraw}[which],)
    )

    def begins() -> None:
        other.start()
        other.join(2)

    try:
        _first(made, which, begins)
    except Exception as error:
        said.append(repr(error))
    other.join(30)
    return said


def _first(made: Referral, which: str, meanwhile: Callable[[], None]) -> None:
    if which == "forget-lapse":
        # As a report is withdrawn: all of it is one transaction.
        with transaction.atomic():
            offering.forget_what_waits(made.consent)
            meanwhile()
        return
    at = timezone.now()
    readers = offering.readers_now(made.consent, at)
    with answering.moving(made, Move.LAPSE, Side.CLOCK, None, at) as locked:
        meanwhile()
        answering.go_on(locked, readers, at)


def main() -> None:
    """Each pair of verbs a few times; one line of JSON for each time."""
    with with_gate():
        world = World(Cast())
        for which in sys.argv[1:]:
            for _ in range(1 if "-" in which else 3):
                made = world.offer(world.cast.support, world.cast.other_support)
                if "-" in which:
                    said = _while(made, which, world)
                else:
                    said = _at_once(made, _verbs(world, which))
                made = Referral.objects.select_related("consent", "moved_by").get(pk=made.pk)
                told = {
                    "which": which,
                    "said": said,
                    "state": made.state,
                    "by": str(made.moved_by),
                    "withdrawn": made.consent.withdrawn_at is not None,
                    "case": made.case_id is not None,
                    "referrals": made.consent.referrals.count(),
                    "living": made.consent.referrals.living().count(),
                }
                print(f"TOLD {json.dumps(told)}")


if __name__ == "__main__":
    main()
