"""Which of the answers that lift nothing was given: on the page that explains it, nowhere else.

One of the four is about being here without permission. So not one of them may be told apart by what
is stored, copied, exported, sent or entered in the log, whichever way the question came in.
"""

import html
import json
import re
from hashlib import sha256
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from breakwater.apps.audit_log.models import Record
from breakwater.apps.disclosures import export, rule
from breakwater.apps.disclosures.changes import lists
from breakwater.apps.disclosures.models import AnsweredOnce, Decision, IncomingRequest
from breakwater.domain.firewall.asking import STEPS
from tests.apps.disclosures.conftest import ANSWERS
from tests.people import Cast, signed_in

ALIKE = (
    "none",
    "alleged_only",
    "counter_allegation_or_possible_compulsion",
    "status_offence_only",
)
# Values, rules and sentences that tell one from another; “none” and “No” are everywhere.
TELLING = (
    *ALIKE[1:],
    "no-offence",
    "only-alleged",
    "counter-allegation-or-compulsion",
    "status-offence-only",
    "a crime against them never counts",
    "only a doubt",
    "What the other side alleges",
    "Being here without permission",
    "without permission",
)
STEPS_OF_CORE = {name: STEPS[name] for name in ("legal_basis", "necessity", "authorised_by")}


def answers(offence: str) -> dict[str, str]:
    return ANSWERS | {"offence": offence}


def query(offence: str) -> str:
    return "?" + "&".join(f"{name}={said}" for name, said in answers(offence).items())


def go_every_way(cast: Cast, offence: str, number: int) -> dict[str, str]:
    """Check and record in every way there is; what was copied, shown afterwards and sent."""
    officer = signed_in(cast.officer)
    asked = query(offence)
    incident = {"incident": f"SM {number}"}
    officer.post("/check/all/", answers(offence))
    page = officer.get(f"/check/answer/{asked}").content.decode()
    officer.post(f"/check/record/{asked}", incident)
    offer = {
        "how": "declined",
        "offered_at": "2026-11-20T10:30",
        "was_alone": "yes",
        "interpreter": "independent",
    }
    officer.post(f"/check/link/{asked}", incident | offer)
    event = {
        "fields_passed": ["full_name"],
        "happened_at": "2026-11-20T10:30",
        "because": "They rang",
    }
    officer.post(f"/check/told/{asked}", incident | event)
    theirs = {"their_reference": "IE/77", "received_on": "2026-11-20"}
    letter = officer.post(f"/check/incoming/{asked}", incident | theirs).headers["Location"]
    decision = Decision.objects.filter(through="page", **incident).latest("decided_at")
    return {
        "copied": _copied(page),
        "decision": officer.get(f"/decisions/{decision.pk}/").content.decode(),
        "letter": officer.get(letter).content.decode(),
    }


def ask_system(token: str, offence: str, number: int) -> list[dict[str, object]]:
    """A records system asks without and with an incident, each twice under one key."""
    said = []
    for incident, time in product((None, f"SM {number}"), (1, 2)):
        body = {"facts": answers(offence) | STEPS_OF_CORE, "incident": incident}
        answer = Client().post(
            "/api/v1/decisions",
            json.dumps(body),
            content_type="application/json",
            headers={
                "Authorization": f"Bearer {token}",
                "Idempotency-Key": f"key-{number}-{incident is None}",
            },
        )
        assert answer.status_code == 200, (time, answer.content)
        said.append(json.loads(answer.content))
    return said


