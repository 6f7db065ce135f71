"""What was handed over stays as its organisation says; taken back, the next feed counts again."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry as LogEntry
from breakwater.apps.directory import access, export
from breakwater.apps.directory.changes import entries, feeds
from breakwater.apps.directory.models import Handing, Service, Version
from breakwater.apps.organisations.models import Notice
from breakwater.domain.plain_error import PlainError
from tests.apps.directory.feeds import (
    a_run_service,
    bring_in,
    listed_in_a_feed,
    preview,
    published,
    service_of,
)
from tests.apps.directory.handed import changed, handed, has_left, taken_back
from tests.people import Cast, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_staff_site")]


def test_a_later_feed_leaves_what_was_handed_over_as_its_organisation_says(cast: Cast) -> None:
    record, other = a_run_service(), a_run_service("Other", run_by="Pier Trust")
    listed = listed_in_a_feed(record)
    bring_in(other)
    handed(cast, listed)
    changed(service_of(record), cast.caseworker, cast.support_admin, name="Tideline, ours")
    new, moved = a_run_service("New"), other | {"organization": record["organization"]}
    renamed = record["organization"] | {"name": "Quay Trust Ltd"}
    later = [record | {"name": "Theirs", "organization": renamed}, new, moved]
    plan = preview(*later)

    said = "is now looked after by Southfell Women's Support; the feed is not applied."
    assert [one.sentence for one in plan.looked_after] == [
        f"“{name}” {said}" for name in ("Tideline, ours", "New", "Other")
    ]
    assert not plan.changes_something
    entries_before = LogEntry.objects.count()

    bring_in(*later)

    assert sorted(Service.objects.values_list("name", "listed__name")) == [
        ("Other", "Pier Trust"),
        ("Tideline, ours", "Quay Trust"),
    ]
    assert service_of(record).versions.count() == 2
    assert LogEntry.objects.count() == entries_before


def test_the_preview_on_the_staff_site_says_what_stays(cast: Cast) -> None:
    record = a_run_service()
    handed(cast, listed_in_a_feed(record))
    content = json.dumps([record | {"name": "Theirs"}, a_run_service("Fresh", "Pier")]).encode()
    client = signed_in(cast.operator_1)
    sent = client.post("/feeds/", {"feed": SimpleUploadedFile("later.json", content)})

    page = client.get(sent["Location"]).content.decode()

    assert "1 added, 0 changed" in page
    said = "“Tideline” is now looked after by Southfell Women&#x27;s Support; the feed is not"
    assert said in page
    has_left(cast)
    assert "which no longer takes part here" in client.get(sent["Location"]).content.decode()


def test_a_feed_that_waited_while_services_were_handed_over_does_not_change_them(
    cast: Cast,
) -> None:
    record = a_run_service()
    listed = listed_in_a_feed(record)
    batch = feeds.open_feed(
        name="later.json",
        content=json.dumps([record | {"name": "Theirs"}]).encode(),
        by=cast.operator_1,
        at=timezone.now(),
    )
    handed(cast, listed)

    plan = feeds.commit_feed(batch=batch, by=cast.operator_2, at=timezone.now())

    assert (len(plan.changed), len(plan.looked_after)) == (0, 1)
    assert service_of(record).name == "Tideline"
    assert service_of(record).organisation == cast.support


def test_taking_back_keeps_what_was_said_until_the_next_feed(cast: Cast) -> None:
    record = a_run_service()
    listed = listed_in_a_feed(record)
    own = published(cast.support, cast.caseworker, cast.support_admin, name="Own")
    handed(cast, listed)
    service = service_of(record)
    changed(service, cast.caseworker, cast.support_admin, name="Tideline, ours")
    service.refresh_from_db()
    assert service.published is not None
    draft = entries.propose(
        service=service,
        content=service.published.content | {"name": "A draft"},
        by=cast.caseworker,
        at=timezone.now(),
    )
    signed_in(cast.operator_2).post(f"/listed/{listed.pk}/take-back/")
    signed_in(cast.operator_1).post(f"/listed/handings/{Handing.objects.latest('id').pk}/")

    service.refresh_from_db()
    draft.refresh_from_db()
    assert (service.organisation, service.name) == (None, "Tideline, ours")
    assert draft.state == Version.State.DECLINED
    assert list(access.own_services(cast.caseworker.membership)) == [own]
    assert list(access.services_taking_referrals()) == [own]
    assert Notice.objects.filter(person=cast.caseworker, kind="services-taken-back").exists()
    with pytest.raises(PlainError, match="does not look after this service"):
        entries.hide(service=service, by=cast.caseworker, at=timezone.now())
    assert [one["name"] for _, one in bring_in(record).changed] == ["Tideline"]


def test_what_was_hidden_comes_back_only_where_the_preview_said_so(cast: Cast) -> None:
    record = a_run_service()
    listed = listed_in_a_feed(record)
    handed(cast, listed)
    entries.hide(service=service_of(record), by=cast.caseworker, at=timezone.now())
    assert preview(record).shown_again == []
    taken_back(cast, listed)
    assert not service_of(record).is_public

    assert [one["name"] for one in preview(record).shown_again] == ["Tideline"]
    bring_in(record)
    assert service_of(record).is_public


def test_the_next_organisation_reads_no_name_and_no_draft_of_the_one_before(cast: Cast) -> None:
    record = a_run_service()
    listed = listed_in_a_feed(record)
    handed(cast, listed)
    service = service_of(record)
    changed(service, cast.caseworker, cast.support_admin, name="Tideline, ours")
    changed(service, cast.caseworker, cast.support_admin, description="Public words.")
    declined = entries.propose(
        service=service,
        content=service.versions.first().content | {"description": "Never published."},  # type: ignore[union-attr]
        by=cast.caseworker,
        at=timezone.now(),
    )
    entries.decline(version=declined, because="Not so.", by=cast.support_admin, at=timezone.now())
    taken_back(cast, listed)
    handed(cast, listed, cast.other_support)

    page = signed_in(cast.other_caseworker).get(f"/services/{service.pk}/").content.decode()
    [(_, [taken])] = export.belongings(cast.other_support)

    assert "From the organisation that looked after it before" in page
    assert "Public words." in page
    for secret in ("Kit Kelp", "Cora Cove", "Never published.", "Not so."):
        assert secret not in page
    written = json.dumps(taken, default=str)
    assert "Public words." in written
    assert "Never published." not in written
    assert cast.caseworker.email not in written
