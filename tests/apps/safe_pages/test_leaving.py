"""The server's side of leaving: what it forgets, and for whom."""

from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.test import Client

OURS = {"Sec-Fetch-Site": "same-origin"}


def _visitor_with_a_session() -> Client:
    visitor = Client()
    session = visitor.session
    session["step"] = "2"
    session.save()
    visitor.cookies["choices"] = "all"
    return visitor


def _expired(cookies: SimpleCookie) -> set[str]:
    return {name for name, morsel in cookies.items() if morsel["max-age"] == 0}


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "status"), [("get", 303), ("post", 204)])
def test_leaving_ends_the_session_and_leaves_the_guard_alone(method: str, status: int) -> None:
    visitor = _visitor_with_a_session()
    assert Session.objects.count() == 1

    answer = getattr(visitor, method)("/leave/", headers=OURS)

    assert answer.status_code == status
    assert Session.objects.count() == 0
    assert _expired(answer.cookies) == {settings.SESSION_COOKIE_NAME, "choices"}
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    guard = answer.cookies["pause"]
    assert (guard["max-age"], guard["httponly"], guard["samesite"]) == (30, True, "Lax")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Purpose": "prefetch"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/page"},
        {"Referer": "http://[broken"},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_request_that_another_site_embeds_changes_nothing(
    method: str, headers: dict[str, str]
) -> None:
    visitor = _visitor_with_a_session()

    answer = getattr(visitor, method)("/leave/", headers=headers)

    assert answer.status_code in {204, 303}
    assert Session.objects.count() == 1
    assert not answer.cookies
    assert "Clear-Site-Data" not in answer.headers


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "none"}, {"Referer": "http://testserver/help/"}], ids=str
)
def test_an_old_browser_and_the_address_bar_can_leave_too(headers: dict[str, str]) -> None:
    visitor = _visitor_with_a_session()

    visitor.get("/leave/", headers=headers)

    assert Session.objects.count() == 0


@pytest.mark.django_db
def test_leaving_leads_to_the_neutral_site(settings: pytest.FixtureRequest) -> None:
    settings.NEUTRAL_SITE = "https://tide-tables.example/"  # type: ignore[attr-defined]

    answer = Client().get("/leave/", headers=OURS)

    assert answer.headers["Location"] == "https://tide-tables.example/"


def test_leaving_works_when_the_database_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def _is_down(*_: object, **__: object) -> None:
        raise DatabaseError("gone")

    visitor = Client()
    visitor.cookies[settings.SESSION_COOKIE_NAME] = "k" * 32
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.delete", _is_down)

    answer = visitor.get("/leave/", headers=OURS)

    assert answer.status_code == 303
    assert answer.cookies["pause"].value == "1"


@pytest.mark.parametrize("path", ["/help/", "/cookies/", "/robots.txt", "/no-such-page/", "/ar/"])
def test_for_half_a_minute_every_address_leads_away(path: str) -> None:
    visitor = Client()
    visitor.cookies["pause"] = "1"

    answer = visitor.get(path)

    assert answer.status_code == 303
    assert answer.headers["Location"] == settings.NEUTRAL_SITE
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_a_form_sent_after_leaving_leads_away_and_is_not_read() -> None:
    visitor = Client()
    visitor.cookies["pause"] = "1"

    answer = visitor.post("/feedback/", {"text": "x"}, headers=OURS)

    assert answer.status_code == 303
    assert answer.headers["Location"] == settings.NEUTRAL_SITE
