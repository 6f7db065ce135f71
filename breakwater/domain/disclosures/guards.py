"""The guarded tables: what no program, ours included, may store, change or take away.

The rule is in the constraints themselves: a decision that permits sharing names all that permits
it; a release points, with a constant outcome, at such a decision about the same incident and
recipient, and at an authorisation by somebody else. Rows are never changed and never deleted.
Django does not manage these tables (it rebuilds them on SQLite and loses all of this on the way):
the migrations install ``statements``, and ``missing`` compares what a database holds with it.
On SQLite none of this rests on how a connection was opened (``row_guards``).
"""

import re
from collections.abc import Iterable, Mapping

from breakwater.domain.disclosures.postgresql_text import constraints, reduced
from breakwater.domain.row_guards import (
    has_its_parents,
    keys_in,
    passes_its_checks,
    replaces_nothing,
)

_TYPES = {
    "sqlite": {"uuid": "char(32)", "bytes": "blob", "moment": "datetime", "json": "text"},
    "postgresql": {
        "uuid": "uuid",
        "bytes": "bytea",
        "moment": "timestamp with time zone",
        "json": "jsonb",
    },
}

# A decision as its followers refer to it: whose, about what, to whom, and with which answer.
_DECISION = "decision_id, force_id, incident, recipient, outcome"
_SAME_DECISION = f"""FOREIGN KEY ({_DECISION})
        REFERENCES disclosures_decision (id, force_id, incident, recipient, outcome)"""

