"""The API that records systems ask: the same question, the same answer, the same log.

``POST /api/v1/decisions`` with a force's token. It never learns of a person: a question holds facts
about a situation and, if the answer is to be recorded, an incident number. A check is answered with
the rule itself. What is recorded is answered as it is kept (``domain.firewall.keeping``), because
the system that asked files its answer under the incident.
"""

import hmac
import json
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from ninja import Header, NinjaAPI, Router, Schema
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer
from pydantic import BaseModel, ConfigDict, Field

from breakwater.apps.disclosures import rule
from breakwater.apps.disclosures.changes import decisions as change
from breakwater.apps.disclosures.forms import INCIDENT
from breakwater.apps.disclosures.models import AnsweredOnce
from breakwater.apps.disclosures.models import Decision as Recorded
from breakwater.apps.organisations.models import Organisation
from breakwater.domain.firewall.asking import STEPS
from breakwater.domain.firewall.decision import Decision
from breakwater.domain.firewall.explanation import as_data
from breakwater.domain.firewall.facts import QuestionError

_KEY = re.compile(r"[A-Za-z0-9_-]{8,64}")
_LONGEST_ANSWER = 60
_MOST_FACTS = 80


# As one prepared statement: through the object mapper it cost half of every answer.
_SYSTEM = """SELECT token.id, force.id, force.slug FROM disclosures_apitoken AS token
    JOIN organisations_organisation AS force ON force.id = token.force_id
    WHERE token.digest = %s AND token.ended_at IS NULL
    AND force.admitted_at IS NOT NULL AND force.left_at IS NULL"""


@dataclass(frozen=True)
class System:
    """A records system, the force it asks for, and what it showed; stored is only its digest."""

    token: int
    force: Organisation
    secret: bytes

    def mark(self, *parts: str) -> str:
        """A digest of ``parts`` that nobody without the system's token can make, or try answers on.

        A question has few answers: a plain digest would tell which of them it was.
        """
        return hmac.new(self.secret, "\n".join(parts).encode(), "sha256").hexdigest()


class Token(HttpBearer):
    """Which records system asks; an ended or unknown token is nobody's."""

    def authenticate(self, request: HttpRequest, token: str) -> System | None:
        """The system of this token."""
        secret = token.encode("utf-8", "surrogatepass")
        digest = sha256(secret).hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(_SYSTEM, [digest])
            row = cursor.fetchone()
        if row is None:
            return None
        force = Organisation.from_db(connection.alias, ["id", "slug"], row[1:])
        return System(row[0], force, secret)


class Asked(BaseModel):
    """A question. Without an incident number it is a check, which is only counted."""

    model_config = ConfigDict(extra="forbid")

    facts: dict[
        Annotated[str, Field(max_length=_LONGEST_ANSWER)],
        Annotated[str, Field(max_length=_LONGEST_ANSWER)],
    ] = Field(max_length=_MOST_FACTS, description="Each fact of the rule with one of its values.")
    incident: str | None = Field(
        None, max_length=40, description="An incident number, never a name: records the answer."
    )


class Change(Schema):
    """One change of one fact that would alter the answer."""

    fact: str
    values: list[str]
    outcome: str


class Answer(Schema):
    """The answer, as the page and the command give it; to a recorded question, as it is kept.

    Kept is one rule, `nothing-that-lifts-it`, for every answer about an offence that lifts nothing.
    """

    outcome: str
    rule: str
    says: str
    source: str
    duties: list[str]
    would_change: list[Change]
    decision: str | None = Field(None, description="The key of the recorded decision, if any.")


class Refusal(Schema):
    """What was wrong, in one sentence."""

    detail: str


router = Router(auth=Token())
_REFUSALS = dict.fromkeys((400, 401, 409, 422, 429), Refusal)


@router.post("/decisions", response={200: Answer, **_REFUSALS}, summary="Ask the rule")
def decide(
    request: HttpRequest,
    asked: Asked,
    idempotency_key: Annotated[
        str | None, Header(alias="Idempotency-Key", pattern=_KEY.pattern)
    ] = None,
) -> HttpResponse:
    """Answer a question, and count it; with an incident number, record it and open its duties.

    The same ``Idempotency-Key`` with the same question gives the same answer and counts once. Of
    question and answer only marks are kept, so the rule is asked again: if it answers otherwise by
    then, the key is refused.
    """
    answer = _decide(request.auth, asked, idempotency_key)  # type: ignore[attr-defined]
    # As it is: checking it against its own description cost a tenth, and the tests do that.
    return api.create_response(request, answer, status=200)


