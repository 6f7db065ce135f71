"""A page in another language: the published words are marked as English, and nothing else is."""

import re

import pytest
from django.test import Client

from breakwater.domain.reading.reading import Disposition
from tests.apps.register.taking_in import take_inspection, take_responses
from tests.domain.register.cast import reading, row

pytestmark = pytest.mark.django_db

MARKED = re.compile(r'<(\w+)[^>]* lang="en(?:-gb)?"[^>]*>.*?</\1>', re.DOTALL)
# Three words one after another: more than a name of somebody.
ENGLISH = re.compile(r"[A-Za-z’]+(?:[ ,;]+[A-Za-z’]+){2,}")


@pytest.mark.parametrize("code", ["ar", "zh-hans"])
@pytest.mark.parametrize(
    "address",
    ["/", "/inspections/doors/", "/inspections/doors/recommendations/1/", "/bodies/"],
)
def test_no_english_sentence_stands_unmarked_in_a_page_of_another_language(
    client: Client, code: str, address: str
) -> None:
    take_inspection()
    letter = row("1", "We accept.", disposition=Disposition.ACCEPTED)
    take_responses(reading(letter, bodies=("Kent Police",), dated="2024-08-03"))

    html = client.get(f"/{code}{address}").content.decode()
    main = html.partition("<main")[2].partition("</main>")[0]
    rest = re.sub(r"<a [^>]*bodies/[^>]*>[^<]*</a>", "", MARKED.sub("", main))

    assert ENGLISH.findall(re.sub(r"<[^>]*>", "\n", rest)) == []
