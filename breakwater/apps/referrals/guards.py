"""What neither database lets anybody do to a consent or a referral, whatever program asks.

Triggers, made by the migrations from the lifecycle's own table. Django rebuilds a table on
SQLite when a column is added, and loses them on the way: such a migration installs them again
(``tests/attack/test_consent_and_protection.py`` looks after every migration).
"""

from typing import Any

from django.db import connection

from breakwater.checks_again import checks_again
from breakwater.domain.lifecycles.referral import LIVING, REFERRAL, State
from breakwater.domain.plain_error import PlainError
from breakwater.domain.row_guards import keeps_its_place, replaces_nothing

_IS_OTHER = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
_WORDS = {
    "{offered}": f"'{State.OFFERED.value}'",
    "{withdrawn}": f"'{State.WITHDRAWN.value}'",
    "{living}": ", ".join(sorted(f"'{state.value}'" for state in LIVING)),
    "{moves}": ", ".join(f"'{a.value}>{b.value}'" for a, _, b in REFERRAL.moves()),
}


def _changed(*columns: str) -> str:
    return " OR ".join(f"old.{name} {{other}} new.{name}" for name in columns)


_Refused = dict[str, tuple[str, str, str, str]]
# Trigger → verb, table, when it refuses, and the sentence. ``{other}`` differs by database.
_REFUSED: _Refused = {
    "referrals_referral_needs_consent": (
        "INSERT",
        "referrals_referral",
        """new.state <> {offered} OR NOT EXISTS (SELECT 1 FROM referrals_consent
        WHERE id = new.consent_id AND organisation_id = new.sender_id AND withdrawn_at IS NULL)""",
        "no referral begins without a consent that stands",
    ),
    "referrals_referral_to_whom_she_named": (
        "INSERT",
        "referrals_referral",
        """NOT EXISTS (SELECT 1 FROM referrals_named
        WHERE consent_id = new.consent_id AND organisation_id = new.receiver_id)""",
        "the person did not name this organisation",
    ),
    "referrals_referral_stops_when_withdrawn": (
        "UPDATE",
        "referrals_referral",
        """old.state <> new.state AND new.state <> {withdrawn} AND EXISTS
        (SELECT 1 FROM referrals_consent WHERE id = new.consent_id AND withdrawn_at IS NOT NULL)""",
        "the person withdrew consent",
    ),
    "referrals_referral_moves_in_order": (
        "UPDATE",
        "referrals_referral",
        "old.state <> new.state AND (old.state || '>' || new.state) NOT IN ({moves})",
        "a referral does not move like that",
    ),
    "referrals_referral_stays_the_same_one": (
        "UPDATE",
        "referrals_referral",
        _changed("id", "consent_id", "sender_id", "receiver_id", "offered_at", "offered_by_id"),
        "whose referral it is, and to whom, cannot change",
    ),
    "referrals_consent_never_changes": (
        "UPDATE",
        "referrals_consent",
        _changed(
            "id",
            "organisation_id",
            "words",
            "language",
            "was_alone",
            "interpreter",
            "agreed_at",
            "recorded_by_id",
        ),
        "what a person agreed to cannot be changed afterwards",
    ),
    "referrals_consent_stays_withdrawn": (
        "UPDATE",
        "referrals_consent",
        "old.withdrawn_at IS NOT NULL AND new.withdrawn_at {other} old.withdrawn_at",
        "a withdrawn consent stays withdrawn",
    ),
    "referrals_consent_ends_its_referral": (
        "UPDATE",
        "referrals_consent",
        """old.withdrawn_at IS NULL AND new.withdrawn_at IS NOT NULL AND EXISTS
        (SELECT 1 FROM referrals_referral WHERE consent_id = new.id AND state IN ({living}))""",
        "what rests on this consent must be withdrawn first",
    ),
    "referrals_named_at_the_beginning": (
        "INSERT",
        "referrals_named",
        "EXISTS (SELECT 1 FROM referrals_referral WHERE consent_id = new.consent_id)",
        "nobody can be named for the person afterwards",
    ),
    "referrals_named_stays_the_same_one": (
        "UPDATE",
        "referrals_named",
        _changed("consent_id", "organisation_id", "place"),
        "whom the person named cannot be changed",
    ),
}

