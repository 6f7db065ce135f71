"""Error pages: a page of ours for each, with the way out, whatever is broken."""

import pytest
from django.db import OperationalError
from django.http import HttpResponse, HttpResponseGone, HttpResponseNotAllowed, JsonResponse
from django.test import Client, RequestFactory

from breakwater.site.safe_pages.error_pages import EXPLANATIONS, PlainErrors, error_page


@pytest.mark.parametrize("status", EXPLANATIONS)
@pytest.mark.parametrize("path", ["/", "/ar/"])
def test_each_says_what_happened_what_is_safe_and_what_to_do_and_keeps_the_way_out(
    status: int, path: str
) -> None:
    answer = error_page(RequestFactory().get(path), status)

    html = answer.content.decode()
    assert answer.status_code == status
    explained = EXPLANATIONS[status]
    for words in (explained.heading, explained.happened, explained.safe, explained.do):
        assert str(words) in html
    assert 'href="/leave/"' in html


@pytest.mark.parametrize(
    ("bare", "kept"),
    [
        (HttpResponseNotAllowed(["GET"]), ("Allow", "GET")),
        (HttpResponseGone(), ("Content-Type", "text/html; charset=utf-8")),
        (HttpResponse(status=429, headers={"Retry-After": "60"}), ("Retry-After", "60")),
        (HttpResponse(status=503), ("Content-Type", "text/html; charset=utf-8")),
    ],
)
def test_a_bare_error_gets_its_page(bare: HttpResponse, kept: tuple[str, str]) -> None:
    answer = PlainErrors(lambda _: bare)(RequestFactory().get("/"))

    assert answer.status_code == bare.status_code
    assert answer.headers[kept[0]] == kept[1]
    assert b"exit-bar" in answer.content


@pytest.mark.parametrize(
    "own",
    [
        JsonResponse({"error": "no such service"}, status=404),
        HttpResponse("<!doctype html><title>Ours</title>", status=404),
    ],
)
def test_an_error_with_words_of_its_own_keeps_them(own: HttpResponse) -> None:
    before = own.content

    assert PlainErrors(lambda _: own)(RequestFactory().get("/")).content == before


def test_a_method_that_a_page_does_not_know_is_told_which_it_does() -> None:
    answer = Client().post("/help/", headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 403 or answer.headers["Allow"] == "GET, HEAD"
    assert b"exit-bar" in answer.content


def test_when_the_database_is_down_the_page_says_so_and_the_way_out_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def _is_down(**_: object) -> None:
        raise OperationalError("no such host 10.1.2.3")

    monkeypatch.setattr("breakwater.site.safe_pages.feedback_pages.receive_feedback", _is_down)

    answer = Client().post("/feedback/", {"text": "x"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 503
    assert b'href="/leave/"' in answer.content
    assert b"10.1.2.3" not in answer.content


def test_a_fault_of_ours_shows_its_page_and_nothing_of_the_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def _is_broken(**_: object) -> None:
        raise RuntimeError("her name is Amina")

    monkeypatch.setattr("breakwater.site.safe_pages.feedback_pages.receive_feedback", _is_broken)
    visitor = Client(raise_request_exception=False)

    answer = visitor.post("/feedback/", {"text": "x"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 500
    assert b'href="/leave/"' in answer.content
    assert b"Amina" not in answer.content


@pytest.mark.parametrize(
    "path",
    ["/help/", "/before-you-start/", "/using-this-site/", "/cookies/", "/privacy/", "/feedback/"],
)
def test_a_page_of_words_asks_the_database_nothing(path: str) -> None:
    """Without the mark that allows it, one query would fail this test."""
    visitor = Client()
    visitor.cookies["public_session"] = "k" * 32

    assert visitor.get(path).status_code == 200
