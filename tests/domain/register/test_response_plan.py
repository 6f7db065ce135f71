"""What one document of responses would change; what it leaves open goes to a person."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.reading.reading import Answer, Disposition, Evidence, Reading
from breakwater.domain.register.facts import InspectionFacts, TextStatus
from breakwater.domain.register.plan import (
    KEEP,
    SKIP,
    TAKE,
    Change,
    Held,
    Item,
    Plan,
    ResponseFacts,
    TakeRecommendation,
    TakeResponse,
)
from breakwater.domain.register.positions import Delivery, Position
from breakwater.domain.register.response_plan import Request, plan_responses
from tests.domain.register.cast import held, inspection, reading, recommendation, row

DOORS = inspection(
    "doors",
    "Open Doors: an inspection",
    recommendation("1", "Open it."),
    recommendation("2", "Shut it.", addressees=("Home Office",)),
    recommendation("3", "Paint it.", addressees=("chief constables", "PCCs")),
)
WINDOWS = inspection("windows", "Windows", recommendation("1", "Clean it."))


def _plan(
    document: Reading,
    register: Held,
    *,
    inspections: tuple[str, ...] = ("doors",),
    bodies: tuple[str, ...] = ("ashwell-police",),
    **decisions: str,
) -> Plan:
    said = {int(row[3:]): frozenset(answer.split()) for row, answer in decisions.items()}
    return plan_responses(document, Request(inspections, bodies, "letter.pdf", said), register)


def _answered(text: str, dated: str | None = "2024-08-01") -> ResponseFacts:
    return ResponseFacts(
        dated=dated,
        answers=(Answer(None, None, (text,)),),
        position=Position.ACCEPTED,
        delivery=Delivery.NOT_STATED,
        awaits="",
        status_words="",
        evidence=(),
    )


def _only(plan: Plan) -> Item:
    assert len(plan.items) == 1, plan.items
    return plan.items[0]


def _responses(plan: Plan) -> list[tuple[str, str, str]]:
    return [
        (step.inspection, step.number, step.body)
        for step in plan.steps
        if isinstance(step, TakeResponse)
    ]


def test_an_answer_is_new_and_carries_what_was_read() -> None:
    evidence = (Evidence("CI/1", "2024-06-01"),)
    document = reading(row("1", "We accept.", evidence=evidence))

    item = _only(_plan(document, held(DOORS)))

    assert item.change is Change.NEW
    assert isinstance(item.step, TakeResponse)
    assert item.step.facts.position is Position.ACCEPTED
    assert (item.step.facts.text, item.step.facts.dated) == ("We accept.", "2024-08-01")
    assert item.step.facts.evidence == evidence


def test_the_same_answer_again_changes_nothing_even_in_a_later_document() -> None:
    register = held(DOORS, responses={("doors", "1", "ashwell-police"): _answered("We accept.")})

    plan = _plan(reading(row("1", "We accept."), dated="2025-01-01"), register)

    assert _only(plan).change is Change.UNCHANGED
    assert plan.steps == ()


@pytest.mark.parametrize(
    ("dated", "said", "change"),
    [
        ("2024-09-01", "", Change.CHANGED),
        ("2024-08-01", "", Change.CHANGED),
        ("2024-07-01", "", Change.CONFLICT),
        (None, "", Change.CONFLICT),
        ("2024-07-01", "take", Change.CHANGED),
        ("2024-07-01", "keep", Change.LEFT_OUT),
        ("2024-07-01", "skip", Change.LEFT_OUT),
    ],
)
def test_a_later_answer_replaces_and_an_older_one_is_put_to_a_person(
    dated: str | None, said: str, change: Change
) -> None:
    register = held(DOORS, responses={("doors", "1", "ashwell-police"): _answered("We accept.")})

    plan = _plan(reading(row("1", "We do not."), dated=dated), register, row1=said)

    assert _only(plan).change is change
    assert bool(plan.open_items) == (change is Change.CONFLICT)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("position", Position.NOT_ACCEPTED),
        ("awaits", "the plan"),
        ("status_words", "Red"),
        ("evidence", (Evidence("CI/1", None),)),
    ],
)
def test_each_published_field_alone_makes_a_change(field: str, value: object) -> None:
    before = replace(_answered("We accept."), **{field: value})  # type: ignore[arg-type]
    register = held(DOORS, responses={("doors", "1", "ashwell-police"): before})

    assert _only(_plan(reading(row("1", "We accept.")), register)).change is Change.CHANGED


def test_a_place_for_an_answer_with_nothing_in_it_is_no_response() -> None:
    item = _only(_plan(reading(row("1")), held(DOORS)))

    assert (item.change, item.step) == (Change.UNCHANGED, None)
    assert "no answer" in item.sentence


# Which recommendation


def test_a_recommendation_not_held_is_new_where_the_document_sets_it_out() -> None:
    document = reading(row("7", "We accept.", text="Lock it.", cites=("1", "6")))

    plan = _plan(document, held(DOORS))

    recommendations = [s for s in plan.steps if isinstance(s, TakeRecommendation)]
    assert [(s.facts.number, s.is_stub) for s in recommendations] == [("7", False), ("6", True)]
    assert recommendations[0].facts.text_status is TextStatus.AS_QUOTED
    assert recommendations[0].facts.text_source == "letter.pdf"
    assert _responses(plan) == [("doors", "7", "ashwell-police")]


def test_a_recommendation_cited_before_it_is_set_out_is_no_stub() -> None:
    document = reading(
        row("7", "Yes.", text="Lock it.", cites=("8",)), row("8", "Yes.", text="Oil it.")
    )

    plan = _plan(document, held(DOORS))

    recommendations = [s for s in plan.steps if isinstance(s, TakeRecommendation)]
    assert [(s.facts.number, s.is_stub) for s in recommendations] == [("7", False), ("8", False)]


def test_a_recommendation_neither_held_nor_set_out_is_put_to_a_person() -> None:
    item = _only(_plan(reading(row("7", "We accept.")), held(DOORS)))

    assert item.change is Change.NEEDS_PERSON
    assert item.answers == (SKIP,)


@pytest.mark.parametrize(
    ("status", "quoted", "said", "change"),
    [
        (TextStatus.OWN_WORDS, "Open the door.", "", Change.CHANGED),
        (TextStatus.AS_PUBLISHED, "Open the door.", "", None),
        (TextStatus.AS_QUOTED, "OPEN  it!", "", None),
        (TextStatus.AS_QUOTED, "Open the door.", "", Change.CONFLICT),
        (TextStatus.AS_QUOTED, "Open the door.", "keep", None),
        (TextStatus.AS_QUOTED, "Open the door.", "take", Change.CHANGED),
    ],
)
def test_a_quotation_fills_in_and_never_overwrites(
    status: TextStatus, quoted: str, said: str, change: Change | None
) -> None:
    register = held(inspection("doors", "Doors", recommendation("1", "Open it.", status)))

    plan = _plan(reading(row("1", "We accept.", text=quoted)), register, row1=said)

    about_the_text = [item for item in plan.items if item.subject == "Recommendation 1"]
    assert [item.change for item in about_the_text] == ([change] if change else [])


def test_an_invented_document_does_not_speak_for_a_real_report() -> None:
    register = held(
        inspection("doors", "Doors", recommendation("1", "Open it.", TextStatus.OWN_WORDS))
    )
    document = reading(row("1", "Yes.", text="Open the door."), bodies=("Nowhere Police",))

    plan = _plan(document, register, bodies=("nowhere-police",))

    assert _responses(plan) == [("doors", "1", "nowhere-police")]
    assert len(plan.steps) == 1


@pytest.mark.parametrize(
    ("dated", "says"),
    [
        ("2023-01-01", "the register holds a response dated 2024-08-01, later than this document"),
        (
            None,
            (
                "the register holds a response dated 2024-08-01, "
                "and this document has no date that we could read"
            ),
        ),
    ],
)
def test_a_conflict_of_dates_says_which_date_there_is(dated: str | None, says: str) -> None:
    before = {("doors", "1", "ashwell-police"): _answered("We accept.")}
    document = reading(row("1", "We do not."), dated=dated)

    item = _only(_plan(document, held(DOORS, responses=before)))

    assert (item.change, item.sentence) == (Change.CONFLICT, says)
    assert item.answers == (TAKE, KEEP)


def test_an_item_whose_number_cannot_be_held_is_put_to_a_person() -> None:
    document = reading(row("see the answer above, which deals with this", "We accept."))

    item = _only(_plan(document, held(DOORS)))

    assert (item.change, item.answers) == (Change.NEEDS_PERSON, (SKIP,))
    assert "longer than 30 characters" in item.sentence


# Which inspection

BOTH = ("doors", "windows")


@pytest.mark.parametrize(
    ("title", "text", "said", "slug"),
    [
        ("Open Doors", "", "", "doors"),
        ("WINDOWS", "", "", "windows"),
        (None, "Clean it.", "", "windows"),
        (None, "", "windows", "windows"),
        ("Roofs", "", "doors", "doors"),
        (None, "", "", None),
        (None, "Something else.", "", None),
        ("Roofs", "", "", None),
    ],
)
def test_a_row_of_a_workbook_answers_the_inspection_it_names_or_quotes_or_a_person_says(
    title: str | None, text: str, said: str, slug: str | None
) -> None:
    document = reading(row("1", "Yes.", text=text, inspection_title=title))

    plan = _plan(document, held(DOORS, WINDOWS), inspections=BOTH, row1=said)

    assert _responses(plan) == ([(slug, "1", "ashwell-police")] if slug else [])
    if slug is None:
        assert _only(plan).change is Change.NEEDS_PERSON
        assert _only(plan).answers == ("doors", "windows", SKIP)
    else:
        report = {"doors": "Open Doors: ", "windows": "Windows: "}[slug]
        assert all(item.subject.startswith(report) for item in plan.items)


def test_a_row_of_another_report_is_not_taken_for_the_one_inspection_given() -> None:
    document = reading(row("1", "Yes.", inspection_title="Roofs"))

    assert _only(_plan(document, held(DOORS))).change is Change.NEEDS_PERSON


# Which body


def test_a_joint_letter_answers_for_each_body_that_was_asked() -> None:
    document = reading(
        row("1", "We accept."),
        row(
            "3",
            Answer("Force response", None, ("The force accepts.",)),
            Answer("OPCC comment", None, ("The commissioner pays.",)),
        ),
        bodies=("Ashwell Police", "Office of the Police and Crime Commissioner for Ashwell"),
    )

    plan = _plan(document, held(DOORS), bodies=("ashwell-police", "ashwell-pcc"))

    assert _responses(plan) == [
        ("doors", "1", "ashwell-police"),
        ("doors", "3", "ashwell-police"),
        ("doors", "3", "ashwell-pcc"),
    ]
    of_the_commissioner = plan.steps[-1]
    assert isinstance(of_the_commissioner, TakeResponse)
    assert of_the_commissioner.facts.text == "The commissioner pays."
    assert of_the_commissioner.facts.position is Position.NOT_STATED


@pytest.mark.parametrize(
    ("said", "change"),
    [("", Change.NEEDS_PERSON), ("take", Change.NEW), ("skip", Change.LEFT_OUT)],
)
def test_an_answer_from_a_body_that_was_not_asked_is_put_to_a_person(
    said: str, change: Change
) -> None:
    item = _only(_plan(reading(row("2", "We would.")), held(DOORS), row1=said))

    assert item.change is change


@pytest.mark.parametrize(
    "document",
    [
        reading(row("1", "Yes."), bodies=("Birchen Police",)),
        reading(row("1", "Yes."), bodies=("Ashwell Police", "Birchen Police")),
        reading(row("1", "Yes."), title="Roofs"),
        reading(row("1", "Yes."), is_response=False),
    ],
    ids=["another body", "one body more", "another report", "no response"],
)
def test_a_document_that_says_otherwise_than_the_person_is_put_back_to_the_person(
    document: Reading,
) -> None:
    first = _plan(document, held(DOORS)).items[0]

    assert (first.row, first.change) == (0, Change.NEEDS_PERSON)
    assert first.answers == (TAKE,)
    assert _plan(document, held(DOORS), row0="take").open_items == ()


def test_the_same_recommendation_answered_twice_is_put_to_a_person() -> None:
    plan = _plan(reading(row("1", "Yes."), row("1", "No.")), held(DOORS))

    assert [item.change for item in plan.items] == [Change.NEW, Change.NEEDS_PERSON]
    assert (
        _plan(reading(row("1", "Yes."), row("1", "No.")), held(DOORS), row2="skip").open_items == ()
    )


ROWS = st.builds(
    lambda number, answer, text, disposition, cites: row(
        number,
        *([answer] if answer else []),
        text=text,
        disposition=disposition,
        cites=tuple(cites) if text else (),
    ),
    st.sampled_from(["1", "2", "3", "4", "AFI 1"]),
    st.sampled_from(["", "We accept.", "No."]),
    st.sampled_from(["", "Open it.", "Another text."]),
    st.sampled_from(Disposition),
    st.lists(st.sampled_from(["1", "3", "4", "9"]), unique=True, max_size=3),
)


@given(st.lists(ROWS, max_size=6), st.sampled_from([(DOORS,), (DOORS, WINDOWS)]))
def test_every_row_is_accounted_for_and_open_items_store_nothing(
    rows: list[object], inspections: tuple[InspectionFacts, ...]
) -> None:
    document = reading(*rows)  # type: ignore[arg-type]
    slugs = tuple(each.slug for each in inspections)

    plan = _plan(document, held(*inspections), inspections=slugs)

    assert {item.row for item in plan.items if item.row} == set(range(1, len(rows) + 1))
    assert all(item.step is None and item.sentence for item in plan.open_items)
    assert len(set(_responses(plan))) == len(_responses(plan))
    taken = [
        (s.inspection, s.facts.number) for s in plan.steps if isinstance(s, TakeRecommendation)
    ]
    assert len(set(taken)) == len(taken)