# Those that name columns of a later migration.
_REFUSED_SINCE_0004: _Refused = {
    "referrals_consent_words_shown_never_change": (
        "UPDATE",
        "referrals_consent",
        _changed("language_code", "words_shown", "translation", "approved_by"),
        "the words that a person was shown cannot be changed afterwards",
    ),
}
_REFUSED_SINCE_0005: _Refused = {
    "referrals_consent_stays": (
        "DELETE",
        "referrals_consent",
        "1 = 1",
        "what a person agreed to stays, withdrawn or not",
    ),
    "referrals_consent_is_new": (
        "INSERT",
        "referrals_consent",
        "EXISTS (SELECT 1 FROM referrals_consent WHERE id = new.id)",
        "a consent takes no other one out of its place",
    ),
    "referrals_referral_is_new": (
        "INSERT",
        "referrals_referral",
        """EXISTS (SELECT 1 FROM referrals_referral
        WHERE id = new.id OR consent_id = new.consent_id
        AND (receiver_id = new.receiver_id OR state IN ({living})))""",
        "a referral takes no other one out of its place",
    ),
}
_CHECKS = {
    "referrals_consent_passes_its_checks": "INSERT",
    "referrals_consent_keeps_its_checks": "UPDATE",
}
# What SQLite needs beside, so that none of this rests on how a connection was opened.
_KEYS: dict[str, list[tuple[str, ...]]] = {
    "referrals_consent": [("id",), ("rowid",)],
    "referrals_referral": [("id",), ("rowid",)],
    "referrals_named": [("id",), ("consent_id", "organisation_id"), ("consent_id", "place")],
}

_SQLITE = """CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when}
    BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""
_FUNCTION = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {when} THEN
            RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN {row};
    END
$$"""
_POSTGRESQL = """CREATE TRIGGER {name} BEFORE {verb} ON {table}
    FOR EACH ROW EXECUTE FUNCTION {name}()"""


def _sqlite_places() -> dict[str, str]:
    made = [replaces_nothing(table, keys) for table, keys in _KEYS.items()]
    return dict(made + [keeps_its_place(table, keys) for table, keys in _KEYS.items()])


def names(vendor: str) -> list[str]:
    """Every trigger there must be."""
    everywhere = [*_REFUSED, *_REFUSED_SINCE_0004, *_REFUSED_SINCE_0005]
    return everywhere + ([*_sqlite_places(), *_CHECKS] if vendor == "sqlite" else [])


def statements(vendor: str, refused: _Refused = _REFUSED) -> list[str]:
    """Everything that makes these guards, in order."""
    made = []
    for name, (verb, table, when, sentence) in refused.items():
        words = {
            "name": name,
            "verb": verb,
            "table": table,
            "when": _filled(when, vendor),
            "sentence": sentence,
            "row": "old" if verb == "DELETE" else "new",
        }
        templates = [_SQLITE] if vendor == "sqlite" else [_FUNCTION, _POSTGRESQL]
        made += [template.format(**words) for template in templates]
    return made


def _filled(when: str, vendor: str) -> str:
    for mark, text in (_WORDS | {"{other}": _IS_OTHER[vendor]}).items():
        when = when.replace(mark, text)
    return when


def require_guards() -> None:
    """Refuse to start unless every guard stands; on SQLite the owner of the file can drop one."""
    query = _STANDING[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    if set(names(connection.vendor)) - standing:
        raise PlainError("the guards of consent are damaged in the database; tell your operator")


_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def install(_apps: Any, schema_editor: Any) -> None:
    """Make those of the first migration (for ``RunPython``)."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def install_since_0004(apps: Any, schema_editor: Any) -> None:
    """Make all of them."""
    install(apps, schema_editor)
    for statement in statements(schema_editor.connection.vendor, _REFUSED_SINCE_0004):
        schema_editor.execute(statement, params=None)


def install_since_0005(_apps: Any, schema_editor: Any) -> None:
    """Make what 0005 adds to those before it."""
    vendor = schema_editor.connection.vendor
    made = statements(vendor, _REFUSED_SINCE_0005)
    if vendor == "sqlite":
        made += _sqlite_places().values()
        made += checks_again(schema_editor, "referrals_consent")
    for statement in made:
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take them away, before a migration that rebuilds their tables."""
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    refused = _REFUSED | _REFUSED_SINCE_0004 | _REFUSED_SINCE_0005
    for name, (_verb, table, _when, _sentence) in refused.items():
        where = f" ON {table}" if on_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{where}", params=None)
        if on_postgresql:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)
    for name in [] if on_postgresql else [*_sqlite_places(), *_CHECKS]:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
