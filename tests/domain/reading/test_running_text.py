"""Pages of running text: which line is a label, a status, a cell, or words of an answer."""

import pytest

from breakwater.domain.reading import bodies, headings
from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import Disposition, Flag, Kind, Reading
from breakwater.domain.reading.sources.pdf_text import cell_of
from breakwater.domain.reading.statuses import tag_of

_ASKED = "Fenwater Police should count its boats."


def page(*lines: str) -> Reading:
    return read_bytes("page.txt", "\n\n".join(lines).encode())


@pytest.mark.parametrize(
    ("line", "tag"),
    [
        ("2 June 2023 In progress", ("2023-06-02", "In progress")),
        ("02/06/2023: Closed", ("2023-06-02", "Closed")),
        ("On track", (None, "On track")),
        ("Completed: 12 March 2024", (None, None)),
        ("Agreed and complete.", (None, None)),
        ("12 March 2024", (None, None)),
        ("On the river", (None, None)),
    ],
)
def test_a_tag_is_a_status_alone_or_beside_its_day(
    line: str, tag: tuple[str | None, str | None]
) -> None:
    assert tag_of(line) == tag


def test_each_dated_tag_begins_an_update_and_the_last_is_the_status() -> None:
    found = page(
        "Recommendation 1",
        _ASKED,
        "Updates",
        "2 June 2023 In progress",
        "We accept this recommendation.",
        "29 September 2023 Complete",
        "The last boat was counted.",
    )
    item = found.recommendations[0]

    assert (item.status_words, item.response) == ("Complete", "We accept this recommendation.")
    assert [answer.dated for answer in item.answers] == ["2023-06-02", "2023-09-29"]


def test_what_stands_below_a_word_in_an_answer_stays_in_the_answer() -> None:
    found = page(
        "Recommendation 1",
        _ASKED,
        "Force response",
        "We accept this recommendation.",
        "Governance:",
        "The deputy chairs a monthly board.",
    )

    assert "monthly board" in (found.recommendations[0].response or "")


def test_a_table_of_which_only_the_cells_are_left_is_read_by_its_labels() -> None:
    cells = [
        (number, position, owner)
        for number, position, owner in (("1", "Accepted.", "Ann"), ("2", "Not accepted.", "Bo"))
    ]
    lines = [
        line
        for number, position, owner in cells
        for line in (
            *("Number", number, "Recommendation", _ASKED, "Made to", "Chief constables"),
            *("Force lead", owner, "Our response", position, "Progress", "Green"),
        )
    ]

    found = page(*lines)

    assert [(item.number, item.addressees) for item in found.recommendations] == [
        ("1", ("chief constables",)),
        ("2", ("chief constables",)),
    ]
    assert [item.response for item in found.recommendations] == ["Accepted.", "Not accepted."]


@pytest.mark.parametrize(
    ("said", "kind", "disposition"),
    [
        ("We accept all three recommendations.", Kind.ACTION_PLAN, Disposition.ACCEPTED),
        ("I was glad to read this today.", Kind.NEWS, None),
    ],
)
def test_one_answer_below_all_that_is_quoted_answers_all_or_none(
    said: str, kind: Kind, disposition: Disposition | None
) -> None:
    quoted = [line for number in "123" for line in (f"Recommendation {number}", f"“{_ASKED}”")]

    found = page("Fenwater Police in the news", *quoted, "Force response", said)

    assert found.kind is kind
    assert [item.disposition for item in found.recommendations] == [disposition] * (
        3 if disposition else 0
    )


def test_a_list_of_what_we_did_is_no_recommendation() -> None:
    found = page(
        "Dear Inspector",
        "You asked about recommendation 4, made to chief constables.",
        "On recommendation 4 we have:",
        "- trained two hundred officers by March 2024.",
        "Yours sincerely",
    )

    assert not any(item.has_text for item in found.recommendations)


def test_an_empty_mark_of_the_force_is_an_empty_heading_and_an_empty_status_is_none() -> None:
    entry = "Clear Water: an inspection of rivers (5101)"
    opened = "[on]1st May 2016 [status]open[/status][/on] [on]2nd May 2016 [status][/status][/on]"
    said = "[on]3rd May 2016 [comment]Force update:[/comment][/on]"

    found = page(entry, _ASKED, opened, said)
    begins_with_status = page(entry, "[status][/status]", _ASKED)

    assert found.recommendations[0].status_words == "open"
    assert Flag.EMPTY_HEADING in found.flags
    assert begins_with_status.recommendations[0].status_words is None


@pytest.mark.parametrize(
    ("lines", "cell"),
    [
        (["Chief constables", "of coastal forces"], "Chief constables of coastal forces"),
        (["Chief constables", "police and crime commissioners"], None),
        (["They should:", "ii. count", "(b) row"], None),
        (["a counter-", "allegation"], "a counter-allegation"),
        (["First.", "Second."], None),
    ],
)
def test_a_line_of_a_cell_goes_on_with_the_last_unless_it_begins_something(
    lines: list[str], cell: str | None
) -> None:
    assert cell_of(lines) == (cell or "\n".join(lines))


def test_long_lines_of_capitals_and_of_bodies_are_read_in_no_time() -> None:
    assert headings.code_in_cell("LEADERSHIP AND MANAGEMENT OF INVESTIGATIONS " * 5) is None
    assert headings.code_in_cell("A" * 500) is None
    assert bodies.subject_of("Home Office, " * 60) is None


@pytest.mark.parametrize(
    "line",
    [
        "[on " * 5_000,
        "{note " * 5_000,
        "We ask that " + "that " * 4_000 + "to:",
        "One of them " * 2_000 + "was made to us",
        "J Smith " + "MA " * 40 + "x–y",
        "After 1 May 2020 " + "," * 20_000 + " we issued it on 1 April 2020",
    ],
    ids=["tags", "braces", "that", "of them", "honours", "commas"],
)
def test_a_letter_of_one_hostile_line_is_read_in_no_time(line: str) -> None:
    letter = (
        f"Dear Inspector\n\nRecommendation 1\n\nOur response\n\n{line}\n\nYours sincerely\n{line}"
    )

    assert read_bytes("letter.txt", letter.encode()).kind is not None
