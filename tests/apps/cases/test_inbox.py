"""The inbox: whose cases, in which order, and that many cost no more than few."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from breakwater.apps.cases import changes, figures
from breakwater.apps.cases.models import Case, Tally
from breakwater.apps.organisations.models import Person
from breakwater.domain.audit_log.suppression import Hidden
from tests.apps.cases.making import a_case
from tests.people import Cast, signed_in

pytestmark = pytest.mark.django_db
NOW = timezone.now()
_MOST_QUERIES = 8


def _order(someone: Person, show: str = "") -> list[str]:
    page = signed_in(someone).get(f"/cases/?show={show}").content.decode()
    known = Case.objects.values_list("reference", flat=True)
    return sorted((one for one in known if one in page), key=page.index)


def test_waiting_comes_first_danger_before_it_and_then_the_oldest(cast: Cast) -> None:
    hour = timedelta(hours=1)
    mine = a_case(cast.support, at=NOW - 5 * hour)
    changes.take(case=mine, by=cast.caseworker, at=NOW)
    newer = a_case(cast.support, at=NOW - hour)
    older = a_case(cast.support, at=NOW - 2 * hour, answer_by=NOW - hour)
    danger = a_case(cast.support, at=NOW, is_in_danger=True)
    closed = a_case(cast.support)
    changes.close(case=closed, outcome=Case.Outcome.ADVICE, by=cast.caseworker, at=NOW)
    a_case(cast.other_support)

    names = [one.reference for one in (danger, older, newer, mine)]
    assert _order(cast.caseworker) == names
    assert _order(cast.caseworker, "no such view") == names
    assert _order(cast.caseworker, "waiting") == names[:3]
    assert _order(cast.caseworker, "mine") == [mine.reference]
    assert _order(cast.caseworker, "late") == [older.reference]
    assert _order(cast.caseworker, "closed") == [closed.reference]
    assert "Late" in signed_in(cast.caseworker).get("/cases/?show=late").content.decode()


def test_whose_caseworker_left_waits_for_another(cast: Cast, colleague: Person) -> None:
    made = a_case(cast.support)
    changes.take(case=made, by=cast.caseworker, at=NOW)
    place = cast.caseworker.membership
    place.ended_at, place.ended_by = NOW, cast.support_admin
    place.save()

    assert _order(colleague, "waiting") == [made.reference]
    changes.take(case=made, by=colleague, at=NOW)

    assert _order(colleague, "waiting") == []


@pytest.mark.parametrize("show", ["to-do", "mine", "waiting", "late", "closed"])
def test_a_hundred_cases_ask_the_database_no_more_than_one(cast: Cast, show: str) -> None:
    client = signed_in(cast.caseworker)
    counts = []
    for more in (1, 99):
        for number in range(more):
            made = a_case(cast.support, answer_by=NOW - timedelta(days=1))
            if show == "mine" or (show == "to-do" and number % 2):
                changes.take(case=made, by=cast.caseworker, at=NOW)
            if show == "closed":
                changes.close(case=made, outcome=Case.Outcome.ADVICE, by=cast.caseworker, at=NOW)
        client.get("/cases/")  # the idle clock of the session may tick once
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(f"/cases/?show={show}").status_code == 200
        counts.append(len(asked))

    assert counts[0] == counts[1] <= _MOST_QUERIES, [one["sql"] for one in asked]


def test_figures_of_a_month_hide_what_is_small(cast: Cast) -> None:
    month = timezone.localdate().replace(day=1) - timedelta(days=1)
    month = month.replace(day=1)
    for row, count in (("opened.report", 12), ("opened.referral", 3)):
        Tally.objects.create(organisation=cast.support, month=month, row=row, count=count)
    for outcome in Case.Outcome:
        Tally.objects.create(
            organisation=cast.support, month=month, row=f"closed.{outcome.value}", count=6
        )

    shown = figures.of_month(cast.support, month)

    assert shown["opened.report"] == 12
    assert shown["opened.referral"] is Hidden.FEWER_THAN_FIVE
    assert shown["opened"] is Hidden.NOT_SHOWN
    assert shown["closed"] == 6 * len(Case.Outcome)
    page = signed_in(cast.support_admin).get("/cases/figures/").content.decode()
    assert "fewer than 5" in page
    assert figures.months(cast.other_support, timezone.localdate()) == []


def test_this_month_is_not_over_so_nothing_of_it_is_shown(cast: Cast) -> None:
    a_case(cast.support)

    page = signed_in(cast.support_admin).get("/cases/figures/").content.decode()

    assert "No month with a case is over yet." in page


def test_the_home_page_says_what_waits_and_what_is_news_in_ones_own(cast: Cast) -> None:
    home = signed_in(cast.caseworker)
    assert "waits for somebody" not in home.get("/").content.decode()
    a_case(cast.support)
    assert "1 case waits for somebody to look after it" in home.get("/").content.decode()

    a_case(cast.support, is_in_danger=True)
    mine = a_case(cast.support, answer_by=NOW - timedelta(days=1))
    changes.take(case=mine, by=cast.caseworker, at=NOW)
    theirs = a_case(cast.other_support)

    page = home.get("/").content.decode()
    assert "2 cases wait for somebody to look after them; somebody may be in danger" in page
    assert f"Nobody has answered in case {mine.reference}" in page
    Case.objects.update(answered_at=NOW, has_news=True)
    page = home.get("/").content.decode()
    assert f"Somebody wrote in case {mine.reference}" in page
    assert theirs.reference not in page
    assert "wait for somebody" not in signed_in(cast.support_admin).get("/").content.decode()
