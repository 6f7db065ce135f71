"""The public pages: what each answers, and what it costs."""

import gzip
import re
import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from breakwater.apps.register import changes
from breakwater.apps.register.models import Body, ImportBatch
from breakwater.domain.reading.reading import Disposition, Flag, Reading
from breakwater.domain.reading.reading import Evidence as ReadEvidence
from breakwater.domain.register.bodies import Body as KnownBody
from breakwater.domain.register.bodies import BodyKind
from tests.apps.register.many import many_recommendations
from tests.apps.register.taking_in import DOORS, take_inspection, take_responses
from tests.domain.register.cast import reading, row

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/inspections/many/",
    "/inspections/many/?page=2",
    "/inspections/many/recommendations/7/",
    "/inspections/many/recommendations/7/{body}/",
    "/bodies/",
    "/bodies/{body}/",
    "/search/?q=afraid",
]
LETTER = reading(
    row(
        "1",
        "We accept.",
        disposition=Disposition.ACCEPTED,
        evidence=(ReadEvidence("Order 7", "2024-04-01"), ReadEvidence("Order 8", "2023-02-31")),
    ),
    row("2", "We accept.", disposition=Disposition.ACCEPTED),
    bodies=("Kent Police",),
    dated="2024-08-03",
)


def _words(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(strip_tags(main).replace("&nbsp;", " ").split())


def _filled() -> None:
    take_inspection()
    take_responses(LETTER)


def test_the_first_page_lists_every_inspection_with_who_has_answered(client: Client) -> None:
    _filled()

    words = _words(client, "/")

    assert "Open Doors: an inspection of front offices" in words
    assert "3 recommendations. We hold a response from 1 of 86 bodies." in words
    assert "Published 1 May 2024 by An Inspectorate" in words


def test_an_inspection_shows_whom_each_recommendation_is_addressed_to(client: Client) -> None:
    _filled()

    words = _words(client, "/inspections/doors/")

    assert "To Chief constables; Police and crime commissioners" in words
    assert "By 1 August 2024" in words
    assert "The text is not reproduced on the source page." in words
    assert "Nobody has confirmed that it applies to this one" in words


def test_a_confirmed_section_55_shows_its_working_and_who_confirmed_it(client: Client) -> None:
    take_inspection(
        DOORS + '\n[section_55]\nconfirmed_by = "Head of Legal"\n'
        'rule = "56-days-beginning-with-publication"'
    )

    words = _words(client, "/inspections/doors/")

    assert "day 56 is 25 June 2024 (publication and 55 days)" in words
    assert "confirmed by Head of Legal on 1 March 2026" in words


def test_a_recommendation_shows_every_response_and_who_is_silent(client: Client) -> None:
    _filled()

    words = _words(client, "/inspections/doors/recommendations/1/")

    assert "In our own words. These are not the words of the report." in words
    assert "The recommendation says “within three months of publication”." in words
    assert "Published on 1 May 2024. 3 months later is 1 August 2024." in words
    assert "1 Accepted 42 No response found" in words
    assert "The published letter is dated 2 days after the date asked for" in words
    assert "The date asked for was 1 August 2024." in words
    assert "Surrey Police" in words


def test_an_answer_shows_source_date_document_evidence_and_the_rule_of_its_colour(
    client: Client,
) -> None:
    _filled()

    words = _words(client, "/inspections/doors/recommendations/1/kent-police/")

    assert "Kent Police on Recommendation 1" in words
    assert "letter.pdf" in words
    assert "3 August 2024" in words
    assert "Order 7, 1 April 2024. Dated before the report was published (1 May 2024)." in words
    assert "Order 8, 2023-02-31" in words
    assert "Red: the day asked for has passed" in words


def test_an_earlier_answer_stays_to_be_read(client: Client) -> None:
    _filled()
    later = reading(row("1", "It is done."), bodies=("Kent Police",), dated="2025-01-01")
    take_responses(later, document="update.pdf")

    words = _words(client, "/inspections/doors/recommendations/1/kent-police/")

    assert "Earlier answers" in words
    assert words.index("It is done.") < words.index("We accept.")


@pytest.mark.parametrize("flag", list(Flag))
def test_every_flag_is_shown_in_a_sentence(client: Client, flag: Flag) -> None:
    _filled()
    ImportBatch.objects.filter(kind="responses").update(flags=[flag.value])

    words = _words(client, "/inspections/doors/recommendations/1/kent-police/")

    section = words.partition("Good to know about this document")[2].partition("Where it stands")[0]
    assert section.strip().endswith(".")
    assert ("same words to recommendations 1, 2" in words) == (flag is Flag.DUPLICATE_RESPONSE)


def test_silence_is_said_neutrally(client: Client) -> None:
    _filled()

    words = _words(client, "/inspections/doors/recommendations/1/surrey-police/")

    assert "No response found as of" in words
    assert "A response may exist that we have not seen." in words
    assert "late" not in words.lower().split()


def test_a_body_shows_everything_it_must_answer(client: Client) -> None:
    _filled()

    assert "Of 2 recommendations, we hold a response to 2." in _words(
        client, "/bodies/kent-police/"
    )
    silent = _words(client, "/bodies/surrey-police/")
    assert "Of 2 recommendations, we hold a response to 0." in silent
    assert silent.count("No response found") == 2
    pcc = _words(client, "/bodies/south-yorkshire-pcc/")
    assert "From 22 November 2012 to 6 May 2024. Followed by Mayor of South Yorkshire." in pcc
    assert "is to end in 2028" in _words(client, "/bodies/surrey-pcc/")


def test_an_invented_body_is_marked_on_every_page_and_counted_apart(client: Client) -> None:
    changes.load_bodies(
        bodies=[
            KnownBody("nowhere-police", BodyKind.TERRITORIAL_FORCE, "Nowhere Police", invented=True)
        ]
    )
    take_inspection()
    letter = reading(row("1", "A lighthouse."), bodies=("Nowhere Police",))
    take_responses(letter, bodies=("nowhere-police",))

    for address in (
        "/inspections/doors/recommendations/1/",
        "/inspections/doors/recommendations/1/nowhere-police/",
        "/bodies/",
        "/bodies/nowhere-police/",
        "/search/?q=nowhere",
        "/search/?q=lighthouse",
    ):
        assert "Invented, for demonstration" in _words(client, address), address
    for address in ("/", "/inspections/doors/", "/inspections/doors/recommendations/1/"):
        words = _words(client, address)
        assert "Also 1 body invented for this demonstration." in words
        assert re.search(r"from 0 of (86|43) bodies", words)


def test_a_number_with_a_space_has_an_address(client: Client) -> None:
    take_inspection(
        DOORS + '\n[[recommendation]]\nnumber = "AFI 3"\nask = "area_for_improvement"\ntext = "T."'
    )

    assert "AFI 3" in _words(client, "/inspections/doors/recommendations/AFI-3/")
    assert (
        'href="/inspections/doors/recommendations/AFI-3/"'
        in client.get("/inspections/doors/").content.decode()
    )


@pytest.mark.parametrize(
    "address",
    [
        "/inspections/none/",
        "/inspections/doors/recommendations/99/",
        "/inspections/doors/recommendations/1/home-office/",
        "/bodies/none/",
    ],
)
def test_an_address_that_leads_nowhere_is_not_found(client: Client, address: str) -> None:
    take_inspection()

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", ["0", "-1", "x", "999999999999999999999", ""])
def test_any_page_number_shows_a_page(client: Client, number: str) -> None:
    many_recommendations(30, bodies=2)

    assert client.get("/inspections/many/", {"page": number}).status_code == 200


def test_words_from_documents_are_never_markup(client: Client) -> None:
    take_inspection()
    hostile = reading(row("1", "<script>alert(1)</script>"), bodies=("Kent Police",))
    take_responses(hostile, document="<b>.pdf")

    for address in (
        "/inspections/doors/recommendations/1/",
        "/inspections/doors/recommendations/1/kent-police/",
        "/bodies/kent-police/",
        "/search/?q=alert",
    ):
        content = client.get(address).content
        assert b"<script>alert" not in content
        assert b"<b>.pdf" not in content


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def _seconds(client: Client, address: str) -> float:
    # Of work, not of waiting: a busy machine does not make a page slower than it is.
    begun = time.process_time()
    client.get(address)
    return time.process_time() - begun


@pytest.fixture
def first_body() -> str:
    return Body.objects.order_by("pk")[0].key


def test_a_page_asks_as_many_questions_of_2000_rows_as_of_20(
    client: Client, first_body: str
) -> None:
    addresses = [page.format(body=first_body) for page in PAGES]
    inspection = many_recommendations(20, bodies=2)
    few = {address: _queries(client, address) for address in addresses}
    inspection.slug = "fewer"
    inspection.save()
    many_recommendations(2_000, bodies=2)

    many = {address: _queries(client, address) for address in addresses}

    assert many == few
    assert max(many.values()) <= 12


def test_1000_recommendations_with_their_responses_are_quick_and_small(
    client: Client, first_body: str
) -> None:
    many_recommendations(1_000, bodies=5)

    for page in PAGES:
        address = page.format(body=first_body)
        answer = client.get(address)
        took = min(_seconds(client, address) for _ in range(3))
        assert took < 0.15, f"{address}: {took * 1000:.0f} ms"
        assert len(gzip.compress(answer.content)) <= 30_000, address


def test_a_page_of_long_answers_still_fits_on_the_wire(client: Client) -> None:
    take_inspection()
    letters: list[tuple[Body, Reading]] = [
        (
            body,
            reading(
                row("1", *[f"{n} {body.name} says {n * 7919}." * 40 for n in range(20)]),
                bodies=(body.name,),
            ),
        )
        for body in Body.objects.filter(kind="territorial_force")
    ]
    for body, letter in letters:
        take_responses(letter, bodies=(body.key,), document=f"{body.key}.pdf")

    content = client.get("/inspections/doors/recommendations/1/").content

    assert len(gzip.compress(content)) <= 30_000
