"""An inspection as facts: what a small TOML file says, or what was read in a published report."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading import dates
from breakwater.domain.reading.reading import Reading, Recommendation
from breakwater.domain.register.addresses import refuse_key, refuse_number, refuse_source
from breakwater.domain.register.deadlines import NO_DEADLINE, Rule, rule_from, rule_of


class TextStatus(StrEnum):
    """What the text of a recommendation is, from nothing to the published words themselves."""

    NOT_REPRODUCED = "not_reproduced"
    OWN_WORDS = "own_words"
    AS_QUOTED = "as_quoted"
    AS_PUBLISHED = "as_published"

    def outranks(self, other: "TextStatus") -> bool:
        """Whether a text of this kind may replace one of the other kind; never the reverse."""
        order = list(TextStatus)
        return order.index(self) > order.index(other)


class Ask(StrEnum):
    """What sort of thing is asked, in the inspectorate's words."""

    RECOMMENDATION = "recommendation"
    CAUSE_OF_CONCERN = "cause_of_concern"
    AREA_FOR_IMPROVEMENT = "area_for_improvement"
    ACTION = "action"
    LEARNING_POINT = "learning_point"


@dataclass(frozen=True, slots=True)
class RecommendationFacts:
    """One recommendation: what it asks, of whom, by when, and where its text comes from."""

    number: str
    addressees: tuple[str, ...] = ()
    text: str = ""
    text_status: TextStatus = TextStatus.NOT_REPRODUCED
    text_source: str = ""
    notes: str = ""
    cites: tuple[str, ...] = ()
    ask: Ask = Ask.RECOMMENDATION
    deadline_wording: str = ""
    deadline_rule: Rule = NO_DEADLINE
    list_is_missing: bool = False

    def __post_init__(self) -> None:
        """``PlainError`` where no page could be found under the number."""
        refuse_number(self.number)


@dataclass(frozen=True, slots=True)
class Section55:
    """A person's confirmation that section 55 binds this report, and by which count of days."""

    rule: Rule
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class InspectionFacts:
    """One published document that recommendations come from."""

    slug: str
    title: str
    source_kind: str = ""
    published_on: date | None = None
    published_by: tuple[str, ...] = ()
    about: str = ""
    source_url: str = ""
    invented: bool = False
    section_55: Section55 | None = None
    recommendations: tuple[RecommendationFacts, ...] = ()

    def __post_init__(self) -> None:
        """``PlainError`` where there could be no page under the slug, or no link to the source."""
        refuse_key(self.slug, of="the short name of an inspection (slug)")
        refuse_source(self.source_url)


_INSPECTION_FIELDS: Mapping[str, type] = {
    "slug": str,
    "title": str,
    "kind": str,
    "published_on": date,
    "published_by": list,
    "about": str,
    "source": str,
    "invented": bool,
    "section_55": dict,
    "recommendation": list,
}
_RECOMMENDATION_FIELDS: Mapping[str, type] = {
    "number": str,
    "to": list,
    "text": str,
    "text_is": str,
    "source": str,
    "notes": str,
    "cites": list,
    "ask": str,
    "deadline": str,
    "rule": str,
    "list_is_missing": bool,
}


