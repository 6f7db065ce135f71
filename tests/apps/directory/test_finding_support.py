"""Find support: what fits, in plain words, and nothing kept of who asked."""

import io
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from breakwater.apps.directory import finding, wording
from breakwater.apps.directory.changes import entries
from breakwater.apps.directory.models import Service
from breakwater.domain.matching.fit import Reason
from breakwater.domain.matching.words import Answer, Group, Need, Route, Shares
from breakwater.domain.open_referral.extras import REGULATORS, Extras
from breakwater.site.safe_pages.helplines import HELPLINES
from tests.apps.directory.feeds import a_place, a_service, bring_in, published
from tests.people import Cast

pytestmark = pytest.mark.django_db
_TODAY: dict[str, Any] = {"assured_date": timezone.localdate().isoformat()}


def _post(address: str = "/services/", **answers: Any) -> Any:
    return Client().post(address, answers, headers={"sec-fetch-site": "same-origin"})


def _names(answer: Any) -> list[str]:
    return [one.service.name for one in answer.context["results"]]


def _page(answer: Any) -> str:
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_what_fits_comes_in_order_with_its_reasons() -> None:
    near = Extras(needs=frozenset({Need.ABUSE}), areas=frozenset({"SX"}))
    far = Extras(needs=frozenset({Need.ABUSE}), areas=frozenset({"EC"}))
    national = Extras(needs=frozenset({Need.ABUSE}), everywhere=True, no_recourse=Answer.YES)
    bring_in(
        a_service("Far away", far, **_TODAY),
        a_service("Whole country", national, **_TODAY),
        a_service("Round the corner", near, **_TODAY, languages=[{"id": "1", "code": "ar"}]),
        a_service("Round the corner, once", near),
    )

    answer = _post(need="abuse", place="sx1 4ab", languages=["ar"])

    assert _names(answer) == ["Round the corner", "Whole country", "Round the corner, once"]
    page = _page(answer)
    assert "They help people in <bdi>SX1</bdi>." in page
    assert str(wording.OFFERS[Need.ABUSE]) in page
    assert str(wording.REASONS[Reason.NO_RECOURSE]) in page
    assert '<bdi lang="ar" >العربية</bdi>' in page
    assert page.count("Nobody has checked this for more than six months") == 1


def test_not_near_home_leaves_out_what_is_near_home() -> None:
    near = Extras(areas=frozenset({"SX1"}))
    bring_in(
        a_service("Near", near, **_TODAY),
        a_service("Away", Extras(areas=frozenset({"EC1A"})), **_TODAY),
    )

    assert _names(_post(place="SX2", away="on")) == ["Away"]


def test_the_rest_of_a_postcode_is_forgotten() -> None:
    page = _page(_post(place="SX1 4AB"))

    assert "4AB" not in page
    assert 'name="place" value="SX1"' in page


def test_a_line_about_safety_stands_before_every_number() -> None:
    bring_in(a_service(phones=[{"id": "1", "number": "01632 960 101"}]))

    page = _page(_post()).split("<main")[1]

    assert page.index("Calls and messages stay on your phone") < page.index("tel:")


@pytest.mark.parametrize("who", ["", "women", "men", "children"])
@pytest.mark.parametrize("place", ["", "SX1"])
def test_an_answer_is_never_empty(who: str, place: str) -> None:
    page = _page(_post(need="stalking", who=who, place=place))

    assert page.count('href="tel:0') >= 5


def test_the_helplines_that_fit_come_first() -> None:
    answer = _post(need="abuse", who="men", languages=["pl"])

    names = [one.name for one in answer.context["helplines"]]
    assert set(names[:2]) == {"Polish Domestic Abuse Helpline", "Men’s Advice Line"}
    assert "Southall Black Sisters" not in names
    assert len(_post().context["helplines"]) == len(HELPLINES)


def test_a_place_that_is_none_is_asked_again() -> None:
    answer = _post(place="Saltmouth", need="abuse")

    assert answer.status_code == 422
    assert "like GL1, or leave it empty" in answer.content.decode()


@pytest.mark.parametrize(
    "sent", [{"need": "a"}, {"who": "b"}, {"languages": ["x"]}, {"most": "9999"}]
)
def test_an_answer_that_no_page_of_ours_offers_is_refused(sent: dict[str, Any]) -> None:
    assert _post(**sent).status_code == 422


def test_another_site_cannot_ask_for_somebody() -> None:
    headers = {"sec-fetch-site": "cross-site"}

    assert Client().post("/services/", {"need": "abuse"}, headers=headers).status_code == 403


def test_nothing_that_was_asked_is_stored_logged_or_set_as_a_cookie(
    caplog: pytest.LogCaptureFixture,
) -> None:
    bring_in(a_service())
    before = _everything_stored()
    caplog.set_level(logging.DEBUG)
    with CaptureQueriesContext(connection) as asked:
        answer = _post(need="stalking", place="SX19", languages=["ti"], who="men")

    assert not answer.cookies
    assert _everything_stored() == before
    assert not [one["sql"] for one in asked if re.match(r"(?i)insert|update|delete", one["sql"])]
    told = caplog.text + "".join(one["sql"] for one in asked)
    assert [word for word in ("stalking", "SX19", "'ti'") if word in told] == []


