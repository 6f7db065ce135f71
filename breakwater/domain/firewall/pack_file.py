"""Read ``rule.toml``: strict, so that a slip of the pen is refused instead of ignored.

Every key must be known, every name well formed and used as declared. There is no expression
language: a condition is a list of values and nothing else.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from breakwater.domain.firewall.facts import Fact, Value, listed
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.rules import Always, Kind, Pack, PackError, Rule, When
from breakwater.domain.plain_error import PlainError

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,79}")
_VERSION = re.compile(r"[0-9a-z][0-9a-z.-]{0,39}")
_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
_LARGEST = 1_000_000  # bytes; bounds the work before anything is trusted
_MOST_RULES = 400
_MOST_FACTS = 200

_PACK_TEXTS = ("name", "version", "title", "kind", "binds", "source", "effective", "purpose")


def read_pack(file: bytes) -> Pack:
    """The pack in the bytes of a ``rule.toml``; ``PackError`` says what is malformed, and where.

    Bytes that are no text at all cannot be read: ``PlainError``.
    """
    top = _Table(_toml(file), "the file")
    top.allow({"pack", "facts", "duties", "rules", "always"})
    facts = tuple(_fact(table) for table in top.tables("facts"))
    _unique("fact", (fact.name for fact in facts))
    duties = top.texts("duties") if "duties" in top.content else {}
    values = {fact.name: fact.value_names for fact in facts}
    rules = tuple(_rule(table, values, duties) for table in top.tables("rules"))
    _unique("rule", (rule.name for rule in rules))
    if len(rules) > _MOST_RULES or len(facts) > _MOST_FACTS:
        raise PackError(f"the file has more than {_MOST_RULES} rules or {_MOST_FACTS} facts")
    always = tuple(_always(table, values, duties) for table in top.tables("always"))
    _unique("property", (promise.name for promise in always))
    return _pack(_Table(top.get("pack", dict), "[pack]"), facts, duties, rules, always)


class _Table:
    """A TOML table that refuses what it was not asked for, and says where."""

    def __init__(self, content: Any, where: str) -> None:
        if not isinstance(content, dict):
            raise PackError(f"{where} is not a table")
        self.content = content
        self.where = where

    def allow(self, keys: set[str]) -> None:
        unknown = sorted(set(self.content) - keys)
        if unknown:
            raise PackError(
                f"{self.where} has {listed(unknown)}, which is not known;"
                f" it can have {listed(sorted(keys))}"
            )

    def get(self, key: str, kind: type) -> Any:
        if key not in self.content:
            raise PackError(f"{self.where} has no {key}")
        found = self.content[key]
        if not isinstance(found, kind):
            raise PackError(f"{self.where}: {key} is of the wrong kind")
        return found

    def text(self, key: str) -> str:
        text = " ".join(self.get(key, str).split())
        if not text or not text.isprintable():
            raise PackError(f"{self.where}: {key} is empty or holds control characters")
        return text

    def optional_text(self, key: str) -> str:
        return self.text(key) if key in self.content else ""

    def name(self) -> str:
        return _name(self.text("name"), self.where)

    def strings(self, key: str) -> tuple[str, ...]:
        found = self.get(key, list) if key in self.content else []
        if not all(isinstance(item, str) and item and item.isprintable() for item in found):
            raise PackError(f"{self.where}: {key} holds something that is not text")
        if len(set(found)) != len(found):
            raise PackError(f"{self.where}: {key} names something twice")
        return tuple(found)

    def texts(self, key: str) -> dict[str, str]:
        found = _Table(self.get(key, dict), f"{self.where}, {key}")
        return {_name(name, found.where): found.text(name) for name in found.content}

    def tables(self, key: str) -> list["_Table"]:
        found = self.get(key, list)
        if not found:
            raise PackError(f"{self.where} has no {key}")
        return [_Table(item, f"{key} number {place}") for place, item in enumerate(found, 1)]


def _toml(file: bytes) -> dict[str, Any]:
    if len(file) > _LARGEST:
        raise PackError(f"the file is larger than {_LARGEST:,} bytes")
    try:
        return tomllib.loads(file.decode())
    except UnicodeDecodeError:
        raise PlainError("the pack cannot be read: it is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as fault:
        raise PackError(f"the file is not well-formed TOML: {fault}") from None
    except RecursionError:
        raise PackError("the file is nested too deeply") from None


def _pack(
    table: _Table,
    facts: tuple[Fact, ...],
    duties: Mapping[str, str],
    rules: tuple[Rule, ...],
    always: tuple[Always, ...],
) -> Pack:
    table.allow({*_PACK_TEXTS, "source_address", "effective_note", "unfinished"})
    text = {key: table.text(key) for key in _PACK_TEXTS}
    if not _VERSION.fullmatch(text["version"]):
        raise PackError("[pack]: version may hold only small letters, digits, dots and hyphens")
    if not _DATE.fullmatch(text["effective"]):
        raise PackError("[pack]: effective is not a day such as 2020-12-17 or a month")
    if text["kind"] not in set(Kind):
        raise PackError(f"[pack]: kind can be {listed(Kind, 'or')}")
    return Pack(
        name=_name(text["name"], "[pack]"),
        version=text["version"],
        title=text["title"],
        kind=Kind(text["kind"]),
        binds=text["binds"],
        source=text["source"],
        source_address=table.optional_text("source_address"),
        effective=text["effective"],
        effective_note=table.optional_text("effective_note"),
        purpose=text["purpose"],
        unfinished=table.strings("unfinished"),
        facts=facts,
        duties=duties,
        rules=rules,
        always=always,
    )


def _fact(table: _Table) -> Fact:
    table.allow({"name", "question", "values"})
    name = table.name()
    values = tuple(Value(value, words) for value, words in table.texts("values").items())
    if not values:
        raise PackError(f"the fact {name} has no values")
    return Fact(name, table.text("question"), values)


def _rule(table: _Table, values: Mapping[str, tuple[str, ...]], duties: Mapping[str, str]) -> Rule:
    table.allow({"name", "when", "outcome", "says", "source", "must"})
    name = table.name()
    table.where = f"the rule {name}"
    return Rule(
        name=name,
        when=_when(table, values),
        outcome=_outcome(table.text("outcome"), table.where),
        says=table.text("says"),
        source=table.text("source"),
        must=_must(table, duties),
    )


def _always(
    table: _Table, values: Mapping[str, tuple[str, ...]], duties: Mapping[str, str]
) -> Always:
    table.allow({"name", "says", "when", "where_outcome", "outcome", "must"})
    name = table.name()
    table.where = f"the property {name}"
    where_outcome = _outcomes(table, "where_outcome")
    if not {"outcome", "must"} & set(table.content):
        raise PackError(f"{table.where} demands neither an outcome nor a duty")
    return Always(
        name=name,
        says=table.text("says"),
        when=_when(table, values),
        where_outcome=where_outcome,
        outcome=_outcomes(table, "outcome"),
        must=_must(table, duties),
    )


def _when(table: _Table, values: Mapping[str, tuple[str, ...]]) -> When:
    """The condition; absent means every case."""
    if "when" not in table.content:
        return {}
    when = _Table(table.get("when", dict), f"{table.where}, when")
    when.allow(set(values))
    for fact in when.content:
        chosen = when.strings(fact)
        unknown = [value for value in chosen if value not in values[fact]]
        if unknown or not chosen:
            raise PackError(
                f"{when.where}: {fact} is {listed(unknown)}; it can be {listed(values[fact], 'or')}"
            )
    return {fact: when.strings(fact) for fact in when.content}


def _must(table: _Table, duties: Mapping[str, str]) -> tuple[str, ...]:
    must = table.strings("must")
    unknown = [duty for duty in must if duty not in duties]
    if unknown:
        raise PackError(f"{table.where} has the duty {listed(unknown)}, which [duties] lacks")
    return must


def _outcomes(table: _Table, key: str) -> frozenset[Outcome]:
    if key not in table.content:
        return frozenset(Outcome)
    return frozenset(_outcome(text, table.where) for text in table.strings(key))


def _outcome(text: str, where: str) -> Outcome:
    if text not in set(Outcome):
        raise PackError(f"{where}: an outcome can be {listed(Outcome, 'or')}")
    return Outcome(text)


def _name(text: str, where: str) -> str:
    if not _NAME.fullmatch(text):
        raise PackError(
            f"{where}: a name may hold only small letters, digits, hyphens and underscores"
        )
    return text


def _unique(what: str, names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise PackError(f"there are two of the {what} {name}")
        seen.add(name)
