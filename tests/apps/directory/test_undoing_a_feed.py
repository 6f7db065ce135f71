"""A stored feed is undone for what still is as the feed left it, and for nothing else."""

import pytest
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry as LogEntry
from breakwater.apps.directory.changes import feeds, handing, undoing
from breakwater.apps.directory.models import Batch, Edition, Service
from breakwater.domain.plain_error import PlainError
from tests.apps.directory.feeds import a_place, a_run_service, a_service, bring_in, service_of
from tests.people import Cast, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_staff_site")]


def _undo(cast: Cast) -> undoing.Undoing:
    newest = Batch.objects.latest("id")
    return undoing.undo_feed(batch=newest, by=cast.operator_1, at=timezone.now())


def test_what_was_new_is_shown_to_nobody_and_what_changed_is_as_before(cast: Cast) -> None:
    old = a_service("Old", service_at_locations=[a_place()])
    bring_in(old)
    new = a_service("New", service_at_locations=[a_place()])
    bring_in(old | {"name": "Changed"}, new)
    edition, entries = Edition.newest(), LogEntry.objects.count()

    found = _undo(cast)

    assert ([one.name for one in found.hidden], len(found.put_back)) == (["New"], 1)
    assert [one.name for one in Service.objects.public()] == ["Old"]
    assert service_of(old).versions.count() == 3
    assert (service_of(old).places.count(), service_of(new).places.count()) == (1, 0)
    assert Edition.newest() != edition
    assert LogEntry.objects.count() == entries + 1


def test_the_same_feed_again_brings_it_back(cast: Cast) -> None:
    record = a_service()
    bring_in(record)
    _undo(cast)

    bring_in(record)

    assert service_of(record).is_public


def test_what_was_handed_over_or_changed_since_stays_and_the_page_says_so(cast: Cast) -> None:
    ours, later, new = a_run_service("Ours"), a_service("Later"), a_service("New")
    bring_in(ours, later, new)
    batch = Batch.objects.get()
    listed = service_of(ours).listed
    assert listed is not None
    asked = handing.ask_to_hand(
        listed=listed, organisation=cast.support, by=cast.operator_1, at=timezone.now()
    )
    handing.confirm(handing=asked, by=cast.operator_2, at=timezone.now())
    bring_in(later | {"name": "Later still"})
    client = signed_in(cast.operator_1)

    page = client.get(f"/feeds/{batch.pk}/undo/").content.decode()
    client.post(f"/feeds/{batch.pk}/undo/")

    assert "Stays, because an organisation looks after it now: 1" in page
    assert "Ours: Southfell Women&#x27;s Support" in page
    assert "Stays, because it changed since: 1" in page
    shown = Service.objects.public().values_list("name", flat=True)
    assert list(shown) == ["Later still", "Ours"]
    assert service_of(ours).organisation == cast.support
    assert "undone" in client.get("/feeds/").content.decode()


def test_a_feed_is_undone_once_and_only_when_it_was_stored(cast: Cast) -> None:
    bring_in(a_service())
    _undo(cast)
    with pytest.raises(PlainError, match="undone already"):
        _undo(cast)

    feeds.open_feed(name="f.json", content=b"[]", by=cast.operator_1, at=timezone.now())
    with pytest.raises(PlainError, match="not stored"):
        _undo(cast)


def test_nothing_is_undone_where_the_log_does_not_take_the_entry(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> None:
        raise RuntimeError

    record = a_service()
    bring_in(record)
    monkeypatch.setattr(undoing, "append", fails)
    with pytest.raises(RuntimeError):
        _undo(cast)

    assert service_of(record).is_public
    assert Batch.objects.get().undone_at is None