def _copied(page: str) -> str:
    found = re.search(r'<textarea[^>]*id="to-copy"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return re.sub(r"\d+ \w+ \d{4}, \d\d:\d\d", "then", html.unescape(found[1]))


def _stored(number: int) -> list[dict[str, object]]:
    columns = [
        field.attname
        for field in Decision._meta.concrete_fields
        if field.attname not in {"id", "incident", "decided_at"}
    ]
    found = Decision.objects.filter(incident=f"SM {number}").order_by("decided_at")
    return list(found.values(*columns))


@pytest.fixture
def token(cast: Cast) -> str:
    return lists.make_token(
        force=cast.force, name="Records", by=cast.force_admin, at=timezone.now()
    )


def test_the_four_cannot_be_told_apart_by_what_is_stored_copied_or_sent(
    cast: Cast, token: str
) -> None:
    shown = []
    for number, offence in enumerate(ALIKE, start=1):
        shown.append(go_every_way(cast, offence, number))
        ask_system(token, offence, number)

    stored = [_stored(number) for number in range(1, 5)]
    assert len(stored[0]) == 5
    assert all(one == stored[0] for one in stored)
    assert {one["copied"] for one in shown} == {shown[0]["copied"]}
    assert "Nothing that was answered lifts the rule" in shown[0]["copied"]
    for one, telling in product(shown, TELLING):
        assert telling not in "".join(one.values())
    records = [json.loads(bytes(one.content)) for one in Record.objects.all() if one.content]
    assert {one["rule"] for one in records if "rule" in one} == {"nothing-that-lifts-it"}
    assert {one.is_refused for one in IncomingRequest.objects.all()} == {True}


def test_nothing_of_the_whole_database_and_of_an_export_tells_them_apart(
    cast: Cast, token: str
) -> None:
    for number, offence in enumerate(ALIKE, start=1):
        go_every_way(cast, offence, number)
        ask_system(token, offence, number)

    everything = "\n".join(connection.connection.iterdump())
    blobs = b"".join(bytes(one.content) for one in Record.objects.all()).decode()
    exported = json.dumps(list(export.belongings(cast.force)), default=str)
    for telling in TELLING:
        assert telling not in everything
        assert telling not in blobs
        assert telling not in exported


def test_the_page_still_explains_the_answer_that_was_given(cast: Cast) -> None:
    page = signed_in(cast.officer).get(f"/check/answer/{query('status_offence_only')}")

    shown = page.content.decode()
    assert "Being here without permission is the very doubt" in shown
    assert "status-offence-only" in shown


def test_a_system_gets_the_rule_itself_for_a_check_and_what_is_kept_for_a_record(
    token: str,
) -> None:
    check, again, recorded, repeated = ask_system(token, "status_offence_only", 1)

    assert check == again
    assert recorded == repeated
    assert (check["rule"], check["decision"]) == ("status-offence-only", None)
    assert recorded["rule"] == "nothing-that-lifts-it"
    assert recorded["outcome"] == check["outcome"]
    assert recorded["duties"] == check["duties"]
    assert recorded["decision"] == str(Decision.objects.get().pk)


def test_what_is_kept_for_a_repeated_question_can_be_tried_out_by_nobody(token: str) -> None:
    ask_system(token, "status_offence_only", 1)
    kept = {*AnsweredOnce.objects.values_list("asked", flat=True)}
    kept |= {*AnsweredOnce.objects.values_list("answered", flat=True)}

    tried = set()
    for offence, incident in product(ALIKE, (None, "SM 1")):
        body = {"facts": answers(offence) | STEPS_OF_CORE, "incident": incident}
        for text in (json.dumps(body), json.dumps(body, separators=(",", ":"))):
            tried.add(sha256(text.encode()).hexdigest())
    assert len(kept) == 4
    assert not kept & tried


def test_under_one_key_a_changed_rule_is_not_passed_off_as_the_answer_given_before(
    token: str, settings: object
) -> None:
    ask_system(token, "none", 1)
    settings.UNSIGNED_PACKS_ALLOWED = False  # type: ignore[attr-defined]

    answer = Client().post(
        "/api/v1/decisions",
        json.dumps({"facts": answers("none") | STEPS_OF_CORE, "incident": "SM 1"}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "key-1-False"},
    )

    assert answer.status_code == 409
    assert Decision.objects.count() == 1


def test_where_no_rule_stands_nothing_a_system_says_is_kept(
    cast: Cast, token: str, settings: object
) -> None:
    settings.UNSIGNED_PACKS_ALLOWED = False  # type: ignore[attr-defined]
    facts = answers("status_offence_only") | {"status": "overstayed"}

    answer = Client().post(
        "/api/v1/decisions",
        json.dumps({"facts": facts, "incident": "SM 1"}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )

    assert json.loads(answer.content)["outcome"] == "never_share"
    assert Decision.objects.get().facts == dict(STEPS)
    assert Decision.objects.all().to_link().exists()


def test_no_request_rests_on_what_was_not_kept_whole() -> None:
    from breakwater.apps.disclosures.changes.requests import could_be_authorised

    assert could_be_authorised(answers("other_offence"))
    assert not any(could_be_authorised(answers(offence)) for offence in ALIKE)
    assert rule.kept_facts(answers("other_offence")) == answers("other_offence")
