"""Joins what a document says of a recommendation with what the register holds of it."""

import re
from dataclasses import dataclass, replace

from breakwater.domain.register.deadlines import NO_DEADLINE
from breakwater.domain.register.facts import RecommendationFacts, TextStatus


@dataclass(frozen=True, slots=True)
class Merged:
    """The facts that would be held, and whether two texts of equal standing contradict."""

    facts: RecommendationFacts
    texts_conflict: bool = False


def merge_facts_file(held: RecommendationFacts, given: RecommendationFacts) -> Merged:
    """The inspection's own facts come in: they win, except over words of a higher standing."""
    if held.text_status.outranks(given.text_status):
        return Merged(_with_text_of(given, held))
    is_published = held.text_status in {TextStatus.AS_QUOTED, TextStatus.AS_PUBLISHED}
    conflict = is_published and _texts_differ(held, given)
    return Merged(given, texts_conflict=conflict)


def merge_quotation(held: RecommendationFacts, quoted: RecommendationFacts) -> Merged:
    """A response quotes the recommendation: it fills what is missing and replaces nothing."""
    filled = replace(
        held,
        addressees=held.addressees or quoted.addressees,
        notes=held.notes or quoted.notes,
        cites=held.cites or quoted.cites,
        deadline_wording=held.deadline_wording or quoted.deadline_wording,
        deadline_rule=(quoted.deadline_rule if _has_no_deadline(held) else held.deadline_rule),
    )
    if quoted.text_status.outranks(held.text_status):
        return Merged(_with_text_of(filled, quoted))
    conflict = held.text_status is TextStatus.AS_QUOTED and _texts_differ(held, quoted)
    return Merged(filled, texts_conflict=conflict)


def take_quoted_text(held: RecommendationFacts, quoted: RecommendationFacts) -> RecommendationFacts:
    """The same with the quoted text in place of the held one, because a person said so."""
    return _with_text_of(merge_quotation(held, quoted).facts, quoted)


def same_words(one: str, other: str) -> bool:
    """Whether two texts are the same but for case, spaces and punctuation."""
    return _words(one) == _words(other)


def same_title(one: str, other: str) -> bool:
    """Whether two titles mean one document: the same words, all or up to the first : or ?."""
    heads = (re.split(r"[:?]", title, maxsplit=1)[0] for title in (one, other))
    return same_words(one, other) or same_words(*heads)


def changed_fields(held: RecommendationFacts, merged: RecommendationFacts) -> tuple[str, ...]:
    """What would differ, in the words a person would use."""
    names = {
        "text": "text",
        "text_status": "standing of the text",
        "addressees": "addressees",
        "notes": "notes",
        "cites": "recommendations it names",
        "deadline_wording": "deadline",
        "deadline_rule": "deadline rule",
        "ask": "kind of ask",
        "list_is_missing": "list",
        "text_source": "source of the text",
    }
    return tuple(
        words for name, words in names.items() if getattr(held, name) != getattr(merged, name)
    )


def _texts_differ(one: RecommendationFacts, other: RecommendationFacts) -> bool:
    return bool(one.text and other.text) and not same_words(one.text, other.text)


def _has_no_deadline(facts: RecommendationFacts) -> bool:
    return not facts.deadline_wording and facts.deadline_rule == NO_DEADLINE


def _with_text_of(facts: RecommendationFacts, other: RecommendationFacts) -> RecommendationFacts:
    return replace(
        facts,
        text=other.text,
        text_status=other.text_status,
        text_source=other.text_source,
        list_is_missing=other.list_is_missing,
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
