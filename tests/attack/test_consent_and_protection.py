"""A referral without consent, and telling Immigration Enforcement “to protect”: neither database
can be made to hold them, whoever asks, after every migration."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from breakwater.apps.referrals import guards
from breakwater.domain.lifecycles.referral import REFERRAL, State
from tests.attack.databases import LATER, NOW, WAYS, Database, Guarded, Refused, database_of


@pytest.fixture(scope="module", params=WAYS)
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    with database_of(request, tmp_path_factory.mktemp("attack"), "attacked_consent") as made:
        yield made


@dataclass
class Attack:
    """A consent for one of two organisations, and a referral that rests on it."""

    database: Database
    consent: str
    referral: str

    def say(self, statement: str, *values: object) -> None:
        """One statement, as whoever has the database's address could send it."""
        self.database.run(statement, *values)

    def offer(self, **changed: object) -> str:
        """Another referral, made by hand; its key."""
        row: dict[str, object] = {
            "id": self.database.key(),
            "consent_id": self.consent,
            "sender_id": self.database.force,
            "receiver_id": self.database.other_force,
            "state": "offered",
            "question": "",
            "offered_at": NOW,
            "offered_by_id": self.database.people[0],
            "moved_at": NOW,
            "moved_by_id": self.database.people[0],
        } | changed
        self.database.insert("referrals_referral", row)
        return str(row["id"])

    def state(self) -> str:
        """Where the referral stands."""
        found = self.database.run(
            "SELECT state FROM referrals_referral WHERE id = ?", self.referral
        )
        return str(found[0][0])

    def move(self, state: str) -> None:
        """Put it there."""
        self.say("UPDATE referrals_referral SET state = ? WHERE id = ?", state, self.referral)

    def withdraw(self) -> None:
        """As the program does it: the referral first, then the consent."""
        self.move("withdrawn")
        self.say(_WITHDRAW, LATER, self.database.people[0], self.consent)


_WITHDRAW = "UPDATE referrals_consent SET withdrawn_at = ?, withdrawn_by_id = ? WHERE id = ?"


def _consent(database: Database, **changed: object) -> str:
    key = database.key()
    database.insert(
        "referrals_consent",
        {
            "id": key,
            "organisation_id": database.force,
            "reference": "SM 1",
            "words": "You can say no.",
            "language": "Arabic",
            "language_code": "ar",
            "words_shown": "يمكنك أن ترفض.",
            "translation": "machine",
            "approved_by": "",
            "was_alone": True,
            "interpreter": "not_needed",
            "is_in_danger": False,
            "agreed_at": NOW,
            "recorded_by_id": database.people[0],
        }
        | changed,
    )
    return key


def _name(database: Database, consent: str, organisation: int, place: int = 1) -> None:
    database.insert(
        "referrals_named",
        {
            "consent_id": consent,
            "organisation_id": organisation,
            "place": place,
            "key_version": 1,
            "sealed_in_browser": True,
        },
    )


@pytest.fixture
def attack(database: Database) -> Attack:
    consent = _consent(database)
    _name(database, consent, database.other_force)
    made = Attack(database, consent, "")
    made.referral = made.offer()
    return made


def test_after_every_migration_every_guard_of_consent_stands(database: Database) -> None:
    where = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if database.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    )

    assert set(guards.names(database.vendor)) <= {row[0] for row in database.run(where)}


@pytest.mark.parametrize("after", State, ids=lambda one: one.value)
def test_a_referral_moves_only_as_its_table_says(attack: Attack, after: State) -> None:
    allowed = {follows for before, _, follows in REFERRAL.moves() if before is State.OFFERED}
    if after in allowed | {State.OFFERED}:
        attack.move(after.value)
        assert attack.state() == after.value
    else:
        with pytest.raises(Refused):
            attack.move(after.value)
        assert attack.state() == "offered"


@pytest.mark.parametrize("state", sorted(one.value for one in State if one is not State.WITHDRAWN))
def test_nothing_advances_once_consent_was_withdrawn(attack: Attack, state: str) -> None:
    attack.withdraw()

    with pytest.raises(Refused):
        attack.move(state)


_WITHOUT_CONSENT: dict[str, Callable[[Attack], dict[str, object]]] = {
    "without any": lambda one: {"consent_id": one.database.key()},
    "with none named": lambda _: {"consent_id": None},
    "to whom she did not name": lambda one: {
        "receiver_id": one.database.force,
        "sender_id": one.database.other_force,
    },
    "in another's name": lambda one: {"sender_id": one.database.other_force},
    "accepted from the start": lambda _: {"state": "accepted"},
    "a second time": lambda _: {},
}


@pytest.mark.parametrize("attempt", _WITHOUT_CONSENT)
def test_no_referral_is_stored_without_its_consent(attack: Attack, attempt: str) -> None:
    with pytest.raises(Refused):
        attack.offer(**_WITHOUT_CONSENT[attempt](attack))


