"""A published report gives its recommendations, though nobody has answered them yet."""

from breakwater.domain.reading.published_report import read_report
from breakwater.domain.register.facts import facts_of_reading

REPORT = """<html><body><nav><a href="/">Home</a></nav><main>
<h1>Quiet Rooms: an inspection of how forces look after witnesses</h1>
<p>Published 3 March 2025</p>
<h2>Summary</h2><p>We went to see twelve forces.</p>
<h3>Recommendation 1. To chief constables</h3>
<p>Within six months of publication, chief constables should give every witness a quiet room.</p>
<h2>What we found</h2>
<h3>Recommendation 1. To chief constables</h3>
<p>Within six months of publication, chief constables should give every witness a quiet room.</p>
<h3>Recommendation 2. To the Home Office</h3>
<p>By 1 December 2025 the Home Office should pay for the chairs of recommendation 1.</p>
</main></body></html>"""


def test_a_report_is_read_into_what_it_asks_of_whom_and_by_when() -> None:
    reading = read_report("quiet-rooms.html", REPORT.encode())

    facts = facts_of_reading(reading, slug="", document_name="quiet-rooms.html")

    assert (facts.slug, str(facts.published_on)) == ("quiet-rooms", "2025-03-03")
    assert [
        (r.number, r.addressees, r.deadline_rule.key, r.cites) for r in facts.recommendations
    ] == [
        ("1", ("chief constables",), "6-months-after-publication", ()),
        ("2", ("home office",), "by-2025-12-01", ("1",)),
    ]
    assert facts.recommendations[0].text.startswith("Within six months of publication")
