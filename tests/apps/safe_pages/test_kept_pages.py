"""Kept pages: the same for everyone, and for nobody else."""

import gzip
import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch
from pytest_django import Settings

from breakwater.kept_pages import KeptPages, page_token, same_answer, same_for_everyone


@same_for_everyone
def words(request: HttpRequest) -> HttpResponse:
    return HttpResponse("words")


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("words")


class Site:
    """Counts how often a page is made."""

    def __init__(self, view: object, answer: HttpResponse | None = None) -> None:
        self.made = 0
        self.view, self.answer = view, answer
        self.middleware = KeptPages(self.make)

    def make(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        request.resolver_match = ResolverMatch(self.view, (), {})  # type: ignore[arg-type]
        return self.answer or HttpResponse(f"page {self.made}", headers={"Content-Language": "ar"})

    def get(self, path: str = "/start/", **more: str) -> HttpResponse:
        request = RequestFactory().get(path, **more)  # type: ignore[arg-type]
        if "cookie" in more:
            request.COOKIES["choices"] = more["cookie"]
        return self.middleware(request)


@pytest.fixture(autouse=True)
def _kept(settings: Settings) -> None:
    settings.PAGES_KEPT_SECONDS = 60.0


def test_the_same_page_is_made_once_with_its_headers() -> None:
    site = Site(words)

    pages = [site.get() for _ in range(3)]

    assert site.made == 1
    assert {page.content for page in pages} == {b"page 1"}
    assert {page.headers["Content-Language"] for page in pages} == {"ar"}


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/ar/start/"},
        {"path": "/start/?a=b"},
        {"HTTP_ACCEPT_LANGUAGE": "pl"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"cookie": "all"},
    ],
    ids=str,
)
def test_whatever_a_page_may_differ_by_gets_a_page_of_its_own(other: dict[str, str]) -> None:
    site = Site(words)
    site.get()

    assert site.get(**other).content == b"page 2"


def test_what_stands_outside_may_change_its_copy_only() -> None:
    site = Site(words)
    site.get()
    site.get().headers["Content-Language"] = "pl"

    assert site.get().headers["Content-Language"] == "ar"


def _with_cookie() -> HttpResponse:
    answer = HttpResponse("page")
    answer.set_cookie("a", "b")
    return answer


@pytest.mark.parametrize(
    ("view", "answer"),
    [(private, None), (words, HttpResponse(status=503)), (words, _with_cookie())],
    ids=["not said to be the same", "an error", "with a cookie"],
)
def test_nothing_else_is_kept(view: object, answer: HttpResponse | None) -> None:
    site = Site(view, answer)

    site.get()
    site.get()

    assert site.made == 2


def test_a_page_is_made_anew_when_its_time_is_over(settings: Settings) -> None:
    settings.PAGES_KEPT_SECONDS = 0.0
    site = Site(words)

    assert [site.get().content for _ in range(2)] == [b"page 1", b"page 2"]


def _form(request: HttpRequest, *, compressed: bool) -> HttpResponse:
    content = f"<p>{'words ' * 500}</p><input value={page_token(request)}><p>end</p>".encode()
    if not compressed:
        return HttpResponse(content)
    return HttpResponse(gzip.compress(content), headers={"Content-Encoding": "gzip"})


@pytest.mark.parametrize("compressed", [False, True])
def test_each_copy_of_a_page_with_a_form_has_a_token_of_its_own(compressed: bool) -> None:
    made = 0

    def make(request: HttpRequest) -> HttpResponse:
        nonlocal made
        made += 1
        request.resolver_match = ResolverMatch(words, (), {})
        return _form(request, compressed=compressed)

    middleware = KeptPages(make)
    answers = [middleware(RequestFactory().get("/start/1/write/")) for _ in range(3)]

    pages = [gzip.decompress(one.content) if compressed else one.content for one in answers]
    tokens = [re.search(rb"value=([0-9a-f]{64})>", page) for page in pages]
    assert made == 1
    assert len({token[1] for token in tokens if token}) == 3
    assert len({re.sub(rb"value=\w+", b"", page) for page in pages}) == 1
    assert [one.headers["Content-Length"] for one in answers] == [
        str(len(one.content)) for one in answers
    ]


def test_a_page_that_is_not_kept_has_a_token_too() -> None:
    request = RequestFactory().get("/start/1/write/")
    request.COOKIES["choices"] = "all"

    answer = KeptPages(lambda asked: _form(asked, compressed=False))(request)

    assert re.search(rb"value=[0-9a-f]{64}>", answer.content)


def test_an_answer_to_a_post_is_made_once_for_the_same_facts_and_its_work_is_always_done() -> None:
    done, made = [], []

    def take(request: HttpRequest) -> HttpResponse:
        done.append(request.POST["fact"])

        def make() -> HttpResponse:
            made.append(request.POST["fact"])
            return HttpResponse(f"it arrived: {request.POST['fact']}")

        return same_answer(request, (request.POST["fact"],), make)

    middleware = KeptPages(take)
    facts = ["a", "a", "b", "a"]
    answers = [middleware(RequestFactory().post("/send/", {"fact": fact})) for fact in facts]

    assert done == facts
    assert made == ["a", "b"]
    assert [one.content.decode()[-1] for one in answers] == facts


def test_an_answer_to_a_post_that_failed_or_came_with_a_cookie_is_not_kept() -> None:
    made = 0

    def take(request: HttpRequest) -> HttpResponse:
        nonlocal made
        made += 1
        return same_answer(request, ("a",), lambda: HttpResponse(status=503))

    middleware = KeptPages(take)
    with_cookie = RequestFactory().post("/send/")
    with_cookie.COOKIES["choices"] = "all"
    for request in (RequestFactory().post("/send/"), RequestFactory().post("/send/"), with_cookie):
        assert middleware(request).status_code == 503

    assert made == 3
