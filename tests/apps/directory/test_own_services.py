"""An organisation's own entries: two people before anyone sees a change, every version kept."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone
from pytest_django import Settings

from breakwater.apps.audit_log.models import Entry as LogEntry
from breakwater.apps.directory import access, export, waiting
from breakwater.apps.directory.changes import entries
from breakwater.apps.directory.forms import EntryForm
from breakwater.apps.directory.models import Batch, Service, Version
from breakwater.apps.organisations.models import Notice
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from tests.apps.directory.feeds import a_place, a_service, begun, bring_in, published
from tests.people import Cast, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_staff_site")]
_WRITTEN: dict[str, Any] = {
    "name": "Tideline",
    "description": "Somebody listens.",
    "status": "active",
    "needs": ["talk"],
    "phones": "01632 960 001, day and night",
    "hours": "Monday to Friday 9:00 to 17:00",
    "areas": "SX1, SX2",
    "languages": ["en-gb", "pl"],
    "immigration_advice": "0",
    "street": "1 Quay",
    "postcode": "SX1 1AA",
}


def _change(service: Service, by: Any, **more: Any) -> Version:
    service.refresh_from_db()
    assert service.published is not None
    content = service.published.content | more
    return entries.propose(service=service, content=content, by=by, at=timezone.now())


def test_a_service_is_written_by_one_and_published_by_another(cast: Cast) -> None:
    writer, second = signed_in(cast.caseworker), signed_in(cast.support_admin)

    answer = writer.post("/services/new/", _WRITTEN)

    service = Service.objects.get()
    assert answer["Location"] == f"/services/{service.pk}/"
    assert (service.is_public, service.organisation) == (False, cast.support)
    version = service.versions.get()
    page = f"/services/changes/{version.pk}/"
    assert "Somebody else has to look at it" in writer.get(page).content.decode()
    assert "You" not in [one.name for one in access.services_taking_referrals()]
    shown = second.get(page).content.decode()
    assert "01632 960 001, day and night" in shown

    second.post(page)

    service.refresh_from_db()
    assert service.is_public
    assert (service.checked_on, service.checked_by) == (timezone.localdate(), cast.support_admin)
    assert list(access.services_taking_referrals()) == [service]


def test_nobody_publishes_their_own_change(cast: Cast) -> None:
    version = begun(cast.support, cast.caseworker)

    with pytest.raises(PlainError, match="somebody else"):
        entries.publish(version=version, by=cast.caseworker, at=timezone.now())
    answer = signed_in(cast.caseworker).post(f"/services/changes/{version.pk}/")

    assert "Somebody else has to look at your change" in answer.content.decode()
    assert not Service.objects.get().is_public


@pytest.mark.parametrize("decided_by", ["caseworker", None])
def test_the_database_holds_no_version_that_one_person_published(
    cast: Cast, decided_by: str | None
) -> None:
    version = begun(cast.support, cast.caseworker)
    one = Version.objects.filter(pk=version.pk)
    who = getattr(cast, decided_by) if decided_by else None

    with pytest.raises(IntegrityError, match="by_another_person"), transaction.atomic():
        one.update(state="published", decided_at=timezone.now(), decided_by=who)


def test_the_database_shows_nothing_that_was_never_published(cast: Cast) -> None:
    begun(cast.support, cast.caseworker)

    with pytest.raises(IntegrityError, match="what_is_public"), transaction.atomic():
        Service.objects.update(is_public=True)


def test_a_change_is_not_public_until_somebody_has_looked(cast: Cast) -> None:
    service = published(cast.support, cast.caseworker, cast.support_admin)

    version = _change(service, cast.caseworker, name="Tideline, renamed")

    service.refresh_from_db()
    assert service.name == "Tideline"
    entries.publish(version=version, by=cast.support_admin, at=timezone.now())
    service.refresh_from_db()
    assert service.name == "Tideline, renamed"


def test_writing_anew_makes_a_new_version_so_that_nobody_publishes_what_they_did_not_see(
    cast: Cast,
) -> None:
    service = published(cast.support, cast.caseworker, cast.support_admin)
    first = _change(service, cast.caseworker, name="One")
    second = _change(service, cast.caseworker, name="Two")

    with pytest.raises(PlainError, match="decided on it already"):
        entries.publish(version=first, by=cast.support_admin, at=timezone.now())
    entries.publish(version=second, by=cast.support_admin, at=timezone.now())
    assert Service.objects.get().name == "Two"


def test_a_colleagues_change_is_decided_on_before_another_is_written(cast: Cast) -> None:
    service = published(cast.support, cast.caseworker, cast.support_admin)
    _change(service, cast.caseworker, name="One")

    with pytest.raises(PlainError, match="a colleague's change waits"):
        _change(service, cast.support_admin, name="Two")


def test_a_change_that_changes_nothing_is_told_so(cast: Cast) -> None:
    service = published(cast.support, cast.caseworker, cast.support_admin)

    with pytest.raises(PlainError, match="nothing is different"):
        _change(service, cast.caseworker)


def test_a_change_that_is_not_published_says_why_to_whoever_wrote_it(cast: Cast) -> None:
    version = begun(cast.support, cast.caseworker)
    address = f"/services/changes/{version.pk}/decline/"

    signed_in(cast.support_admin).post(address, {"because": "The number is wrong."})

    page = signed_in(cast.caseworker).get(f"/services/{version.service_id}/").content.decode()
    assert "The number is wrong." in page
    assert Notice.objects.filter(person=cast.caseworker, kind="service-decided").exists()


def test_colleagues_who_can_look_are_told_and_it_waits_on_their_home_page(cast: Cast) -> None:
    begun(cast.support, cast.caseworker)

    told = set(Notice.objects.filter(kind="service-waits").values_list("person__name", flat=True))
    assert told == {"Cora Cove", "Cem Cliff"}
    assert len(list(waiting.waiting_for(cast.support_admin.membership))) == 1
    assert list(waiting.waiting_for(cast.caseworker.membership)) == []
    assert list(waiting.waiting_for(cast.other_admin.membership)) == []


def test_one_person_can_hide_a_service_at_once(cast: Cast) -> None:
    service = published(
        cast.support, cast.caseworker, cast.support_admin, service_at_locations=[a_place()]
    )
    signed_in(cast.caseworker).post(f"/services/{service.pk}/hide/")

    service.refresh_from_db()
    assert (service.is_public, service.places.count()) == (False, 0)
    assert list(access.services_taking_referrals()) == []


@pytest.mark.usefixtures("_first_hour_of_a_summer_day")
def test_checking_says_today_and_by_whom(cast: Cast) -> None:
    service = published(cast.support, cast.caseworker, cast.support_admin)
    Service.objects.update(checked_on="2025-01-01")
    waits = [one.sentence for one in waiting.waiting_for(cast.caseworker.membership)]
    assert waits == ["Nobody has checked Tideline for six months"]

    signed_in(cast.caseworker).post(f"/services/{service.pk}/checked/")

    service.refresh_from_db()
    assert (service.checked_on, service.checked_by) == (timezone.localdate(), cast.caseworker)


def test_each_change_is_one_entry_that_names_no_person_and_no_content(cast: Cast) -> None:
    service = published(cast.support, cast.caseworker, cast.support_admin)
    entries.mark_checked(service=service, by=cast.caseworker, at=timezone.now())
    entries.hide(service=service, by=cast.caseworker, at=timezone.now())

    assert LogEntry.objects.filter(kind=Kind.SERVICE_CHANGED.value).count() == 3


def test_the_page_shows_every_version_with_what_it_changed(cast: Cast) -> None:
    service = published(cast.support, cast.caseworker, cast.support_admin)
    entries.publish(
        version=_change(service, cast.caseworker, description="By the harbour."),
        by=cast.support_admin,
        at=timezone.now(),
    )
    page = signed_in(cast.caseworker).get(f"/services/{service.pk}/").content.decode()

    assert "Version 2: published" in page
    assert "By the harbour." in page
    assert "Written by Kit Kelp" in page
    assert "looked at by Cora Cove" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"hours": "sometimes"}, "“sometimes” cannot be read"),
        ({"phones": "ring us"}, "“ring us” is not a number"),
        ({"areas": "Saltmouth"}, "“Saltmouth” is not the first half of a postcode."),
        ({"confidential": "on"}, "Empty the address too."),
        (
            {"confidential": "on", "street": "", "postcode": "", "description": "4 Quay Street"},
            "one of its sentences says where it is",
        ),
        ({"name": ""}, "This field is required."),
        ({"url": "javascript:alert(1)"}, "as it stands in the browser."),
        ({"url": "ftp://tideline.example/x"}, "as it stands in the browser."),
    ],
)
def test_what_cannot_be_read_is_told_and_the_form_comes_back_with_its_text(
    cast: Cast, wrong: dict[str, str], sentence: str
) -> None:
    answer = signed_in(cast.caseworker).post("/services/new/", _WRITTEN | wrong)

    page = answer.content.decode()
    assert sentence in page
    assert "01632" in page or "ring us" in page
    assert not Service.objects.exists()


def test_the_form_shows_what_is_stored_and_storing_it_again_changes_nothing(cast: Cast) -> None:
    client = signed_in(cast.caseworker)
    client.post("/services/new/", _WRITTEN)
    entries.publish(version=Version.objects.get(), by=cast.support_admin, at=timezone.now())
    address = f"/services/{Service.objects.get().pk}/change/"
    form = client.get(address).context["form"]
    assert isinstance(form, EntryForm)

    answer = client.post(
        address, {name: value for name, value in form.initial.items() if value is not False}
    )

    assert "Nothing is different." in answer.content.decode()


def test_an_organisation_takes_its_entries_away(cast: Cast) -> None:
    published(cast.support, cast.caseworker, cast.support_admin)
    published(cast.other_support, cast.other_caseworker, cast.other_admin, name="Other")

    [(name, rows)] = export.belongings(cast.support)

    assert (name, [row["name"] for row in rows]) == ("services", ["Tideline"])


def test_referrals_go_only_where_the_organisation_takes_part(cast: Cast) -> None:
    bring_in(a_service("From a feed"))
    ours = published(cast.support, cast.caseworker, cast.support_admin)
    theirs = published(cast.other_support, cast.other_caseworker, cast.other_admin, name="Other")
    assert list(access.services_taking_referrals()) == [theirs, ours]

    cast.other_support.left_at, cast.other_support.left_by = timezone.now(), cast.other_admin
    cast.other_support.save()

    assert list(access.services_taking_referrals()) == [ours]


def test_operators_bring_a_feed_in_on_the_staff_site(cast: Cast, settings: Settings) -> None:

    first, second = signed_in(cast.operator_1), signed_in(cast.operator_2)
    records = [a_service("Tide"), {"name": "No id", "status": "active"}]
    file = SimpleUploadedFile("feed.json", json.dumps(records).encode())
    preview = first.post("/feeds/", {"feed": file})["Location"]

    page = second.get(preview).content.decode()
    assert "1 added, 0 changed" in page
    assert "has no id" in page
    assert "Somebody else has to look at it" in first.get(preview).content.decode()
    first.post(preview)
    assert not Service.objects.exists()

    second.post(preview)
    assert Service.objects.get().name == "Tide"
    assert Notice.objects.filter(person=cast.operator_2, kind="feed-waits").exists()


def test_a_feed_of_several_megabytes_arrives_whole(cast: Cast) -> None:
    record = a_service("Tide", description="Somebody listens. " * 100)
    content = json.dumps([record]).encode().ljust(6_000_000)

    answer = signed_in(cast.operator_1).post(
        "/feeds/", {"feed": SimpleUploadedFile("feed.json", content)}
    )
    assert answer.status_code == 302
    assert len(bytes(Batch.objects.get().content)) == 6_000_000


# The second is more than the site even takes in.
@pytest.mark.parametrize("size", [21_000_000, 52_500_000])
def test_a_feed_that_is_too_large_is_told_so(cast: Cast, size: int) -> None:
    content = b"[]".ljust(size)

    answer = signed_in(cast.operator_1).post(
        "/feeds/", {"feed": SimpleUploadedFile("feed.json", content)}
    )
    assert "This file is larger than 20 MB." in answer.content.decode()


def test_a_file_that_is_no_feed_is_told_so_on_the_page(cast: Cast) -> None:

    answer = signed_in(cast.operator_1).post(
        "/feeds/", {"feed": SimpleUploadedFile("feed.json", b"<html>")}
    )
    assert "This feed cannot be read: feed.json is not JSON" in answer.content.decode()


def test_another_organisations_service_is_not_there(cast: Cast) -> None:
    service = published(cast.support, cast.caseworker, cast.support_admin)

    with pytest.raises(Http404):
        access.own_service(cast.other_admin.membership, service.pk)
    assert signed_in(cast.other_admin).get(f"/services/{service.pk}/").status_code == 404