def _everything_stored() -> str:
    written = io.StringIO()
    call_command("dumpdata", stdout=written)
    return written.getvalue()


def test_a_service_that_was_just_hidden_is_not_shown(cast: Cast) -> None:
    service = published(cast.support, cast.caseworker, cast.support_admin)
    assert _names(_post()) == ["Tideline"]

    entries.hide(service=service, by=cast.support_admin, at=timezone.now())

    assert _names(_post()) == []


def test_a_service_goes_stale_with_the_day() -> None:
    bring_in(a_service(assured_date=(timezone.localdate() - timedelta(days=180)).isoformat()))

    assert "Nobody has checked" not in _page(_post())
    Service.objects.update(checked_on=timezone.localdate() - timedelta(days=181))
    assert "Nobody has checked" in _page(_post())


def test_a_confidential_service_shows_its_number_and_nothing_of_where_it_is() -> None:
    bring_in(
        a_service(
            "Refuge",
            Extras(confidential=True),
            description="We are at 12 Quay Street, SX1 2AB.",
            phones=[{"id": "1", "number": "01632 960 101"}],
            service_at_locations=[a_place("SX1 2AB")],
        )
    )
    page = _page(_post())
    card = _page(_post(service=[str(Service.objects.get().pk)]))

    assert "Its address is kept secret" in page
    assert "01632 960 101" in page
    assert "01632 960 101" in card
    for shown in (page, card):
        assert [one for one in ("Quay", "2AB", "Customs", "51.86") if one in shown] == []


def test_a_safer_phone_near_her_has_a_part_of_its_own() -> None:
    bring_in(
        a_service("Quiet room", Extras(needs=frozenset({Need.SAFE_PHONE}), areas=frozenset({"SX"})))
    )

    answer = _post(need="abuse", place="SX1")

    assert [one.service.name for one in answer.context["safer_phones"]] == ["Quiet room"]
    assert _names(answer) == []


def test_the_questions_come_back_with_the_answers_in_them() -> None:
    page = _post(need="talk", place="SX1 4AB", languages=["ar"], again="")

    form = page.context["form"]
    assert (form["need"].value(), form["place"].value()) == ("talk", "SX1")
    assert form["languages"].value() == ["ar"]


def test_more_is_shown_on_asking_and_the_answers_stay() -> None:
    needs = Extras(needs=frozenset({Need.TALK}))
    bring_in(*(a_service(f"Service {number:02}", needs) for number in range(20)))

    first = _post(need="talk")
    more = _post(**dict(first.context["answers"]), most=first.context["more"])

    assert (len(_names(first)), len(_names(more))) == (8, 16)
    assert _names(more)[:8] == _names(first)


def test_a_card_takes_only_what_is_public_and_only_six() -> None:
    records = [
        a_service(f"S{number}", phones=[{"id": "1", "number": f"01632 96000{number}"}])
        for number in range(8)
    ]
    bring_in(*records)
    Service.objects.filter(name="S1").update(is_public=False)

    card = _post(service=["no id", *(one["id"] for one in records)])

    assert _names(card) == ["S0", "S2", "S3", "S4"]


def test_the_questions_ask_the_database_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        answer = Client().get("/ar/services/")

    assert answer.context["form"]["languages"].value() == ["ar"]


def test_an_answer_asks_the_database_a_fixed_number_of_times() -> None:
    bring_in(*(a_service(f"Service {number}") for number in range(8)))
    _post()
    with CaptureQueriesContext(connection) as asked:
        _post(need="talk", place="SX1")

    assert len(asked) <= 3


@pytest.mark.skipif(
    connection.vendor == "postgresql",
    reason="it commits, and the guarded tables let nobody empty a PostgreSQL afterwards",
)
@pytest.mark.django_db(transaction=True)
def test_a_large_directory_is_read_beside_the_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    bring_in(a_service("Old"))
    assert _names(_post()) == ["Old"]
    monkeypatch.setattr(finding, "_READ_AT_ONCE", 0)
    bring_in(a_service("New"))

    assert _names(_post()) == ["Old"]
    with finding._reading:  # whoever reads beside holds it until it is done
        pass
    assert _names(_post()) == ["New", "Old"]


def test_every_word_of_matching_has_a_sentence() -> None:
    assert set(wording.NEEDS) == set(wording.OFFERS) == set(Need)
    assert set(wording.GROUPS) == set(Group) - {Group.LGBT}
    assert set(wording.FOR_GROUPS) == set(Group)
    assert set(wording.POLICE) == set(Shares) - {Shares.NOT_SAID}
    assert set(wording.ROUTES) == set(Route) - {Route.NOT_SAID, Route.ANYONE}
    assert set(wording.REGULATORS) == set(REGULATORS)
    # The page itself has the sentence for each of the others.
    assert set(Reason) - set(wording.REASONS) == {
        Reason.OFFERS,
        Reason.SPEAKS,
        Reason.NEAR,
        Reason.AWAY,
        Reason.MADE_FOR,
        Reason.STALE,
    }
