"""The API: the same answer as the page, counted or recorded once, and never a crash."""

import json
from io import BytesIO
from threading import Event, Thread
from typing import Any
from unittest import mock

import jsonschema
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from django.urls import ResolverMatch
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from breakwater.apps.audit_log.models import Entry
from breakwater.apps.disclosures import rule
from breakwater.apps.disclosures.changes import lists
from breakwater.apps.disclosures.models import ApiToken, Decision
from breakwater.domain.firewall.asking import STEPS
from breakwater.domain.firewall.explanation import as_data
from breakwater.site import programs
from tests.apps.disclosures.conftest import ANSWERS
from tests.people import Cast

ADDRESS = "/api/v1/decisions"
FACTS = ANSWERS | {
    "legal_basis": "missing",
    "necessity": "missing",
    "authorised_by": "nobody",
}


@pytest.fixture
def token(cast: Cast) -> str:
    return lists.make_token(
        force=cast.force, name="Records", by=cast.force_admin, at=timezone.now()
    )


def ask(token: str, body: object, **headers: str) -> "HttpResponse":
    return Client().post(  # type: ignore[return-value]
        ADDRESS,
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"} | headers,
    )


def kinds() -> list[str]:
    listed = Entry.objects.filter(log__name__contains="disclosure").order_by("index")
    return list(listed.values_list("kind", flat=True))[1:]


def test_it_gives_the_answer_that_the_page_gives(token: str) -> None:
    answer = json.loads(ask(token, {"facts": FACTS}).content)

    expected = as_data(rule.decide(ANSWERS, STEPS)) | {"decision": None}
    assert answer == expected
    assert kinds() == ["checked-never-share"]


def test_with_an_incident_number_it_records_and_opens_the_duty(token: str) -> None:
    answer = json.loads(ask(token, {"facts": FACTS, "incident": "sm 77"}).content)

    decision = Decision.objects.all().to_link().get()
    assert answer["decision"] == str(decision.pk)
    assert (decision.incident, decision.decided_by, decision.through) == ("SM 77", None, "api")
    assert kinds() == ["decided-never-share"]


@pytest.mark.parametrize("more", [{}, {"incident": "SM 77"}])
def test_every_answer_is_what_the_description_says(token: str, more: dict[str, str]) -> None:
    description = json.loads(Client().get("/api/v1/openapi.json").content)
    answer = json.loads(ask(token, {"facts": FACTS} | more).content)

    jsonschema.validate(answer, {**description, "$ref": "#/components/schemas/Answer"})
    assert set(answer) == set(description["components"]["schemas"]["Answer"]["properties"])
    assert answer["would_change"]
    for change in answer["would_change"]:
        assert set(change) == set(description["components"]["schemas"]["Change"]["properties"])


def test_the_same_key_counts_once_and_serves_no_other_question(token: str) -> None:
    key = {"Idempotency-Key": "one-and-only"}
    first = ask(token, {"facts": FACTS, "incident": "SM 1"}, **key)
    second = ask(token, {"facts": FACTS, "incident": "SM 1"}, **key)
    other = ask(token, {"facts": FACTS, "incident": "SM 2"}, **key)

    assert json.loads(first.content) == json.loads(second.content)
    assert other.status_code == 409
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"facts": {}},
        {"facts": FACTS | {"status": "unknown"}},
        {"facts": FACTS | {"offence": "doubt"}},
        {"facts": {name: FACTS[name] for name in list(FACTS)[:3]}},
        {"facts": FACTS, "incident": "Amina Yusuf"},
        {"facts": FACTS, "name": "Amina Yusuf"},
        {"facts": []},
        [],
        None,
    ],
)
def test_what_is_no_question_is_refused_in_one_sentence_and_not_repeated(
    token: str, body: Any
) -> None:
    answer = ask(token, body)

    assert answer.status_code == 422
    assert "Amina" not in answer.content.decode()
    assert kinds() == []


@pytest.mark.parametrize("wrong", ["", "x", "\N{GREEK SMALL LETTER ALPHA}"])
def test_without_a_good_token_nothing_is_answered(cast: Cast, wrong: str) -> None:
    assert ask(wrong, {"facts": FACTS}).status_code == 401


def test_an_ended_token_opens_nothing(token: str, cast: Cast) -> None:
    lists.end_token(token=ApiToken.objects.get(), by=cast.force_admin, at=timezone.now())

    assert ask(token, {"facts": FACTS}).status_code == 401


def test_too_many_questions_in_a_minute_are_turned_away(token: str, settings: Settings) -> None:
    settings.API_MOST_IN_A_MINUTE = 2
    # Should the minute turn between them, three of the five are still in one.
    codes = [ask(token, {"facts": FACTS}).status_code for _ in range(5)]

    assert codes.count(429) >= 1


def test_what_is_far_too_long_is_refused_and_not_repeated(token: str) -> None:
    answer = ask(token, {"facts": FACTS, "incident": "Amina" * 600_000})

    assert answer.status_code in {400, 413, 422}
    assert "Amina" not in answer.content.decode()


class _Slow(BytesIO):
    """A body that is there only once ``arrives`` is set."""

    def __init__(self, content: bytes, arrives: Event) -> None:
        super().__init__(content)
        self.arrives = arrives

    def read(self, size: int | None = -1) -> bytes:
        assert self.arrives.wait(20)
        return super().read(size)


def test_a_slow_sender_holds_up_nobody_else() -> None:
    arrives = Event()
    whole = json.dumps({"facts": FACTS}).encode()
    asked = RequestFactory().post(ADDRESS, whole, content_type="application/json")
    waiting = WSGIRequest({**asked.environ, "wsgi.input": _Slow(whole, arrives)})
    said: list[HttpResponseBase] = []

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.body)

    with mock.patch.object(programs, "_resolved", return_value=ResolverMatch(view, (), {})):
        answers = programs.ForPrograms(view)
        slow = Thread(target=lambda: said.append(answers(waiting)))
        slow.start()
        at_once = answers(RequestFactory().post(ADDRESS, b"{}", content_type="application/json"))
        arrives.set()
        slow.join(20)

    assert isinstance(at_once, HttpResponse)
    assert at_once.content == b"{}"
    assert [one.content for one in said if isinstance(one, HttpResponse)] == [whole]


def test_whatever_its_description_allows_and_more_it_never_fails(token: str) -> None:
    description = json.loads(Client().get("/api/v1/openapi.json").content)
    operation = schemathesis.openapi.from_dict(description)["/api/v1/decisions"]["POST"]
    statuses = set()

    @trying(
        max_examples=60,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy() | st.none(), st.binary(max_size=200))
    def fuzz(case: Any, junk: bytes) -> None:
        body = junk if case is None else json.dumps(case.body, default=str).encode()
        headers = {} if case is None else dict(case.headers or {})
        key = headers.get("Idempotency-Key")
        extra = {} if key is None else {"Idempotency-Key": str(key)}
        answer = Client(raise_request_exception=False).post(
            ADDRESS,
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"} | extra,
        )
        statuses.add(answer.status_code)

    fuzz()
    assert statuses <= {200, 400, 409, 422, 429}