TABLES: Mapping[str, str] = {
    "disclosures_decision": """CREATE TABLE disclosures_decision (
    id {uuid} NOT NULL PRIMARY KEY,
    force_id bigint NOT NULL REFERENCES organisations_organisation (id),
    incident varchar(40) NOT NULL,
    recipient varchar(40) NOT NULL,
    about varchar(40) NOT NULL,
    offence varchar(60) NOT NULL,
    legal_basis varchar(20) NOT NULL,
    necessity varchar(20) NOT NULL,
    authorised_by varchar(40) NOT NULL,
    facts {json} NOT NULL,
    outcome varchar(20) NOT NULL,
    pack varchar(120) NOT NULL,
    rule varchar(120) NOT NULL,
    links boolean NOT NULL,
    through varchar(20) NOT NULL,
    decided_at {moment} NOT NULL,
    decided_by_id {uuid} REFERENCES organisations_person (id),
    CONSTRAINT decision_names_an_incident CHECK (incident <> ''),
    CONSTRAINT decision_has_an_outcome
        CHECK (outcome IN ('never_share', 'not_yet', 'may_share', 'not_this_rule')),
    CONSTRAINT decision_sharing_needs_everything CHECK (outcome <> 'may_share' OR (
        about = 'protected_person' AND offence = 'other_offence' AND legal_basis = 'recorded'
        AND necessity = 'recorded' AND authorised_by = 'another_supervisor')),
    CONSTRAINT decision_never_outside_the_rule CHECK (outcome <> 'not_this_rule'
        OR recipient <> 'immigration_enforcement' OR about = 'nobody_protected'),
    CONSTRAINT decision_by_someone CHECK (decided_by_id IS NOT NULL OR through = 'api'),
    CONSTRAINT decision_as_referred_to UNIQUE (id, force_id, incident, recipient, outcome)
)""",
    "disclosures_request": f"""CREATE TABLE disclosures_request (
    id {{uuid}} NOT NULL PRIMARY KEY,
    decision_id {{uuid}} NOT NULL,
    force_id bigint NOT NULL,
    incident varchar(40) NOT NULL,
    recipient varchar(40) NOT NULL,
    outcome varchar(20) NOT NULL,
    receiver_name varchar(200) NOT NULL,
    receiver_key varchar(200) NOT NULL,
    channel varchar(20) NOT NULL,
    offence varchar(300) NOT NULL,
    evidence varchar(300) NOT NULL,
    statute varchar(300) NOT NULL,
    purpose varchar(1000) NOT NULL,
    regime varchar(40) NOT NULL,
    necessity varchar(2000) NOT NULL,
    told varchar(20) NOT NULL,
    told_reason varchar(1000) NOT NULL,
    digest {{bytes}} NOT NULL,
    asked_at {{moment}} NOT NULL,
    asked_by_id {{uuid}} NOT NULL REFERENCES organisations_person (id),
    CONSTRAINT request_awaits_authorisation CHECK (outcome = 'not_yet'),
    CONSTRAINT request_is_complete CHECK (offence <> '' AND evidence <> '' AND statute <> ''
        AND purpose <> '' AND regime <> '' AND necessity <> '' AND told <> ''
        AND told_reason <> '' AND receiver_name <> '' AND receiver_key <> '' AND channel <> ''),
    CONSTRAINT request_has_a_digest CHECK (length(digest) = 32),
    CONSTRAINT request_rests_on_its_decision {_SAME_DECISION},
    CONSTRAINT request_as_referred_to
        UNIQUE (id, force_id, incident, recipient, asked_by_id, digest)
)""",
    "disclosures_namedfield": """CREATE TABLE disclosures_namedfield (
    id {uuid} NOT NULL PRIMARY KEY,
    request_id {uuid} NOT NULL REFERENCES disclosures_request (id),
    name varchar(40) NOT NULL,
    reason varchar(500) NOT NULL,
    sealed_digest {bytes} NOT NULL,
    CONSTRAINT namedfield_has_a_reason CHECK (name <> '' AND reason <> ''),
    CONSTRAINT namedfield_has_a_digest CHECK (length(sealed_digest) = 32),
    CONSTRAINT namedfield_once UNIQUE (request_id, name)
)""",
    "disclosures_authorisation": """CREATE TABLE disclosures_authorisation (
    request_id {uuid} NOT NULL PRIMARY KEY,
    force_id bigint NOT NULL,
    incident varchar(40) NOT NULL,
    recipient varchar(40) NOT NULL,
    asked_by_id {uuid} NOT NULL,
    digest {bytes} NOT NULL,
    assertion text NOT NULL,
    authorised_at {moment} NOT NULL,
    authorised_by_id {uuid} NOT NULL REFERENCES organisations_person (id),
    CONSTRAINT authorisation_by_another_person CHECK (authorised_by_id <> asked_by_id),
    CONSTRAINT authorisation_is_signed CHECK (assertion <> ''),
    CONSTRAINT authorisation_of_exactly_that
        FOREIGN KEY (request_id, force_id, incident, recipient, asked_by_id, digest)
        REFERENCES disclosures_request (id, force_id, incident, recipient, asked_by_id, digest),
    CONSTRAINT authorisation_as_referred_to UNIQUE
        (request_id, force_id, incident, recipient, asked_by_id, authorised_by_id)
)""",
    "disclosures_ending": """CREATE TABLE disclosures_ending (
    request_id {uuid} NOT NULL PRIMARY KEY REFERENCES disclosures_request (id),
    how varchar(20) NOT NULL,
    reason varchar(1000) NOT NULL,
    ended_at {moment} NOT NULL,
    ended_by_id {uuid} REFERENCES organisations_person (id),
    CONSTRAINT ending_has_a_way CHECK (how IN ('refused', 'withdrawn', 'lapsed')),
    CONSTRAINT ending_by_someone_with_a_reason
        CHECK (how = 'lapsed' OR (ended_by_id IS NOT NULL AND reason <> ''))
)""",
    "disclosures_release": f"""CREATE TABLE disclosures_release (
    request_id {{uuid}} NOT NULL PRIMARY KEY,
    decision_id {{uuid}} NOT NULL,
    force_id bigint NOT NULL,
    incident varchar(40) NOT NULL,
    recipient varchar(40) NOT NULL,
    outcome varchar(20) NOT NULL,
    legal_basis varchar(300) NOT NULL,
    asked_by_id {{uuid}} NOT NULL,
    authorised_by_id {{uuid}} NOT NULL,
    released_at {{moment}} NOT NULL,
    released_by_id {{uuid}} NOT NULL REFERENCES organisations_person (id),
    CONSTRAINT release_only_what_may_be_shared CHECK (outcome = 'may_share'),
    CONSTRAINT release_not_by_oneself CHECK (authorised_by_id <> asked_by_id),
    CONSTRAINT release_has_a_legal_basis CHECK (trim(legal_basis) <> ''),
    CONSTRAINT release_rests_on_its_decision {_SAME_DECISION},
    CONSTRAINT release_rests_on_its_authorisation FOREIGN KEY
        (request_id, force_id, incident, recipient, asked_by_id, authorised_by_id)
        REFERENCES disclosures_authorisation
        (request_id, force_id, incident, recipient, asked_by_id, authorised_by_id)
)""",
}

