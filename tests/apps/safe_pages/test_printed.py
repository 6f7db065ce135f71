"""What is printed leads where telling somebody starts, in its own language."""

import re

import pytest
import segno
from django.test import Client
from pytest_django import Settings

from breakwater.site.safe_pages.languages import LANGUAGES, Language

_SHEETS = ("card", "poster", "leaflet")


def _drawn(html: str) -> list[str]:
    return re.findall(r'<svg[^>]*printed-square[^>]*>.*?d="([^"]+)"', html, re.DOTALL)


def _square(address: str) -> str:
    svg = segno.make(address, error="m", micro=False).svg_inline(border=2, omitsize=True)
    return str(re.findall(r'd="([^"]+)"', svg)[0])


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_the_square_and_the_words_beside_it_lead_to_where_telling_starts(
    language: Language, settings: Settings
) -> None:
    settings.PUBLIC_ADDRESS = "https://breakwater.example"
    prefix = language.prefix
    where = f"https://breakwater.example/{prefix}start/"
    for sheet in _SHEETS:
        page = Client().get(f"/{prefix}print/{sheet}/").content.decode()

        assert set(_drawn(page)) == {_square(where)}
        assert f"<bdi>breakwater.example/{prefix}start</bdi>" in page


@pytest.mark.django_db
def test_what_is_typed_from_the_paper_leads_there_too() -> None:
    for typed in ("/start", "/ar/start"):
        answer = Client().get(typed, follow=True)

        assert answer.status_code == 200
        assert answer.request["PATH_INFO"] == f"{typed}/"


@pytest.mark.django_db
def test_the_card_of_what_was_found_leads_there(settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://breakwater.example"
    sent = {"service": ["00000000-0000-4000-8000-000000000000"]}
    page = Client().post("/pl/services/", sent, headers={"sec-fetch-site": "same-origin"})

    assert _drawn(page.content.decode()) == [_square("https://breakwater.example/pl/start/")]


def test_the_sheets_can_be_found_from_every_public_page() -> None:
    page = Client().get("/ar/help/").content.decode()

    assert 'href="/ar/print/card/"' in page
