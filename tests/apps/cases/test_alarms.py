"""Somebody is in danger: the message that says so comes again until somebody has looked."""

from datetime import timedelta

import pytest
from django.utils import timezone

from breakwater.apps.cases import changes
from breakwater.apps.cases.changes import alarms, keeping, working
from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.models import Notice, OutgoingMessage, Person
from breakwater.site.command_line import main
from tests.apps.cases.making import a_case
from tests.people import Cast, signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()
URGENT = "Please look at the staff site now"


def _on_call(cast: Cast, who: Person) -> None:
    # The day after too: a test that begins late in the evening goes on after midnight.
    today = timezone.localdate(NOW)
    tomorrow = today + timedelta(days=1)
    keeping.arrange_on_call(
        member=who.membership, from_on=today, until_on=tomorrow, by=cast.support_admin, at=NOW
    )


def _sent() -> list[tuple[str, str]]:
    return sorted(OutgoingMessage.objects.values_list("to", "subject"))


def test_the_message_of_danger_is_not_the_everyday_one_and_says_as_little(cast: Cast) -> None:
    made = a_case(cast.support, is_in_danger=True)

    message = OutgoingMessage.objects.get(to=cast.caseworker.email, subject=URGENT)
    assert made.reference not in message.text
    assert "danger" not in message.text.lower()
    assert "something for you" not in message.text


def test_an_alarm_comes_again_until_somebody_opened_the_case_and_goes_higher_and_ends(
    cast: Cast, colleague: Person
) -> None:
    _on_call(cast, colleague)
    a_case(cast.support, is_in_danger=True, at=NOW)
    a_case(cast.support, is_in_danger=True, at=NOW)
    OutgoingMessage.objects.all().delete()
    told = {}
    for minutes in range(0, 240, 3):
        alarms.repeat_alarms(at=NOW + timedelta(minutes=minutes))
        told[minutes] = {to for to, _subject in _sent()}
        assert {subject for _to, subject in _sent()} <= {URGENT}
        OutgoingMessage.objects.all().delete()

    higher = {cast.support_admin.email}
    times = {name: [at for at, people in told.items() if name in people] for name in higher}
    mine = [at for at, people in told.items() if colleague.email in people]
    assert mine == [12, 24, 36, 48, 60, 72, 84, 96, 108]
    assert min(times[cast.support_admin.email]) == 30
    assert max(mine + times[cast.support_admin.email]) < 120
    assert all(cast.caseworker.email not in people for people in told.values())
    where = dict(Notice.objects.filter(kind="case-in-danger").values_list("person", "address"))
    assert where[colleague.pk] == "/cases/"
    assert where[cast.support_admin.pk] == "/cases/on-call/"


@pytest.mark.parametrize("does", ["opens", "takes", "closes", "says-safer", "only-searches"])
def test_whoever_opens_the_case_ends_its_alarm(cast: Cast, colleague: Person, does: str) -> None:
    _on_call(cast, colleague)
    made = a_case(cast.support, is_in_danger=True, at=NOW)
    shown = str(made.pieces.last().pk)  # type: ignore[union-attr]
    if does in {"opens", "only-searches"}:
        client = signed_in(cast.caseworker)
        client.post(f"/cases/{made.pk}/open/", {"shown": shown} if does == "opens" else {})
    elif does == "takes":
        changes.take(case=made, by=cast.caseworker, at=NOW)
    elif does == "closes":
        changes.close(case=made, outcome=Case.Outcome.ADVICE, by=cast.caseworker, at=NOW)
    else:
        working.set_danger(case=made, is_in_danger=False, by=cast.caseworker, at=NOW)

    told = alarms.repeat_alarms(at=NOW + timedelta(minutes=20))

    assert told == (1 if does == "only-searches" else 0)


def test_an_alarm_is_not_repeated_to_everyone_where_nobody_is_on_call_but_goes_higher(
    cast: Cast, colleague: Person
) -> None:
    a_case(cast.support, is_in_danger=True, excluded=[cast.support_admin.membership], at=NOW)
    a_case(cast.force, is_in_danger=True, at=NOW)

    assert alarms.repeat_alarms(at=NOW + timedelta(minutes=15)) == 0
    OutgoingMessage.objects.all().delete()
    alarms.repeat_alarms(at=NOW + timedelta(minutes=31))

    told = {to for to, _subject in _sent()}
    assert told >= {cast.supervisor.email, cast.force_admin.email}
    assert not told & {cast.support_admin.email, cast.officer.email, cast.caseworker.email}


def test_the_verb_for_the_timer_repeats_alarms(
    cast: Cast, colleague: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    _on_call(cast, colleague)
    made = a_case(cast.support, is_in_danger=True)
    Case.objects.filter(pk=made.pk).update(alarm_since=timezone.now() - timedelta(minutes=20))
    Notice.objects.all().delete()

    main.main(["send-messages"])

    assert "told again of somebody in danger: 1" in capsys.readouterr().out