# Trigger → table, when it refuses an INSERT, and the sentence. ``{late}`` differs by database.
_ORDER: Mapping[str, tuple[str, str, str]] = {
    "disclosures_release_not_once_ended": (
        "disclosures_release",
        "EXISTS (SELECT 1 FROM disclosures_ending WHERE request_id = new.request_id)",
        "this request was refused, withdrawn or has lapsed",
    ),
    "disclosures_release_not_late": ("disclosures_release", "{late}", "this request has lapsed"),
    "disclosures_authorisation_not_once_ended": (
        "disclosures_authorisation",
        "EXISTS (SELECT 1 FROM disclosures_ending WHERE request_id = new.request_id)",
        "this request was refused, withdrawn or has lapsed",
    ),
    "disclosures_ending_not_once_released": (
        "disclosures_ending",
        "EXISTS (SELECT 1 FROM disclosures_release WHERE request_id = new.request_id)",
        "this request was released",
    ),
    "disclosures_namedfield_not_once_authorised": (
        "disclosures_namedfield",
        "EXISTS (SELECT 1 FROM disclosures_authorisation WHERE request_id = new.request_id)",
        "what was authorised cannot grow",
    ),
}
_LATE = {
    "sqlite": """julianday(new.released_at) - 3.0 >
        (SELECT julianday(asked_at) FROM disclosures_request WHERE id = new.request_id)""",
    "postgresql": """new.released_at - interval '72 hours' >
        (SELECT asked_at FROM disclosures_request WHERE id = new.request_id)""",
}

_SQLITE_REFUSAL = """CREATE TRIGGER {name} BEFORE {verb} ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"""
_SQLITE_ORDER = """CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {condition}
    BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""
_POSTGRESQL_REFUSE = """
    BEGIN
        RAISE EXCEPTION '% only grows', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END
"""
_POSTGRESQL_ORDER = """
    BEGIN
        IF {condition} THEN
            RAISE EXCEPTION '{sentence}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN new;
    END
"""
# The one way to store a release on PostgreSQL: it runs with its owner's rights, and the web role
# has none of its own on the table. It takes nothing on trust but two keys and a name.
RELEASE_FUNCTION = "disclosures_record_release"
_RELEASE_ARGUMENTS = "request uuid, decision uuid, basis varchar, released timestamptz, person uuid"
_RELEASE_BODY = """
    INSERT INTO disclosures_release (request_id, decision_id, force_id, incident, recipient,
        outcome, legal_basis, asked_by_id, authorised_by_id, released_at, released_by_id)
    SELECT request, d.id, d.force_id, d.incident, d.recipient, d.outcome, basis,
        a.asked_by_id, a.authorised_by_id, released, person
    FROM disclosures_decision d, disclosures_authorisation a
    WHERE d.id = decision AND a.request_id = request
"""
_REFUSED = ("UPDATE", "DELETE")


def statements(vendor: str) -> list[str]:
    """What the first migration makes: the tables and their guards, in order."""
    return [table.format(**_TYPES[vendor]) for table in TABLES.values()] + (
        list(_sqlite_triggers().values()) if vendor == "sqlite" else _postgresql_guards()
    )


def statements_since_0004(vendor: str) -> list[str]:
    """What a later migration adds: PostgreSQL needs none of it."""
    return list(_sqlite_triggers_since_0004().values()) if vendor == "sqlite" else []


def broken_references(vendor: str) -> list[str]:
    """Queries that find rows which point at nothing, one a table; PostgreSQL cannot hold any.

    Each reads that table and the keys it points at: 0.4 s for a million rows.
    """
    return [f"PRAGMA foreign_key_check({name})" for name in TABLES if vendor == "sqlite"]


# What a database holds, as (name, text) rows; the gate asks the same.
INVENTORY: Mapping[str, str] = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN ({names})"
    " AND type IN ('table', 'trigger')",
    "postgresql": """
        WITH guarded AS (SELECT oid, relname FROM pg_class
            WHERE relkind = 'r' AND relname IN ({names}) AND pg_table_is_visible(oid))
        SELECT relname, 'table' FROM guarded
        UNION ALL SELECT conname, contype::text || CASE WHEN convalidated THEN ' ' ELSE '?' END
                || pg_get_constraintdef(pg_constraint.oid)
            FROM pg_constraint JOIN guarded ON guarded.oid = conrelid
            WHERE contype::text IN ('c', 'f', 'p', 'u')
        UNION ALL SELECT tgname, tgenabled::text || ' ' || pg_get_triggerdef(pg_trigger.oid)
            FROM pg_trigger JOIN guarded ON guarded.oid = tgrelid WHERE NOT tgisinternal
        UNION ALL SELECT 'foreign keys that are switched off', count(*)::text
            FROM pg_trigger JOIN guarded ON guarded.oid = tgrelid
            WHERE tgisinternal AND tgenabled <> 'O'
        UNION ALL SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'disclosures\\_%'
    """,
}


def inventory(vendor: str) -> str:
    """The query that lists what a database holds."""
    names = ", ".join(f"'{name}'" for name in TABLES)
    return INVENTORY[vendor].replace("{names}", names)


def missing(vendor: str, held: Iterable[tuple[str, str]]) -> list[str]:
    """The guards that a database should hold and does not, or holds changed; and strangers.

    A trigger that is not ours could undo one that is, so it counts as damage too.
    """
    expected = _expected(vendor)
    found = {name: _read(vendor, name, text) for name, text in held}
    changed = [name for name, text in expected.items() if found.get(name) != text]
    return sorted(changed) + sorted(set(found) - set(expected))


def _read(vendor: str, name: str, text: str) -> str:
    """What a database says of a guard, in our spelling; a function's body stays as it is."""
    if vendor == "sqlite" or name in _postgresql_functions():
        return text
    # PostgreSQL names the schema that a table is in.
    return f"{text[:2]}{reduced(re.sub(r' ON [^ ]+[.]', ' ON ', text[2:]))}"


