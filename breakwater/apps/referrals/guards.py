"""What neither database lets anybody do to a consent or a referral, whatever program asks.

Triggers, made by the migrations from the lifecycle's own table. Django rebuilds a table on
SQLite when a column is added, and loses them on the way: such a migration installs them again
(``tests/attack/test_consent_and_protection.py`` looks after every migration).
"""

from typing import Any

from breakwater.checks_again import checks_again, names_of_checks
from breakwater.domain.lifecycles.referral import LIVING, REFERRAL, State
from breakwater.domain.refusals import Refusal, Refusals, changed, never, removals, statements
from breakwater.domain.row_guards import keeps_its_place, replaces_nothing

_CONSENT = "referrals_consent"
_LIVING = ", ".join(sorted(f"'{state.value}'" for state in LIVING))
_MOVES = ", ".join(f"'{a.value}>{b.value}'" for a, _, b in REFERRAL.moves())

_REFUSED: Refusals = {
    "referrals_referral_needs_consent": Refusal(
        "INSERT",
        "referrals_referral",
        f"""new.state <> '{State.OFFERED.value}' OR NOT EXISTS (SELECT 1 FROM referrals_consent
        WHERE id = new.consent_id AND organisation_id = new.sender_id AND withdrawn_at IS NULL)""",
        "no referral begins without a consent that stands",
    ),
    "referrals_referral_to_whom_she_named": Refusal(
        "INSERT",
        "referrals_referral",
        """NOT EXISTS (SELECT 1 FROM referrals_named
        WHERE consent_id = new.consent_id AND organisation_id = new.receiver_id)""",
        "the person did not name this organisation",
    ),
    "referrals_referral_stops_when_withdrawn": Refusal(
        "UPDATE",
        "referrals_referral",
        f"""old.state <> new.state AND new.state <> '{State.WITHDRAWN.value}' AND EXISTS
        (SELECT 1 FROM referrals_consent WHERE id = new.consent_id AND withdrawn_at IS NOT NULL)""",
        "the person withdrew consent",
    ),
    "referrals_referral_moves_in_order": Refusal(
        "UPDATE",
        "referrals_referral",
        f"old.state <> new.state AND (old.state || '>' || new.state) NOT IN ({_MOVES})",
        "a referral does not move like that",
    ),
    "referrals_referral_stays_the_same_one": Refusal(
        "UPDATE",
        "referrals_referral",
        changed("id", "consent_id", "sender_id", "receiver_id", "offered_at", "offered_by_id"),
        "whose referral it is, and to whom, cannot change",
    ),
    "referrals_consent_never_changes": Refusal(
        "UPDATE",
        "referrals_consent",
        changed(
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
    "referrals_consent_stays_withdrawn": Refusal(
        "UPDATE",
        "referrals_consent",
        "old.withdrawn_at IS NOT NULL AND new.withdrawn_at {other} old.withdrawn_at",
        "a withdrawn consent stays withdrawn",
    ),
    "referrals_consent_ends_its_referral": Refusal(
        "UPDATE",
        "referrals_consent",
        f"""old.withdrawn_at IS NULL AND new.withdrawn_at IS NOT NULL AND EXISTS
        (SELECT 1 FROM referrals_referral WHERE consent_id = new.id AND state IN ({_LIVING}))""",
        "what rests on this consent must be withdrawn first",
    ),
    "referrals_named_at_the_beginning": Refusal(
        "INSERT",
        "referrals_named",
        "EXISTS (SELECT 1 FROM referrals_referral WHERE consent_id = new.consent_id)",
        "nobody can be named for the person afterwards",
    ),
    "referrals_named_stays_the_same_one": Refusal(
        "UPDATE",
        "referrals_named",
        changed("consent_id", "organisation_id", "place"),
        "whom the person named cannot be changed",
    ),
}

# Those that name columns of a later migration.
_REFUSED_SINCE_0004: Refusals = {
    "referrals_consent_words_shown_never_change": Refusal(
        "UPDATE",
        "referrals_consent",
        changed("language_code", "words_shown", "translation", "approved_by"),
        "the words that a person was shown cannot be changed afterwards",
    ),
}
_REFUSED_SINCE_0005: Refusals = {
    "referrals_consent_stays": never(
        "DELETE", "referrals_consent", "what a person agreed to stays, withdrawn or not"
    ),
    "referrals_consent_is_new": Refusal(
        "INSERT",
        "referrals_consent",
        "EXISTS (SELECT 1 FROM referrals_consent WHERE id = new.id)",
        "a consent takes no other one out of its place",
    ),
    "referrals_referral_is_new": Refusal(
        "INSERT",
        "referrals_referral",
        f"""EXISTS (SELECT 1 FROM referrals_referral
        WHERE id = new.id OR consent_id = new.consent_id
        AND (receiver_id = new.receiver_id OR state IN ({_LIVING})))""",
        "a referral takes no other one out of its place",
    ),
}
# What SQLite needs beside, so that none of this rests on how a connection was opened.
_KEYS: dict[str, list[tuple[str, ...]]] = {
    "referrals_consent": [("id",), ("rowid",)],
    "referrals_referral": [("id",), ("rowid",)],
    "referrals_named": [("id",), ("consent_id", "organisation_id"), ("consent_id", "place")],
}


def _sqlite_places() -> dict[str, str]:
    made = [replaces_nothing(table, keys) for table, keys in _KEYS.items()]
    return dict(made + [keeps_its_place(table, keys) for table, keys in _KEYS.items()])


def _only_on_sqlite() -> list[str]:
    return [*_sqlite_places(), *names_of_checks(_CONSENT)]


def names(vendor: str) -> list[str]:
    """Every trigger there must be."""
    everywhere = [*_REFUSED, *_REFUSED_SINCE_0004, *_REFUSED_SINCE_0005]
    return everywhere + (
        [*_sqlite_places(), *names_of_checks("referrals_consent")] if vendor == "sqlite" else []
    )


def install(_apps: Any, schema_editor: Any) -> None:
    """Make those of the first migration (for ``RunPython``)."""
    for statement in statements(_REFUSED, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def install_since_0004(apps: Any, schema_editor: Any) -> None:
    """Make all of them."""
    install(apps, schema_editor)
    for statement in statements(_REFUSED_SINCE_0004, schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def install_since_0005(_apps: Any, schema_editor: Any) -> None:
    """Make what 0005 adds to those before it."""
    vendor = schema_editor.connection.vendor
    made = statements(_REFUSED_SINCE_0005, vendor)
    if vendor == "sqlite":
        made += _sqlite_places().values()
        made += checks_again(schema_editor, _CONSENT)
    for statement in made:
        schema_editor.execute(statement, params=None)


def remove(_apps: Any, schema_editor: Any) -> None:
    """Take them away, before a migration that rebuilds their tables."""
    vendor = schema_editor.connection.vendor
    made = removals(_REFUSED | _REFUSED_SINCE_0004 | _REFUSED_SINCE_0005, vendor)
    for name in (
        [] if vendor == "postgresql" else [*_sqlite_places(), *names_of_checks("referrals_consent")]
    ):
        made.append(f"DROP TRIGGER IF EXISTS {name}")
    for statement in made:
        schema_editor.execute(statement, params=None)
