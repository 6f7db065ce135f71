"""Services that came in a feed are handed to whoever runs them, and taken back, by two people.

No feed changes what the organisation says meanwhile.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from breakwater.apps.audit_log.models import Entry as LogEntry
from breakwater.apps.directory import access, waiting
from breakwater.apps.directory.changes import entries, handing
from breakwater.apps.directory.models import Handing, ListedOrganisation, Service
from breakwater.apps.organisations.models import Notice, Organisation, Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from tests.apps.directory.feeds import (
    a_run_service,
    bring_in,
    listed_in_a_feed,
    published,
    service_of,
)
from tests.apps.directory.handed import handed, has_left, taken_back
from tests.people import Cast, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_staff_site")]


def _sentences(person: Person) -> list[str]:
    return [one.sentence for one in waiting.waiting_for(person.membership)]


@dataclass(frozen=True)
class Asked:
    """One wish to hand services over: what was so before, to whom, and the refusal, if any."""

    says: str
    to: Callable[[Cast], Organisation]
    refused: str = ""
    before: Callable[[Cast, ListedOrganisation], object] = lambda cast, listed: None


def _is_not_admitted(cast: Cast, _listed: ListedOrganisation) -> None:
    Organisation.objects.filter(pk=cast.support.pk).update(admitted_at=None)
    cast.support.refresh_from_db()


def _waits(cast: Cast, listed: ListedOrganisation) -> None:
    handing.ask_to_hand(
        listed=listed, organisation=cast.other_support, by=cast.operator_2, at=timezone.now()
    )


DECISIONS = [
    Asked("to a support organisation", lambda cast: cast.support),
    Asked("after it was taken back", lambda cast: cast.support, "", lambda c, o: _back(c, o)),
    Asked("to one that left", lambda cast: cast.support, "does not take part here", has_left),
    Asked(
        "to one that nobody admitted",
        lambda cast: cast.support,
        "does not take part here",
        _is_not_admitted,
    ),
    Asked("to a force", lambda cast: cast.force, "only a support organisation"),
    Asked("to the operator itself", lambda cast: cast.operator, "only a support organisation"),
    Asked(
        "twice to the same",
        lambda cast: cast.support,
        "Southfell Women's Support looks after it already",
        lambda cast, listed: handed(cast, listed),
    ),
    Asked(
        "on to another",
        lambda cast: cast.support,
        "Harbour Lights looks after it already",
        lambda cast, listed: handed(cast, listed, cast.other_support),
    ),
    Asked(
        "while another wish waits", lambda cast: cast.support, "waits for a second person", _waits
    ),
    Asked(
        "without a service",
        lambda cast: cast.support,
        "no services",
        lambda cast, listed: Service.objects.update(listed=None),
    ),
]


def _back(cast: Cast, listed: ListedOrganisation) -> None:
    handed(cast, listed)
    taken_back(cast, listed)


@pytest.mark.parametrize("asked", DECISIONS, ids=lambda asked: asked.says)
def test_to_whom_services_can_be_handed(cast: Cast, asked: Asked) -> None:
    listed = listed_in_a_feed()
    asked.before(cast, listed)
    before = Handing.objects.count()

    def ask() -> Handing:
        return handing.ask_to_hand(
            listed=listed, organisation=asked.to(cast), by=cast.operator_1, at=timezone.now()
        )

    if asked.refused:
        with pytest.raises(PlainError, match=asked.refused):
            ask()
        assert Handing.objects.count() == before
    else:
        assert ask().confirmed_at is None
        assert not Service.objects.exclude(organisation=None).exists()


def test_what_an_organisation_wrote_here_itself_is_not_handed_on(cast: Cast) -> None:
    own = published(cast.support, cast.caseworker, cast.support_admin).listed
    assert own is not None

    with pytest.raises(PlainError, match="wrote its entries here itself"):
        handing.ask_to_hand(
            listed=own, organisation=cast.other_support, by=cast.operator_1, at=timezone.now()
        )
    with pytest.raises(PlainError, match="not handed to anybody"):
        handing.ask_to_take_back(listed=own, by=cast.operator_1, at=timezone.now())
    assert signed_in(cast.operator_1).get(f"/listed/{own.pk}/").status_code == 404


@pytest.mark.parametrize("name", ["support_admin", "caseworker", "supervisor", "body_admin"])
def test_nobody_but_an_operator_hands_services_over_not_even_to_themselves(
    cast: Cast, name: str
) -> None:
    listed = listed_in_a_feed()

    answer = signed_in(getattr(cast, name)).post(
        f"/listed/{listed.pk}/", {"organisation": cast.support.pk}
    )

    assert answer.status_code == 403
    assert not Handing.objects.exists()


def test_one_operator_asks_another_confirms_and_the_organisation_finds_its_services(
    cast: Cast,
) -> None:
    tide, ebb = a_run_service("Tide"), a_run_service("Ebb")
    other = a_run_service("Other", run_by="Pier Trust")
    bring_in(other)
    listed = listed_in_a_feed(tide, ebb)
    first, second = signed_in(cast.operator_1), signed_in(cast.operator_2)

    first.post(f"/listed/{listed.pk}/", {"organisation": cast.support.pk})
    page = f"/listed/handings/{Handing.objects.get().pk}/"
    assert "Somebody else has to confirm it." in first.get(page).content.decode()
    assert "Somebody else has to look at it and confirm it." in first.post(page).content.decode()
    assert not Service.objects.exclude(organisation=None).exists()
    assert _sentences(cast.operator_1) == []
    assert _sentences(cast.operator_2) == [
        "Quay Trust waits to be handed to Southfell Women's Support"
    ]
    assert "Is it the same organisation?" in second.get(page).content.decode()

    second.post(page)

    kept = access.own_services(cast.caseworker.membership)
    assert [one.name for one in kept] == ["Ebb", "Tide"]
    assert service_of(other).organisation is None
    assert [one.name for one in access.services_taking_referrals()] == ["Ebb", "Tide"]
    told = Notice.objects.filter(kind="services-handed").values_list("person__name", flat=True)
    assert sorted(told) == ["Cem Cliff", "Cora Cove", "Kit Kelp"]
    waits = ["You now look after the services of Quay Trust: check what they say"]
    assert _sentences(cast.caseworker) == waits
    assert _sentences(cast.other_caseworker) == []
    assert "handed to you" in signed_in(cast.caseworker).get("/services/").content.decode()

    for one in kept:
        entries.mark_checked(service=one, by=cast.caseworker, at=timezone.now())
    assert _sentences(cast.caseworker) == []


def test_an_organisation_can_be_handed_two_beside_what_it_wrote_itself(cast: Cast) -> None:
    published(cast.support, cast.caseworker, cast.support_admin, name="Own")
    for name in ("Quay Trust", "Pier Trust"):
        handed(cast, listed_in_a_feed(a_run_service(name, run_by=name)))
    published(cast.support, cast.caseworker, cast.support_admin, name="Own, later")

    kept = access.own_services(cast.caseworker.membership)
    assert [(one.name, str(one.listed)) for one in kept] == [
        ("Own", "Southfell Women's Support"),
        ("Own, later", "Southfell Women's Support"),
        ("Pier Trust", "Pier Trust"),
        ("Quay Trust", "Quay Trust"),
    ]


def test_a_handed_service_changes_only_with_a_second_look(cast: Cast) -> None:
    record = a_run_service()
    handed(cast, listed_in_a_feed(record))
    service = service_of(record)
    assert service.published is not None
    content = service.published.content | {"description": "By the harbour."}

    version = entries.propose(
        service=service, content=content, by=cast.caseworker, at=timezone.now()
    )

    service.refresh_from_db()
    assert service.published is not None
    assert "description" not in service.published.content
    with pytest.raises(PlainError, match="somebody else has to look"):
        entries.publish(version=version, by=cast.caseworker, at=timezone.now())
    entries.publish(version=version, by=cast.support_admin, at=timezone.now())
    service.refresh_from_db()
    assert service.published is not None
    assert service.published.content["description"] == "By the harbour."


def test_an_organisation_that_leaves_before_the_second_look_gets_nothing(cast: Cast) -> None:
    listed = listed_in_a_feed()
    asked = handing.ask_to_hand(
        listed=listed, organisation=cast.support, by=cast.operator_1, at=timezone.now()
    )
    has_left(cast, listed)

    with pytest.raises(PlainError, match="does not take part here"):
        handing.confirm(handing=asked, by=cast.operator_2, at=timezone.now())

    listed.refresh_from_db()
    assert (listed.organisation, Service.objects.get().organisation) == (None, None)


def test_what_was_decided_is_not_decided_again(cast: Cast) -> None:
    asked = handing.ask_to_hand(
        listed=listed_in_a_feed(),
        organisation=cast.support,
        by=cast.operator_1,
        at=timezone.now(),
    )
    signed_in(cast.operator_1).post(f"/listed/handings/{asked.pk}/put-aside/")

    with pytest.raises(PlainError, match="decided on it already"):
        handing.confirm(handing=asked, by=cast.operator_2, at=timezone.now())
    assert not Service.objects.exclude(organisation=None).exists()


def test_each_verb_is_one_entry_in_the_log(cast: Cast) -> None:
    listed = listed_in_a_feed()
    before = LogEntry.objects.filter(kind=Kind.SERVICE_CHANGED.value).count()

    handed(cast, listed)
    taken_back(cast, listed)

    entries_now = LogEntry.objects.filter(kind=Kind.SERVICE_CHANGED.value)
    assert entries_now.count() == before + 4


def test_nothing_moves_where_the_log_does_not_take_the_entry(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(**_: object) -> None:
        raise RuntimeError

    asked = handing.ask_to_hand(
        listed=listed_in_a_feed(),
        organisation=cast.support,
        by=cast.operator_1,
        at=timezone.now(),
    )
    monkeypatch.setattr(handing, "append", fails)
    with pytest.raises(RuntimeError):
        handing.confirm(handing=asked, by=cast.operator_2, at=timezone.now())

    assert not Service.objects.exclude(organisation=None).exists()
    assert not ListedOrganisation.objects.exclude(organisation=None).exists()
    assert not Notice.objects.filter(kind="services-handed").exists()


@pytest.mark.parametrize("by", ["operator_1", None])
def test_the_database_holds_no_handing_that_one_person_did(cast: Cast, by: str | None) -> None:
    asked = handing.ask_to_hand(
        listed=listed_in_a_feed(),
        organisation=cast.support,
        by=cast.operator_1,
        at=timezone.now(),
    )
    who = getattr(cast, by) if by else None

    with pytest.raises(IntegrityError, match="by_another_person"), transaction.atomic():
        Handing.objects.filter(pk=asked.pk).update(confirmed_at=timezone.now(), confirmed_by=who)


def test_the_list_finds_by_words_of_the_name(cast: Cast) -> None:
    listed_in_a_feed(a_run_service(run_by="Quay Trust"))
    listed_in_a_feed(a_run_service(run_by="Pier Trust"))
    published(cast.support, cast.caseworker, cast.support_admin)

    page = signed_in(cast.operator_1).get("/listed/?q=trust quay").content.decode()

    assert "Quay Trust" in page
    assert "Pier Trust" not in page
    everything = signed_in(cast.operator_1).get("/listed/").content.decode()
    assert "Pier Trust" in everything
    assert "Southfell" not in everything
