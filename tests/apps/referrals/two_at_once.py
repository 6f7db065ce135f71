"""Run by ``test_at_once.py`` on a database of its own: two people decide in the same moment."""

import json
import sys
import threading
from collections.abc import Callable

import django

django.setup()

from django.db import connection  # noqa: E402 (after the setup)
from django.utils import timezone  # noqa: E402

from breakwater.apps.cases.changes import working  # noqa: E402
from breakwater.apps.cases.models import Case  # noqa: E402
from breakwater.apps.referrals.changes import answering, consent  # noqa: E402
from breakwater.apps.referrals.models import Referral, UnmetNeed  # noqa: E402
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


def main() -> None:
    """Each pair of verbs a few times; one line of JSON for each time."""
    with with_gate():
        world = World(Cast())
        for which in sys.argv[1:]:
            for _ in range(3):
                made = world.offer(world.cast.support, world.cast.other_support)
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
                }
                print(f"TOLD {json.dumps(told)}")


if __name__ == "__main__":
    main()
