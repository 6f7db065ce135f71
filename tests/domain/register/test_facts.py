"""Facts of an inspection, from TOML and from a reading."""

from datetime import date

import pytest

from breakwater.domain.plain_error import PlainError
from breakwater.domain.register.deadlines import IMMEDIATELY
from breakwater.domain.register.facts import (
    Ask,
    InspectionFacts,
    TextStatus,
    facts_of_reading,
    facts_of_toml,
    place_of,
)
from tests.domain.register.cast import reading, row

WHOLE = """
slug = "open-doors"
title = "Open Doors"
kind = "inspection"
published_on = 2024-05-01
published_by = ["An Inspectorate"]
source = "https://example.org/open-doors"
about = "Why it was made."

[section_55]
rule = "56-days-beginning-with-publication"
confirmed_by = "Head of Legal, Ashwell PCC"

[[recommendation]]
number = "1"
to = ["chief constables"]
text = "Open the door."
source = "our summary"
cites = ["2"]
deadline = "immediately"

[[recommendation]]
number = "AFI 2"
ask = "area_for_improvement"
rule = "by-month-2024-09"
deadline = "by the autumn"

[[recommendation]]
number = "3"
text = "Printed words."
text_is = "as_published"
list_is_missing = true
"""


def test_a_file_of_facts_is_read_whole() -> None:
    facts = facts_of_toml(WHOLE)

    assert (facts.slug, facts.published_on) == ("open-doors", date(2024, 5, 1))
    assert facts.section_55 is not None
    assert facts.section_55.confirmed_by == "Head of Legal, Ashwell PCC"
    first, second, third = facts.recommendations
    assert (first.text_status, first.deadline_rule) == (TextStatus.OWN_WORDS, IMMEDIATELY)
    assert first.cites == ("2",)
    assert (second.ask, second.deadline_rule.key) == (
        Ask.AREA_FOR_IMPROVEMENT,
        "by-month-2024-09",
    )
    assert (second.text, second.text_status) == ("", TextStatus.NOT_REPRODUCED)
    assert (third.text_status, third.list_is_missing) == (TextStatus.AS_PUBLISHED, True)


@pytest.mark.parametrize(
    ("toml", "sentence"),
    [
        ("slug = ", "is not TOML"),
        ('title = "T"', "has no slug"),
        ('slug = "A b"\ntitle = "T"', "letters from a to z"),
        ('slug = "a"\ntitle = "T"\ncolour = "red"', "unknown field colour"),
        ('slug = "a"\ntitle = "T"\npublished_on = "May"', "published_on is not of the kind"),
        ('slug = "a"\ntitle = "T"\n[[recommendation]]\ntext = "t"', "has no number"),
        (
            'slug = "a"\ntitle = "T"\n[[recommendation]]\nnumber = "1"\nask = "wish"',
            "ask is one of",
        ),
        (
            'slug = "a"\ntitle = "T"\n[[recommendation]]\nnumber = "1"\nrule = "soon"',
            "soon is not a deadline rule",
        ),
        (
            'slug="a"\ntitle="T"\n[[recommendation]]\nnumber="1"\ntext="t"\ntext_is="as_quoted"',
            "text_is is own_words or as_published",
        ),
        (
            'slug = "a"\ntitle = "T"\n' + '[[recommendation]]\nnumber = "1"\n' * 2,
            "recommendation 1 stands there twice",
        ),
        (
            'slug="a"\ntitle="T"\n[section_55]\nrule="56-days-beginning-with-publication"',
            "section_55 has no confirmed_by",
        ),
        (
            'slug="a"\ntitle="T"\n[section_55]\nrule="none"\nconfirmed_by=" "',
            "names nobody who confirmed it",
        ),
    ],
)
def test_wrong_facts_are_refused_in_a_sentence_that_names_them(toml: str, sentence: str) -> None:
    with pytest.raises(PlainError, match=sentence):
        facts_of_toml(toml)


def test_a_published_report_gives_its_own_words() -> None:
    report = reading(
        row("1", text="Chief constables should open the door."),
        row("AFI 2", text="Doors are heavy."),
        title="Open Doors: an inspection",
        is_response=False,
    )

    facts = facts_of_reading(report, slug="", document_name="open-doors.pdf")

    assert (facts.slug, facts.title) == ("open-doors", "Open Doors: an inspection")
    assert [each.text_status for each in facts.recommendations] == [TextStatus.AS_PUBLISHED] * 2
    assert facts.recommendations[0].text_source == "open-doors.pdf"
    assert facts.recommendations[1].ask is Ask.AREA_FOR_IMPROVEMENT


@pytest.mark.parametrize(
    ("title", "text", "sentence"),
    [(None, "Open it.", "does not say which inspection"), ("T", "", "no recommendation was found")],
)
def test_a_report_that_says_too_little_is_not_taken(
    title: str | None, text: str, sentence: str
) -> None:
    with pytest.raises(PlainError, match=sentence):
        facts_of_reading(reading(row("1", text=text), title=title), slug="", document_name="a.pdf")


def test_numbers_stand_in_the_order_a_reader_expects() -> None:
    numbers = ["AFI 10", "10", "7.10", "2", "21.10.1", "7.2", "AFI 2", "7"]

    assert sorted(numbers, key=place_of) == [
        "2",
        "7",
        "7.2",
        "7.10",
        "10",
        "21.10.1",
        "AFI 2",
        "AFI 10",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example/x",
        "//a.example",
        "a.example",
        "https://",
        "https:///x",
        "https://a.example/ x",
        "https://a.example/\nx",
        "http://[a",
        "https://a.example/" + "x" * 500,
    ],
)
def test_a_source_that_no_page_should_link_to_is_refused(source: str) -> None:
    with pytest.raises(PlainError, match="web address"):
        InspectionFacts(slug="a", title="A", source_url=source)


@pytest.mark.parametrize("source", ["", "https://a.example/x?y=1#z", "HTTP://a.example"])
def test_a_web_address_or_none_is_taken(source: str) -> None:
    assert InspectionFacts(slug="a", title="A", source_url=source).source_url == source