def _expected(vendor: str) -> dict[str, str]:
    made = {name: table.format(**_TYPES[vendor]) for name, table in TABLES.items()}
    if vendor == "sqlite":
        return made | _sqlite_triggers() | _sqlite_triggers_since_0004()
    expected = dict.fromkeys(TABLES, "table") | dict(constraints(made))
    expected |= {name: f"O {reduced(text)}" for name, text in _postgresql_triggers().items()}
    expected["foreign keys that are switched off"] = "0"
    return expected | {name: body for name, (_, body) in _postgresql_functions().items()}


def _sqlite_triggers() -> dict[str, str]:
    refusals = {
        name: _SQLITE_REFUSAL.format(name=name, table=table, verb=verb)
        for table in TABLES
        for verb in _REFUSED
        for name in [f"{table}_refuses_{verb.lower()}"]
    }
    return refusals | {
        name: _SQLITE_ORDER.format(
            name=name, table=table, condition=_condition(when, "sqlite"), sentence=sentence
        )
        for name, (table, when, sentence) in _ORDER.items()
    }


def _sqlite_triggers_since_0004() -> dict[str, str]:
    made = {name: text.format(**_TYPES["sqlite"]) for name, text in TABLES.items()}
    whole = [has_its_parents(name, text) for name, text in made.items()]
    whole += [passes_its_checks(name, text) for name, text in made.items() if "CHECK" in text]
    return dict(whole + [replaces_nothing(name, keys_in(text)) for name, text in made.items()])


def _condition(when: str, vendor: str) -> str:
    return when.replace("{late}", _LATE[vendor])


def _postgresql_functions() -> dict[str, tuple[str, str]]:
    """Function → its head and its body."""
    trigger = "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
    functions = {
        "disclosures_refuse": (trigger.format(name="disclosures_refuse"), _POSTGRESQL_REFUSE)
    }
    for name, (_, when, sentence) in _ORDER.items():
        body = _POSTGRESQL_ORDER.format(condition=_condition(when, "postgresql"), sentence=sentence)
        functions[f"{name}_check"] = (trigger.format(name=f"{name}_check"), body)
    head = (
        f"CREATE FUNCTION {RELEASE_FUNCTION}({_RELEASE_ARGUMENTS}) RETURNS void"
        " LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp"
    )
    functions[RELEASE_FUNCTION] = (head, _RELEASE_BODY)
    return functions


def _postgresql_triggers() -> dict[str, str]:
    refusals = {
        f"{table}_refuses_{verb.lower()}": f"CREATE TRIGGER {table}_refuses_{verb.lower()}"
        f" BEFORE {verb} ON {table} FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'}"
        " EXECUTE FUNCTION disclosures_refuse()"
        for table in TABLES
        for verb in (*_REFUSED, "TRUNCATE")
    }
    return refusals | {
        name: f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION {name}_check()"
        for name, (table, _, _) in _ORDER.items()
    }


def _postgresql_guards() -> list[str]:
    functions = [f"{head} AS $${body}$$" for head, body in _postgresql_functions().values()]
    revoked = f"REVOKE ALL ON FUNCTION {RELEASE_FUNCTION} FROM PUBLIC"
    return [*functions, revoked, *_postgresql_triggers().values()]


def grants(role: str) -> list[str]:
    """What lets a PostgreSQL role run the web process and no more (for ``database-roles``).

    It may add to every guarded table but ``disclosures_release``, which takes the function; it
    owns nothing, so it can neither drop a trigger nor disable one.
    """
    tables = ", ".join(TABLES)
    growing = ", ".join(name for name in TABLES if name != "disclosures_release")
    return [
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        f"REVOKE ALL ON {tables} FROM {role}",
        f"GRANT SELECT ON {tables} TO {role}",
        f"GRANT INSERT ON {growing} TO {role}",
        f"GRANT EXECUTE ON FUNCTION {RELEASE_FUNCTION} TO {role}",
    ]


def grants_to_read(role: str) -> list[str]:
    """What lets the gate's own PostgreSQL role read what it must, and write nothing."""
    read = ", ".join([*TABLES, "disclosures_sealedfield", "organisations_organisation"])
    return [f"GRANT USAGE ON SCHEMA public TO {role}", f"GRANT SELECT ON {read} TO {role}"]
