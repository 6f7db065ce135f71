"""A force's word: two people, versions, and nothing that is altered afterwards."""

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pytest_django import Settings

from breakwater.apps.audit_log.models import Entry, Record
from breakwater.apps.organisations.models import Notice
from breakwater.apps.outreach import changes
from breakwater.apps.outreach.changes import Said, digest_of
from breakwater.apps.outreach.models import Statement
from breakwater.domain.plain_error import PlainError
from tests.apps.outreach.making import IN_POLISH, SAID, drafted, signed, translated
from tests.people import LONG_AGO, Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def public(settings: Settings) -> Client:
    """Somebody who reads the public site."""
    settings.ROOT_URLCONF = "breakwater.site.public_addresses"
    settings.SITE = "public"
    return Client()


def _read(public: Client, path: str) -> str:
    answer = public.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def _approve(cast: Cast) -> None:
    made = translated(cast)
    changes.approve(
        translation=made,
        seen=digest_of(made),
        post="Interpreter of the county court",
        by=cast.approver,
        at=LONG_AGO,
    )


def test_a_signed_statement_is_public_with_its_post_and_its_digest_is_in_the_log(
    cast: Cast, public: Client
) -> None:
    made = signed(cast)

    page = _read(public, f"/our-word/{cast.force.slug}/")
    assert "We listen." in page
    assert "Chief Constable" in page
    assert made.digest in page
    assert cast.approver.name not in page
    entry = Entry.objects.get(kind="promise-changed")
    record = Record.objects.get(log_id=entry.log_id, index=entry.index)
    assert made.digest.encode() in bytes(record.content)
    assert b"We listen" not in bytes(record.content)


def test_nobody_outside_reads_a_draft(cast: Cast, public: Client) -> None:
    drafted(cast)

    assert public.get(f"/our-word/{cast.force.slug}/").status_code == 404
    assert cast.force.name not in _read(public, "/our-word/")
    assert Notice.objects.filter(person=cast.approver, kind="statement-waits").count() == 1


def test_whoever_wrote_it_last_does_not_sign_it(cast: Cast) -> None:
    made = drafted(cast)

    with pytest.raises(PlainError, match="cannot sign it"):
        changes.sign(statement=made, seen=digest_of(made), by=cast.editor, at=LONG_AGO)


def test_what_was_changed_while_it_was_read_is_not_signed(cast: Cast) -> None:
    seen = digest_of(drafted(cast))
    made = drafted(cast, Said("Other words.", "We listen.", "No.", "A court."))

    with pytest.raises(PlainError, match="read it again"):
        changes.sign(statement=made, seen=seen, by=cast.approver, at=LONG_AGO)


def test_a_new_version_takes_its_place_and_the_old_one_stays_to_read(
    cast: Cast, public: Client
) -> None:
    signed(cast)
    second = signed(cast, Said("We have changed.", "We listen.", "No.", "A court."))

    page = _read(public, f"/our-word/{cast.force.slug}/")
    assert second.version == 2
    assert page.index("We have changed.") < page.index("You can tell us.")


@pytest.mark.parametrize(
    "change", [{"will": "We listen sometimes."}, {"post": "Nobody"}, {"signed_at": None}], ids=str
)
def test_the_database_refuses_to_change_what_was_signed(
    cast: Cast, change: dict[str, object]
) -> None:
    made = signed(cast)

    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=made.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Statement.objects.filter(pk=made.pk).delete()


def test_a_translation_is_shown_only_when_a_second_person_answers_for_it(
    cast: Cast, public: Client
) -> None:
    translated(cast)
    before = _read(public, f"/pl/our-word/{cast.force.slug}/")
    assert "Słuchamy." not in before
    assert 'lang="en-gb" dir="ltr"' in before


def test_an_approved_translation_is_shown_with_who_answers_for_it(
    cast: Cast, public: Client
) -> None:
    _approve(cast)

    page = _read(public, f"/pl/our-word/{cast.force.slug}/")
    assert "Słuchamy." in page
    assert "Interpreter of the county court" in page
    assert "We listen." not in page


def test_a_translation_has_a_line_for_each_line_of_the_english(cast: Cast) -> None:
    made = signed(cast)
    short = Said(IN_POLISH.opening, "Słuchamy.", IN_POLISH.will_not, IN_POLISH.limits)

    with pytest.raises(PlainError, match="one needs 2"):
        changes.translate(statement=made, language="pl", said=short, by=cast.editor, at=LONG_AGO)


def test_whoever_entered_a_translation_does_not_approve_it(cast: Cast) -> None:
    made = translated(cast)

    with pytest.raises(PlainError, match="cannot approve it"):
        changes.approve(
            translation=made, seen=digest_of(made), post="Me", by=cast.editor, at=LONG_AGO
        )


def test_empty_lines_do_not_count(cast: Cast) -> None:
    assert drafted(cast, SAID).lists[0] == ["We listen.", "We answer."]
