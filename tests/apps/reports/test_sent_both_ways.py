"""Sent by script and then without: one report, and one code that opens the answer to it."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from breakwater.apps.cases.models import Piece
from breakwater.apps.reports.changes.sending import content_mark
from breakwater.apps.reports.models import Report
from breakwater.domain.cases.content import Part, words_content
from breakwater.domain.reports.code import code_from
from breakwater.sealing.opener import open_sealed
from breakwater.sealing.reporter import reporter_keys
from breakwater.sealing.seal import seal
from tests.apps.reports.conftest import WORDS, World, code_in, token_in

DRAWN = code_from(b"what her browser drew")
ASKED = "What do you want to tell them?"


def _sent_by_script(world: World, token: str, *, keeps_code: bool = True) -> None:
    """As her browser seals and sends it under ``DRAWN``; its answer is lost."""
    keys = reporter_keys(DRAWN.digits)
    own = world.keys[world.cast.support.pk].signed.statement.recipient
    answer_to = keys.recipient if keeps_code else ""
    content = words_content([Part(ASKED, WORDS)], language="en-gb", answer_to=answer_to)
    returns = {"lookup": keys.lookup, "recipient": keys.recipient} if keeps_code else {}
    sent = world.post(
        "/start/1/sealed/",
        form=token,
        content_mark=content_mark(token, [content]),
        version="1",
        words=SimpleUploadedFile("sealed.age", seal(content, recipients=[own])),
        **returns,
    )
    assert sent.status_code == 200


def _answered_to(world: World) -> set[str]:
    """Every key that her own words ask to be answered to; whoever answers needs exactly one."""
    key = world.keys[world.cast.support.pk]
    opened = (open_sealed(bytes(one.sealed), identity=key.identity) for one in Piece.objects.all())
    named = {json.loads(one.split(b"\n")[0]).get("answer_to") for one in opened}
    return {one for one in named if one}


def test_the_plain_form_shows_the_code_that_her_browser_has_shown_and_sends_with_it(
    world: World,
) -> None:
    token = token_in(world.page_before_sending())
    _sent_by_script(world, token)

    page = world.page_before_sending(form=token, code=str(DRAWN), keeps="code")
    assert code_in(page) == str(DRAWN)
    assert re.search(r'value="code"\s+checked', page.content.decode())
    world.send(form=token, code=str(DRAWN))

    assert Report.objects.count() == Piece.objects.count() == 1
    assert "Answers" in world.post("/answers/", code=str(DRAWN), safe_word="").content.decode()
    assert _answered_to(world) == {reporter_keys(DRAWN.digits).recipient}


@pytest.mark.parametrize("keeps_code", [True, False])
def test_other_words_in_the_plain_form_are_answered_to_the_same_code(
    world: World, keeps_code: bool
) -> None:
    token = token_in(world.page_before_sending())
    _sent_by_script(world, token, keeps_code=keeps_code)

    world.send(form=token, code=str(DRAWN), words=f"{WORDS}, and more")

    assert (Report.objects.count(), Piece.objects.count()) == (1, 2)
    assert _answered_to(world) == {Report.objects.get().recipient}
    assert Report.objects.get().recipient == reporter_keys(DRAWN.digits).recipient


def test_whoever_changes_something_in_the_plain_form_stays_with_it_and_with_the_code(
    world: World,
) -> None:
    token = token_in(world.page_before_sending())
    back = world.post("/start/1/write/", form=token, code=str(DRAWN), words=WORDS)
    asked_again = world.post("/start/1/check/", form=token, code=str(DRAWN))

    for page in (back.content.decode(), asked_again.content.decode()):
        assert f'name="code" value="{DRAWN}"' in page
        assert "write.js" not in page
    assert "write.js" in world.client.get("/start/1/write/").content.decode()


@pytest.mark.parametrize("code", ["", "123", "0" * 35 + "1", "1" * 34 + "2", "<b>"])
def test_what_is_no_code_is_passed_over_and_the_forms_own_code_shown(
    world: World, code: str
) -> None:
    token = token_in(world.page_before_sending())
    own = code_in(world.page_before_sending(form=token))

    page = world.page_before_sending(form=token, code=code)

    assert code_in(page) == own
    assert 'name="code"' not in page.content.decode()
