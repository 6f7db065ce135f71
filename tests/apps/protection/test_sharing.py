"""Sharing to protect: to whom, what, with whose agreement, and what is left of it."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from breakwater.apps.audit_log.models import Access, Entry
from breakwater.apps.cases.changes import erase_case
from breakwater.apps.cases.changes.erasing import erased_tables
from breakwater.apps.organisations.models import Notice, Person
from breakwater.apps.protection import changes, waiting
from breakwater.apps.protection.models import Sharing
from breakwater.domain.lifecycles.protection import PROTECTION, Move, Side, State
from breakwater.domain.lifecycles.table import NotYoursError
from breakwater.domain.plain_error import PlainError
from breakwater.domain.protection import Basis, Body, Field, Told, WhyNot, WhyNotTold, refusal
from tests.apps.cases.making import a_case
from tests.apps.protection.conftest import GROUNDS, asked, in_emergency
from tests.people import Cast, signed_in

FORM = {
    "reference": "sm/2026/0601",
    "risk": "child",
    "body": "children",
    "fields_passed": ["children", "danger"],
    "basis": "children_act",
    "because": "He has a key.",
    "told": "told",
    "how": "ask",
}


def kinds() -> list[str]:
    """What was entered."""
    found = Entry.objects.exclude(kind="log-started").order_by("log_id", "index")
    return list(found.values_list("kind", flat=True))


def told(someone: Person) -> list[str]:
    """The kinds of notice they got."""
    return list(Notice.objects.filter(person=someone).order_by("pk").values_list("kind", flat=True))


def test_a_second_person_agrees_before_anything_is_passed_on(cast: Cast) -> None:
    made = asked(cast.officer)
    with pytest.raises(PlainError):
        changes.share(sharing=made, shared_at=timezone.now(), by=cast.officer, at=timezone.now())

    changes.agree(sharing=made, by=cast.supervisor, at=timezone.now())
    assert not Access.objects.exists()
    now = timezone.now()
    changes.share(sharing=made, shared_at=now, by=cast.officer, at=now)

    made.refresh_from_db()
    assert (made.state, made.second_by) == ("shared", cast.supervisor)
    assert kinds() == ["protection-asked", "protection-agreed", "shared-to-protect"]
    line = Access.objects.get()
    assert (line.act, line.recipient, line.because) == ("disclosure", "children", "to-protect")
    assert told(cast.supervisor) == ["protection-waits"]
    assert told(cast.officer) == ["protection-decided"]


def test_in_an_emergency_nobody_waits_and_a_second_person_looks_at_it_afterwards(
    cast: Cast,
) -> None:
    made = in_emergency(cast.caseworker)

    assert kinds() == ["shared-to-protect"]
    assert Access.objects.get().recipient == "children"
    assert told(cast.support_admin) == ["protection-waits"]
    assert told(cast.other_admin) == []
    changes.disagree(sharing=made, why=WhyNot.ASK_FIRST, by=cast.support_admin, at=timezone.now())
    made.refresh_from_db()
    assert (made.state, made.second_why) == ("objected", "ask_first")
    # It left all the same: that is never unsaid.
    assert made.shared_at is not None


def test_nobody_is_their_own_second_person(cast: Cast) -> None:
    made = asked(cast.supervisor)

    with pytest.raises(NotYoursError):
        changes.agree(sharing=made, by=cast.supervisor, at=timezone.now())
    with pytest.raises(NotYoursError):
        changes.agree(sharing=made, by=cast.officer, at=timezone.now())
    with pytest.raises(NotYoursError):
        changes.agree(sharing=made, by=cast.support_admin, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Sharing.objects.filter(pk=made.pk).update(
            state="approved", second_by=cast.supervisor, second_at=timezone.now()
        )


def _reach(cast: Cast, state: State) -> Sharing:
    now = timezone.now()
    emergency = {State.EMERGENCY, State.CONFIRMED, State.OBJECTED}
    made = in_emergency(cast.officer) if state in emergency else asked(cast.officer)
    if state in {State.APPROVED, State.SHARED, State.CONFIRMED}:
        changes.agree(sharing=made, by=cast.supervisor, at=now)
    if state in {State.REFUSED, State.OBJECTED}:
        changes.disagree(sharing=made, why=WhyNot.LESS, by=cast.supervisor, at=now)
    if state is State.SHARED:
        changes.share(sharing=made, shared_at=now, by=cast.officer, at=now)
    if state is State.DROPPED:
        changes.drop(sharing=made, by=cast.officer, at=now)
    made.refresh_from_db()
    assert made.stands is state
    return made


@pytest.mark.parametrize(
    ("state", "verb"),
    list(product(State, ["agree", "disagree", "share", "drop"])),
    ids=lambda one: one.value if isinstance(one, State) else one,
)
def test_the_verbs_move_it_as_the_table_says(cast: Cast, state: State, verb: str) -> None:
    made, now = _reach(cast, state), timezone.now()
    verbs = {
        "agree": lambda: changes.agree(sharing=made, by=cast.supervisor, at=now),
        "disagree": lambda: changes.disagree(
            sharing=made, why=WhyNot.LESS, by=cast.supervisor, at=now
        ),
        "share": lambda: changes.share(sharing=made, shared_at=now, by=cast.officer, at=now),
        "drop": lambda: changes.drop(sharing=made, by=cast.officer, at=now),
    }
    moves = {
        "agree": (Move.APPROVE, Move.CONFIRM),
        "disagree": (Move.REFUSE, Move.OBJECT),
        "share": (Move.SHARE,),
        "drop": (Move.DROP,),
    }[verb]
    side = Side.SECOND if verb in {"agree", "disagree"} else Side.ASKER
    follows = [PROTECTION.after[state][one] for one in moves if PROTECTION.can(state, one, side)]
    before = len(kinds())

    if follows:
        verbs[verb]()
    else:
        with pytest.raises(PlainError):
            verbs[verb]()

    made.refresh_from_db()
    assert made.stands is (follows[0] if follows else state)
    assert len(kinds()) == before + bool(follows)


@pytest.mark.parametrize(
    ("body", "basis", "fields", "told_", "why", "expected"),
    [
        (Body.CHILDREN, Basis.CHILDREN_ACT, {Field.NAME}, Told.TOLD, None, None),
        (Body.CHILDREN, Basis.CHILDREN_ACT, set(), Told.TOLD, None, "what is passed on"),
        (Body.SLAVERY, Basis.DUTY_TO_NOTIFY, {Field.NAME}, Told.TOLD, None, "without who they"),
        (Body.SLAVERY, Basis.DUTY_TO_NOTIFY, {Field.DANGER}, Told.TOLD, None, None),
        (Body.SLAVERY, Basis.AGREED, {Field.NAME}, Told.TOLD, None, None),
        (Body.MARAC, Basis.SAFEGUARDING, {Field.NAME}, Told.NOT_TOLD, None, "what danger"),
        (Body.MARAC, Basis.SAFEGUARDING, {Field.NAME}, Told.TOLD, WhyNotTold.CHILD, "what danger"),
        (
            Body.MARAC,
            Basis.SAFEGUARDING,
            {Field.NAME},
            Told.NOT_TOLD,
            WhyNotTold.FOUND_OUT,
            None,
        ),
    ],
)
def test_what_may_be_passed_on(
    body: Body,
    basis: Basis,
    fields: set[Field],
    told_: Told,
    why: WhyNotTold | None,
    expected: str | None,
) -> None:
    said = refusal(body=body, basis=basis, fields=fields, told=told_, why_not=why)

    assert (said is None) if expected is None else (said is not None and expected in said)


@pytest.mark.parametrize(
    "body", ["immigration_enforcement", "home_office", "protective_alert", "other", ""]
)
def test_nobody_but_a_body_that_protects_can_be_chosen_or_stored(cast: Cast, body: str) -> None:
    signed_in(cast.officer).post("/protection/new/", FORM | {"body": body})
    assert not Sharing.objects.exists()

    made = asked(cast.officer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Sharing.objects.filter(pk=made.pk).update(body=body)


def test_the_page_asks_a_second_person_or_enters_an_emergency(cast: Cast) -> None:
    client = signed_in(cast.officer)
    emergency = FORM | {"how": "emergency"}

    client.post("/protection/new/", FORM)
    lacks = client.post("/protection/new/", emergency).content.decode()
    client.post("/protection/new/", emergency | {"shared_at": "2026-01-02T03:04"})
    future = client.post("/protection/new/", emergency | {"shared_at": "2999-01-02T03:04"})

    assert "Give the day and the time." in lacks
    assert "This is in the future." in future.content.decode()
    assert sorted(Sharing.objects.values_list("state", flat=True)) == ["asked", "emergency"]
    assert set(Sharing.objects.values_list("reference", flat=True)) == {"SM/2026/0601"}


@pytest.mark.parametrize("hour", [0, 1])
def test_what_the_page_fills_in_is_taken_at_once_also_while_the_clocks_go_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, hour: int
) -> None:
    """In both hours that are told as one; and minutes only are told, of the agreement as well."""
    now = datetime(2027, 10, 31, hour, 20, 30, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    made = asked(cast.officer)
    changes.agree(sharing=made, by=cast.supervisor, at=now)
    client, address = signed_in(cast.officer), f"/protection/{made.pk}/passed-on/"

    assert 'value="2027-10-31T01:20"' in client.get(address).content.decode()
    before = client.post(address, {"shared_at": "2027-10-31T01:19"}).content.decode()
    client.post(address, {"shared_at": "2027-10-31T01:20"})

    assert "before a second person agreed" in before
    made.refresh_from_db()
    assert made.shared_at == now.replace(second=0)


def test_a_name_is_no_reference(cast: Cast) -> None:
    page = signed_in(cast.officer).post("/protection/new/", FORM | {"reference": "Fern Field"})

    assert "no names" in page.content.decode()
    assert not Sharing.objects.exists()


def test_what_waits_for_a_second_person_is_late_after_a_day(cast: Cast) -> None:
    in_emergency(cast.officer, at=timezone.now() - timedelta(hours=25))
    asked(cast.officer)

    waits = [(one.sentence, one.is_late) for one in waiting.waiting_for(cast.supervisor.membership)]

    assert waits == [
        ("Passed on in an emergency: SM/2026/0600 waits for a second person", True),
        ("To be passed on to protect somebody: SM/2026/0600 waits for a second person", False),
    ]
    assert list(waiting.waiting_for(cast.officer.membership)) == []


def test_whoever_asked_is_shown_that_it_can_be_passed_on_now(cast: Cast) -> None:
    changes.agree(sharing=asked(cast.officer), by=cast.supervisor, at=timezone.now())

    (item,) = waiting.waiting_for(cast.officer.membership)

    assert item.sentence == "A second person agreed: SM/2026/0600 can be passed on"


def test_what_was_written_freely_about_a_case_is_erased_with_it(cast: Cast) -> None:
    case, now = a_case(cast.support), timezone.now()
    made = changes.ask(
        organisation=cast.support, grounds=GROUNDS, by=cast.caseworker, at=now, case=case
    )

    erase_case(case=case, because="asked", by=None, at=now)

    made.refresh_from_db()
    assert (made.case, made.reference, made.because) == (None, "erased", "Erased with the case.")
    assert "protection_sharing" in erased_tables()