def test_none_is_stored_after_a_withdrawal(database: Database) -> None:
    consent = _consent(database)
    _name(database, consent, database.other_force)
    attack = Attack(database, consent, "")
    attack.say(_WITHDRAW, LATER, database.people[0], consent)

    with pytest.raises(Refused):
        attack.offer()


_CHANGES = {
    "her words": "UPDATE referrals_consent SET words = 'Anything' WHERE id = ?",
    "the language": "UPDATE referrals_consent SET language = 'Welsh' WHERE id = ?",
    "the words shown": "UPDATE referrals_consent SET words_shown = 'x' WHERE id = ?",
    "the language shown": "UPDATE referrals_consent SET language_code = 'ur' WHERE id = ?",
    "that a machine made them": """UPDATE referrals_consent
        SET translation = 'approved', approved_by = 'A desk, 1 May 2026' WHERE id = ?""",
    "who approved them": "UPDATE referrals_consent SET approved_by = 'A desk' WHERE id = ?",
    "that somebody listened": "UPDATE referrals_consent SET was_alone = NOT was_alone WHERE id = ?",
    "who interpreted": "UPDATE referrals_consent SET interpreter = 'independent' WHERE id = ?",
    "whom she named": "UPDATE referrals_named SET place = 9 WHERE consent_id = ?",
}


@pytest.mark.parametrize("change", _CHANGES)
def test_what_she_agreed_to_cannot_be_changed_afterwards(attack: Attack, change: str) -> None:
    with pytest.raises(Refused):
        attack.say(_CHANGES[change], attack.consent)


_UNMARKED: dict[str, dict[str, object]] = {
    "without a language": {"language_code": ""},
    "as English": {"translation": "english"},
    "as if there were none": {"translation": "none"},
    "approved by nobody": {"translation": "approved"},
    "a machine's, approved": {"approved_by": "A desk, 1 May 2026"},
    "a mark of its own": {"translation": "checked"},
    "none, by a machine": {"words_shown": ""},
}


@pytest.mark.parametrize("attempt", _UNMARKED)
def test_no_words_are_stored_as_shown_without_their_mark(database: Database, attempt: str) -> None:
    with pytest.raises(Refused):
        _consent(database, **_UNMARKED[attempt])


def test_words_are_stored_as_shown_with_their_mark(database: Database) -> None:
    """Else the attacks above would be refused for the wrong reason."""
    _consent(database)
    _consent(database, translation="approved", approved_by="A desk, 1 May 2026")
    _consent(database, translation="english", language_code="en-gb", words_shown="")
    _consent(database, translation="none", language_code="", words_shown="")


def test_nobody_is_named_for_her_afterwards(attack: Attack) -> None:
    with pytest.raises(Refused):
        _name(attack.database, attack.consent, attack.database.force, place=2)


def test_a_consent_stays_while_something_rests_on_it_and_stays_withdrawn(attack: Attack) -> None:
    with pytest.raises(Refused):
        attack.say("DELETE FROM referrals_consent WHERE id = ?", attack.consent)
    # Withdrawing leaves nothing behind that still lives.
    with pytest.raises(Refused):
        attack.say(_WITHDRAW, LATER, attack.database.people[0], attack.consent)
    attack.withdraw()
    with pytest.raises(Refused):
        attack.say(
            "UPDATE referrals_consent SET withdrawn_at = NULL, withdrawn_by_id = NULL WHERE id = ?",
            attack.consent,
        )


# Copies of what stands, with something else in it; ``{columns}`` are all the columns but those.
_OTHER_CONSENT = """INTO referrals_consent (withdrawn_at, withdrawn_by_id, words, {columns})
    SELECT NULL, NULL, 'She agreed to everything', {columns} FROM referrals_consent WHERE id = ?"""
_REPLACING = {
    "sqlite": [
        f"INSERT OR REPLACE {_OTHER_CONSENT}",
        f"REPLACE {_OTHER_CONSENT}",
        f"INSERT {_OTHER_CONSENT} ON CONFLICT (id) DO UPDATE SET withdrawn_at = NULL",
        """UPDATE OR REPLACE referrals_consent
            SET rowid = (SELECT rowid FROM referrals_consent WHERE id = ?)
            WHERE rowid = (SELECT max(rowid) FROM referrals_consent)""",
    ],
    "postgresql": [
        f"INSERT {_OTHER_CONSENT} ON CONFLICT (id) DO UPDATE SET words = excluded.words",
        f"""INSERT {_OTHER_CONSENT} ON CONFLICT (id) DO UPDATE
            SET withdrawn_at = NULL, withdrawn_by_id = NULL""",
    ],
}