def _decide(system: System, asked: Asked, idempotency_key: str | None) -> dict[str, Any]:
    now = timezone.now()
    said, draft = _worked_out(system, asked, now)
    with transaction.atomic():
        _count(system, now)
        if idempotency_key is None:
            return _answered(system, said, draft)
        question = system.mark("asked", idempotency_key, asked.model_dump_json())
        before = AnsweredOnce.objects.filter(token=system.token, key=idempotency_key).first()
        if before is not None:
            return _again(system, said, before, question)
        answer = _answered(system, said, draft)
        AnsweredOnce.objects.create(
            token_id=system.token,
            key=idempotency_key,
            asked=question,
            answered=_mark(system, idempotency_key, answer),
            decision_id=answer["decision"],
            at=now,
        )
        return answer


def _worked_out(system: System, asked: Asked, now: datetime) -> tuple[Decision, Recorded | None]:
    """The answer that is told and, with an incident number, what is to be recorded.

    All of it before the transaction: the database has one writer, and others wait for it.
    """
    try:
        said = rule.decide_complete(asked.facts)
    except QuestionError as wrong:
        raise HttpError(422, str(wrong)) from None
    if asked.incident is None:
        return said, None
    draft = change.draft(
        said,
        force=system.force,
        incident=_incident(asked.incident),
        answers={name: value for name, value in asked.facts.items() if name not in STEPS},
        steps={name: asked.facts.get(name, value) for name, value in STEPS.items()},
        by=None,
        at=now,
        through=Recorded.Through.API,
    )
    return rule.kept(said), draft


def _answered(system: System, said: Decision, draft: Recorded | None) -> dict[str, Any]:
    """Count it or record it, and say what is told."""
    if draft is None:
        change.count(force=system.force, answer=said)
    else:
        change.record_draft(draft)
    return _as_told(said, draft.pk if draft else None)


def _mark(system: System, key: str, answer: dict[str, Any]) -> str:
    return system.mark("answered", key, json.dumps(answer, sort_keys=True))


def _again(system: System, said: Decision, before: AnsweredOnce, question: str) -> dict[str, Any]:
    if not hmac.compare_digest(before.asked, question):
        raise HttpError(409, "this key was used for another question")
    answer = _as_told(said, before.decision_id)
    if not hmac.compare_digest(before.answered, _mark(system, before.key, answer)):
        raise HttpError(409, "the rule has changed since; ask again with another key")
    return answer


def _as_told(said: Decision, recorded: UUID | None) -> dict[str, Any]:
    return as_data(said) | {"decision": str(recorded) if recorded else None}


def _incident(text: str) -> str:
    number = " ".join(text.upper().split())
    if not INCIDENT.fullmatch(number):
        raise HttpError(422, "an incident number is letters and digits, and no name")
    return number


# One statement, because every question pays for it while it holds the database.
_COUNT = """UPDATE disclosures_apitoken SET
    asked_in_minute = CASE WHEN minute = %s THEN asked_in_minute + 1 ELSE 1 END, minute = %s
    WHERE id = %s RETURNING asked_in_minute"""


def _count(system: System, now: datetime) -> None:
    """At most so many questions a minute for each system, counted in the database they share."""
    minute = int(now.timestamp() // 60)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [minute, minute, system.token])
        (count,) = cursor.fetchone()
    if count > settings.API_MOST_IN_A_MINUTE:
        raise HttpError(429, "too many questions in this minute; wait for the next one")


api = NinjaAPI(
    title="Breakwater: ask the rule",
    version="1",
    description="The answer a records system gets is the one an officer gets. Unknown means no.",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("", router)


@api.exception_handler(ValidationError)
def _not_a_question(request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    """Say where it is wrong, and repeat nothing of what was sent."""
    places = sorted({".".join(str(part) for part in one["loc"][:2]) for one in wrong.errors})
    return api.create_response(
        request, {"detail": f"this is not a question; look at {', '.join(places)}"}, status=422
    )


def addresses() -> list[URLPattern | URLResolver]:
    """The API's addresses; each asks for a token itself, so none asks for a login."""
    patterns: list[URLPattern | URLResolver] = list(api.urls[0])
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback.login_required = False  # type: ignore[attr-defined]
    return patterns
