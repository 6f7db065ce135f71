"""A feed is looked at first, each bad record told in a sentence, and nothing half-happens."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry
from breakwater.apps.directory.changes import feeds
from breakwater.apps.directory.models import Batch, Place, Service, Term, Version
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.open_referral import feed as feed_reading
from breakwater.domain.open_referral.extras import Extras
from breakwater.domain.plain_error import PlainError
from tests.apps.directory.feeds import a_place, a_service, bring_in, preview, published, service_of
from tests.people import Cast
from tests.shared_input import shared

pytestmark = pytest.mark.django_db
_KIND = Kind.SERVICE_CHANGED.value


def _entries() -> int:
    return Entry.objects.filter(kind=_KIND).count()


def test_a_feed_is_stored_and_the_same_feed_again_changes_nothing() -> None:
    record = a_service(service_at_locations=[a_place()])

    first, second = bring_in(record), bring_in(record)

    assert (len(first.added), len(second.added), second.unchanged) == (1, 0, 1)
    assert (Batch.objects.count(), Version.objects.count(), _entries()) == (1, 1, 1)
    assert service_of(record).is_public
    assert [one.district for one in Place.objects.all()] == ["GL1"]


def test_a_changed_record_is_a_further_version() -> None:
    record = a_service()
    bring_in(record)

    plan = bring_in(record | {"description": "By the harbour."})

    assert len(plan.changed) == 1
    assert [one.number for one in service_of(record).versions.all()] == [2, 1]


def test_a_preview_stores_nothing() -> None:
    plan = preview(a_service())

    assert len(plan.added) == 1
    assert not Service.objects.exists()


FAULTS: list[tuple[str, list[Any], str, int]] = [
    ("no id", [{"name": "Tide", "status": "active"}], "has no id", 0),
    ("no name", [{"id": str(uuid4()), "status": "active"}], "no name", 0),
    (
        "two records of one id",
        [a_service("A", id="7"), a_service("B", id="7")],
        "“A” was kept, “B” was left out",
        1,
    ),
    (
        "a position that is not on the earth",
        [a_service(service_at_locations=[{"id": "1", "location": {"id": "2", "latitude": 100}}])],
        "latitude 100 is not on the earth",
        1,
    ),
    (
        "half a position",
        [a_service(service_at_locations=[{"id": "1", "location": {"id": "2", "latitude": 50}}])],
        "half a position",
        1,
    ),
    ("no status", [{"id": str(uuid4()), "name": "A", "organization_id": "1"}], "no status", 1),
    ("an address that is a script", [a_service(url="javascript:alert(1)")], "url cannot be", 1),
    ("an e-mail that is none", [a_service(email="a at b")], "email cannot be read", 1),
    ("a list that is none", [a_service(phones="0800")], "phones is not a list", 1),
    ("a day that is none", [a_service(assured_date="32/13/2020")], "assured_date cannot", 1),
]


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case[0])
def test_each_fault_is_told_in_a_sentence(case: tuple[str, list[Any], str, int]) -> None:
    _, records, sentence, kept = case

    plan = bring_in(*records)

    assert len(plan.faults) == 1
    assert sentence in plan.faults[0].sentence
    assert plan.faults[0].sentence.endswith(".")
    assert Service.objects.count() == kept


def test_markup_in_a_description_becomes_plain_text() -> None:
    record = a_service(
        name="Tide &amp; <b>Line</b>",
        description="<p>Come in.</p><script>alert(1)</script><img src=x onerror=y>Sit&nbsp;down",
    )
    bring_in(record)

    stored = service_of(record)
    assert stored.name == "Tide & Line"
    assert stored.published is not None
    assert stored.published.content["description"] == "Come in.\nSit down"


def test_a_taxonomy_that_runs_in_a_circle_is_cut() -> None:
    one, two = str(uuid4()), str(uuid4())
    terms = [
        {"id": one, "name": "One", "description": "", "parent_id": two, "taxonomy": "T"},
        {"id": two, "name": "Two", "description": "", "parent_id": one, "taxonomy": "T"},
    ]
    plan = bring_in(*terms, a_service())

    assert "its own wider term" in plan.faults[0].sentence
    assert sorted(str(term.parent_id) for term in Term.objects.all()) == sorted([one, "None"])


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000, b'{"id": NaN}', b""])
def test_what_is_no_json_is_refused_whole(content: bytes) -> None:
    with pytest.raises(PlainError, match="is not JSON"):
        feeds.plan_of([("feed.json", content)])


def test_a_feed_of_50_mb_is_refused_before_it_is_read() -> None:
    with pytest.raises(PlainError, match="50 MB, and a file of a feed may have 20"):
        feeds.plan_of([("feed.json", b" " * 50_000_000)])


def test_many_small_files_are_bounded_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_reading, "LARGEST_FEED", 100)

    with pytest.raises(PlainError, match="in parts"):
        feeds.plan_of((f"{number}.json", b"[]".ljust(60)) for number in range(3))


def test_nothing_of_a_feed_is_stored_where_its_last_record_fails(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(feeds, "append", fails)
    with pytest.raises(RuntimeError):
        bring_in(a_service())

    assert not Service.objects.exists()
    assert not Batch.objects.exists()


def test_a_feed_does_not_touch_what_an_organisation_looks_after_here(cast: Cast) -> None:
    ours = published(cast.support, cast.caseworker, cast.support_admin)

    plan = bring_in(a_service("Taken over", id=str(ours.pk)))

    assert [one.sentence for one in plan.looked_after] == [
        "“Tideline” is now looked after by Southfell Women's Support; the feed is not applied."
    ]
    assert Service.objects.get(pk=ours.pk).name == "Tideline"


def test_a_feed_that_says_nothing_of_confidentiality_does_not_end_it() -> None:
    record = a_service("Refuge", Extras(confidential=True))
    bring_in(record)

    del record["attributes"]
    bring_in(record | {"service_at_locations": [a_place()], "description": "At 12 Quay Street."})

    stored = service_of(record)
    assert stored.is_confidential
    assert stored.published is not None
    assert "service_at_locations" not in stored.published.content
    assert stored.published.content["description"] == "At [not shown]."


def test_two_people_bring_a_feed_in_on_the_staff_site(cast: Cast) -> None:
    content = json.dumps([a_service()]).encode()
    batch = feeds.open_feed(
        name="feed.json", content=content, by=cast.operator_1, at=timezone.now()
    )
    assert not Service.objects.exists()
    with pytest.raises(PlainError, match="somebody else"):
        feeds.commit_feed(batch=batch, by=cast.operator_1, at=timezone.now())

    feeds.commit_feed(batch=batch, by=cast.operator_2, at=timezone.now())

    batch.refresh_from_db()
    assert (batch.added, bytes(batch.content)) == (1, b"")
    assert Service.objects.get().is_public


def test_the_mock_feed_comes_in_with_what_is_wrong_with_it() -> None:
    folder = shared("hsds/mock-feed")
    files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.json"))]

    plan = feeds.import_feed(name="mock-feed", files=files, at=timezone.now())
    again = feeds.import_feed(name="mock-feed", files=files, at=timezone.now())

    assert (len(plan.added), again.changes_something) == (1, False)
    assert Service.objects.get().name == "Community Counselling"
    assert any("latitude 100" in fault.sentence for fault in plan.faults)


def test_a_large_feed_asks_the_database_little_more_than_a_small_one() -> None:
    from django.test.utils import CaptureQueriesContext

    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            bring_in(*(a_service(service_at_locations=[a_place()]) for _ in range(count)))
        return len(asked)

    assert queries(300) <= queries(3) + 24
