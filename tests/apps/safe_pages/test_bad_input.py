"""Whatever is sent, the answer is plain: no fault of ours, and no cookie."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from breakwater.site.safe_pages.choices import Choices
from breakwater.site.safe_pages.languages import BY_CODE

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize(
    "path",
    [
        "/xx/help/",
        "/ar-/help/",
        "/ar//help/",
        "/ar/../help/",
        "/zz-" + "a" * 3000 + "/",
        "/" + "a-" * 400 + "/",
        "/%00/help/",
        "/ar%0d%0aSet-Cookie:%20a=b/",
        "/ar/help/%ff%fe",
        "/%E2%80%AE/help/",
        "/en-gb/",
        "/./../..//etc/passwd",
    ],
)
def test_a_malformed_language_path_gets_a_plain_answer(path: str) -> None:
    answer = Client(raise_request_exception=False).get(path)

    assert answer.status_code in {301, 302, 400, 404}
    assert not answer.cookies
    assert "a=b" not in str(answer.headers)


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/fa-AF/help/", "/prs/help/"),
        ("/fa_af/help/?q=1", "/prs/help/?q=1"),
        ("/AR/help/", "/ar/help/"),
        ("/ku/", "/ckb/"),
        ("/zh-CN/help/", "/zh-hans/help/"),
        ("/en/help/", "/help/"),
        ("/en//elsewhere.example/", "/elsewhere.example/"),
        ("/en/\\elsewhere.example/", "/elsewhere.example/"),
    ],
)
def test_other_codes_of_our_languages_lead_to_ours_and_never_to_another_host(
    path: str, leads_to: str
) -> None:
    answer = Client().get(path)

    assert answer.status_code == 302
    assert answer.headers["Location"] == leads_to


@hypothesis_settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.one_of(
        st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=600),
        st.from_regex(
            r"([a-z]{1,8}(-[A-Za-z0-9]{1,8})*(;q=[0-9.]{0,6})?,? ?){0,40}", fullmatch=True
        ),
    )
)
def test_no_accept_language_breaks_a_page_or_changes_its_language(header: str) -> None:
    answer = Client().get("/help/", headers={"Accept-Language": header})

    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "en-gb"
    assert not answer.cookies


@pytest.mark.parametrize(
    "header", ["fa-AF", "a" * 100_000, "*;q=0", "en;q=" + "9" * 5000, "ar;q=1," * 5000]
)
def test_a_hostile_accept_language_gets_the_page_that_was_asked_for(header: str) -> None:
    answer = Client().get("/help/", headers={"Accept-Language": header})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "cookie",
    ["x" * 8192, "all.all", "all.no-beta.no-pictures", "ALL", "essential\n", "<script>", "é" * 100],
)
def test_a_forged_or_enormous_choice_counts_as_none(cookie: str) -> None:
    visitor = Client()
    visitor.cookies["choices"] = cookie

    answer = visitor.get("/help/")

    assert answer.status_code == 200
    assert b'value="accept"' in answer.content
    assert not answer.cookies
    assert cookie[:50] not in answer.content.decode() or cookie == "ALL"


@given(st.booleans(), st.booleans())
def test_a_choice_that_was_written_is_read_back(hides_pictures: bool, hides_banner: bool) -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory

    for chosen in (Choices(), Choices(True, hides_pictures, hides_banner)):
        response = HttpResponse()
        chosen.write(response)
        request = RequestFactory().get("/")
        request.COOKIES["choices"] = response.cookies["choices"].value

        assert Choices.read(request) == chosen


@pytest.mark.parametrize("path", ["/cookies/", "/feedback/", "/ar/cookies/"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Referer": "https://elsewhere.example/"},
    ],
    ids=str,
)
def test_a_form_that_another_site_sends_is_refused(path: str, headers: dict[str, str]) -> None:
    answer = Client().post(path, {"answer": "accept", "text": "x"}, headers=headers)

    assert answer.status_code == 403
    assert not answer.cookies


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "\\\\elsewhere.example",
        "javascript:alert(1)",
        "help/",
        "/help/\r\nSet-Cookie: a=b",
        "http:///elsewhere.example",
        "",
    ],
)
def test_the_way_back_from_the_banner_never_leaves_the_site(back: str) -> None:
    answer = Client().post("/cookies/", {"answer": "accept", "back": back}, headers=OURS)

    assert answer.status_code == 303
    location = answer.headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\"))
    assert "elsewhere" not in location
    assert set(answer.cookies) == {"choices"}


def test_the_way_back_keeps_the_language_of_the_page() -> None:
    answer = Client().post("/ar/cookies/", {"answer": "reject", "back": "/ar/help/"}, headers=OURS)

    assert answer.headers["Location"] == "/ar/help/?cookies=chosen"


@pytest.mark.parametrize("sent", [{}, {"answer": "maybe"}, {"answer": "accept\x00"}], ids=str)
def test_an_answer_that_is_none_is_asked_again(sent: dict[str, str]) -> None:
    answer = Client().post("/cookies/", sent, headers=OURS)

    assert answer.status_code == 422
    assert not answer.cookies


@pytest.mark.parametrize("host", ["elsewhere.example", "a\r\nb", "[::1", ""])
def test_a_host_that_is_not_ours_gets_a_plain_refusal(host: str) -> None:
    answer = Client(raise_request_exception=False).get(
        "/.well-known/security.txt", headers={"Host": host}
    )

    assert answer.status_code == 400
    assert b"elsewhere" not in answer.content


def test_a_body_that_is_too_big_is_told_so() -> None:
    answer = Client(raise_request_exception=False).post(
        "/feedback/", {"text": "x" * 3_000_000}, headers=OURS
    )

    assert answer.status_code == 413
    assert b"too big" in answer.content


@pytest.mark.parametrize("code", BY_CODE)
def test_every_language_shows_its_help_page(code: str) -> None:
    answer = Client().get(f"/{BY_CODE[code].prefix}help/")

    assert answer.status_code == 200
    assert not answer.cookies