def facts_of_toml(text: str) -> InspectionFacts:
    """The facts a TOML file gives; ``PlainError`` names the field that is wrong or missing."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise PlainError(f"the file of facts is not TOML: {fault}") from fault
    _check(given, _INSPECTION_FIELDS, needed=("slug", "title"), of="the inspection")
    return InspectionFacts(
        slug=given["slug"],
        title=given["title"],
        source_kind=given.get("kind", ""),
        published_on=given.get("published_on"),
        published_by=tuple(given.get("published_by", ())),
        about=given.get("about", "").strip(),
        source_url=given.get("source", ""),
        invented=given.get("invented", False),
        section_55=_section_55(given.get("section_55")),
        recommendations=_each_once(
            tuple(_recommendation(row) for row in given.get("recommendation", ()))
        ),
    )


def facts_of_reading(reading: Reading, *, slug: str, document_name: str) -> InspectionFacts:
    """The facts of a published report that was read; its words are the published ones."""
    if not reading.inspection_title:
        raise PlainError(
            f"{document_name} does not say which inspection it is; give a file of facts"
        )
    rows = tuple(
        of_reading(row, TextStatus.AS_PUBLISHED, document_name) for row in reading.recommendations
    )
    if not any(row.text for row in rows):
        raise PlainError(f"no recommendation was found in {document_name}; give a file of facts")
    return InspectionFacts(
        slug=slug or _slug(reading.inspection_title),
        title=reading.inspection_title,
        published_on=dates.real_day(reading.inspection_published_on),
        recommendations=_each_once(rows),
    )


def of_reading(row: Recommendation, status: TextStatus, source: str) -> RecommendationFacts:
    """One recommendation as a document sets it out; without its text it is only cited there."""
    wording = row.deadline_wording or ""
    return RecommendationFacts(
        number=row.number,
        addressees=row.addressees,
        text="\n\n".join(row.paragraphs),
        text_status=status if row.paragraphs else TextStatus.NOT_REPRODUCED,
        text_source=source if row.paragraphs else "",
        notes="\n\n".join(row.notes),
        cites=row.cites,
        ask=Ask.AREA_FOR_IMPROVEMENT if row.number.startswith("AFI") else Ask.RECOMMENDATION,
        deadline_wording=wording,
        deadline_rule=rule_of(wording),
        list_is_missing=row.list_missing,
    )


def place_of(number: str) -> int:
    """Where a number stands among the others: 2 before 10, 7.2 before 7.10, areas last."""
    parts = [int(part) for part in re.findall(r"\d+", number)[:3]]
    first, second, third = (*parts, 0, 0, 0)[:3]
    place = min(first, 9_999) * 10_000 + min(second, 99) * 100 + min(third, 99)
    return place + (1_000_000_000 if number[:1].isalpha() else 0)


def _recommendation(row: Mapping[str, Any]) -> RecommendationFacts:
    of = f"recommendation {row.get('number', '?')}"
    _check(row, _RECOMMENDATION_FIELDS, needed=("number",), of=of)
    text = row.get("text", "").strip()
    wording = row.get("deadline", "")
    ask = row.get("ask", Ask.RECOMMENDATION)
    if ask not in set(Ask):
        raise PlainError(f"in {of}, ask is one of {', '.join(Ask)}")
    return RecommendationFacts(
        number=row["number"],
        addressees=tuple(row.get("to", ())),
        text=text,
        text_status=_text_status(row.get("text_is", "own_words"), of)
        if text
        else TextStatus.NOT_REPRODUCED,
        text_source=row.get("source", ""),
        notes=row.get("notes", "").strip(),
        cites=tuple(row.get("cites", ())),
        ask=Ask(ask),
        deadline_wording=wording,
        deadline_rule=rule_from(row["rule"]) if "rule" in row else rule_of(wording),
        list_is_missing=row.get("list_is_missing", False),
    )


def _text_status(name: str, of: str) -> TextStatus:
    named = {"own_words": TextStatus.OWN_WORDS, "as_published": TextStatus.AS_PUBLISHED}
    if name not in named:
        raise PlainError(f"in {of}, text_is is own_words or as_published")
    return named[name]


def _section_55(given: Mapping[str, Any] | None) -> Section55 | None:
    if given is None:
        return None
    fields = {"rule": str, "confirmed_by": str}
    _check(given, fields, needed=("rule", "confirmed_by"), of="section_55")
    if not given["confirmed_by"].strip():
        raise PlainError("section_55 names nobody who confirmed it")
    return Section55(rule_from(given["rule"]), given["confirmed_by"].strip())


def _check(
    given: Mapping[str, Any], fields: Mapping[str, type], *, needed: tuple[str, ...], of: str
) -> None:
    for name in needed:
        if name not in given:
            raise PlainError(f"{of} has no {name}")
    for name, value in given.items():
        if name not in fields:
            raise PlainError(f"{of} has the unknown field {name}")
        if not isinstance(value, fields[name]):
            raise PlainError(f"in {of}, {name} is not of the kind that belongs there")


def _each_once(rows: tuple[RecommendationFacts, ...]) -> tuple[RecommendationFacts, ...]:
    seen: set[str] = set()
    for row in rows:
        if row.number in seen:
            raise PlainError(f"recommendation {row.number} stands there twice")
        seen.add(row.number)
    return rows


def _slug(title: str) -> str:
    head = title.partition(":")[0].lower()
    return re.sub(r"[^a-z0-9]+", "-", head).strip("-")[:80].strip("-") or "inspection"