def test_a_withdrawn_consent_is_neither_removed_nor_put_in_anew(attack: Attack) -> None:
    attack.withdraw()
    _consent(attack.database)
    stood = _consent_as_it_stands(attack)
    others = ", ".join(_columns(attack.database, "referrals_consent") - _TAKEN_BACK)

    for statement in _REPLACING[attack.database.vendor]:
        with pytest.raises(Guarded):
            attack.say(statement.format(columns=others), attack.consent)
    with pytest.raises(Guarded):
        attack.say("DELETE FROM referrals_consent WHERE id = ?", attack.consent)
    assert _consent_as_it_stands(attack) == stood


def test_no_consent_is_deleted_even_where_nothing_rests_on_it(database: Database) -> None:
    consent = _consent(database)

    with pytest.raises(Guarded):
        database.run("DELETE FROM referrals_consent WHERE id = ?", consent)


def test_a_consent_lets_go_of_the_case_that_is_erased(attack: Attack) -> None:
    attack.say(
        "UPDATE referrals_consent SET from_case_id = NULL, reference = '' WHERE id = ?",
        attack.consent,
    )

    found = attack.database.run(
        "SELECT reference FROM referrals_consent WHERE id = ?", attack.consent
    )
    assert found == [("",)]


def test_a_referral_takes_no_other_one_out_of_its_place(attack: Attack) -> None:
    """Else one that was declined is offered again, as if nobody had answered."""
    attack.move("declined")
    columns = ", ".join(_columns(attack.database, "referrals_referral") - {"state"})
    replace = "INSERT OR REPLACE" if attack.database.vendor == "sqlite" else "INSERT"
    instead = "" if replace != "INSERT" else "ON CONFLICT (id) DO UPDATE SET state = excluded.state"

    with pytest.raises(Guarded):
        attack.say(
            f"{replace} INTO referrals_referral (state, {columns})"
            f" SELECT 'offered', {columns} FROM referrals_referral WHERE id = ? {instead}",
            attack.referral,
        )
    assert attack.state() == "declined"


_TAKEN_BACK = {"withdrawn_at", "withdrawn_by_id", "words"}


def _consent_as_it_stands(attack: Attack) -> list[tuple[object, ...]]:
    return attack.database.run(
        "SELECT words, withdrawn_at FROM referrals_consent WHERE id = ?", attack.consent
    )


def _columns(database: Database, table: str) -> set[str]:
    where = (
        "SELECT name FROM pragma_table_info(?)"
        if database.vendor == "sqlite"
        else "SELECT column_name FROM information_schema.columns WHERE table_name = ?"
    )
    return {row[0] for row in database.run(where, table)}


def _sharing(database: Database, **changed: object) -> None:
    row: dict[str, object] = {
        "id": database.key(),
        "organisation_id": database.force,
        "reference": "SM 1",
        "risk": "child",
        "body": "children",
        "basis": "children_act",
        "fields": '["danger"]',
        "because": "x",
        "told": "told",
        "told_why": "",
        "state": "asked",
        "asked_at": NOW,
        "asked_by_id": database.people[0],
        "second_why": "",
    }
    database.insert("protection_sharing", row | changed)


def test_what_protects_can_be_stored(database: Database) -> None:
    """Else the attacks below would be refused for the wrong reason."""
    _sharing(database)
    _sharing(database, state="emergency", shared_at=NOW)
    _sharing(
        database, state="shared", shared_at=NOW, second_by_id=database.people[1], second_at=NOW
    )


_SHARINGS: dict[str, Callable[[Database], dict[str, object]]] = {
    "to Immigration Enforcement": lambda _: {"body": "immigration_enforcement"},
    "to a conduit": lambda _: {"body": "home_office"},
    "to the protective alert": lambda _: {"body": "protective_alert"},
    "to anybody else": lambda _: {"body": "other"},
    "to nobody": lambda _: {"body": ""},
    "in capitals": lambda _: {"body": "CHILDREN"},
    "without a body": lambda _: {"body": None},
    "for another reason": lambda _: {"risk": "status"},
    "on no ground": lambda _: {"basis": ""},
    "passed on by one person": lambda _: {"state": "shared", "shared_at": NOW},
    "agreed by oneself": lambda one: {
        "state": "approved",
        "second_by_id": one.people[0],
        "second_at": NOW,
    },
    "passed on without a moment": lambda _: {"state": "emergency"},
    "passed on unseen": lambda _: {"state": "asked", "shared_at": NOW},
    "not told without a reason": lambda _: {"told": "not_told"},
    "in a state of its own": lambda _: {"state": "done"},
}


@pytest.mark.parametrize("attempt", _SHARINGS)
def test_nothing_else_is_stored_as_shared_to_protect(database: Database, attempt: str) -> None:
    with pytest.raises(Refused):
        _sharing(database, **_SHARINGS[attempt](database))
