"""The words of ``vocabulary.toml``, compiled once: which role a label plays."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from breakwater.domain.reading import dates
from breakwater.domain.reading.passages import plain

_LONGEST_LABEL = 90


class Role(Enum):
    """What a label, a column heading or a left-hand cell stands for."""

    NUMBER = "number"
    INSPECTION = "inspection"
    PUBLISHED = "published"
    PARENT = "parent"
    SUBRECOMMENDATION = "subrecommendation"
    DOCUMENTS = "documents"
    TEXT = "text"
    ADDRESSEE = "addressee"
    AGENCY = "agency"
    TARGET = "target"
    OUTCOME = "outcome"
    STATUS = "status"
    ACTION = "action"
    NOTES = "notes"
    UPDATE = "update"
    ANSWER = "answer"
    VERDICT = "verdict"
    SPEAKER = "speaker"
    DATE = "date"
    OTHER = "other"

    @property
    def is_answer(self) -> bool:
        """Whether a body's own words stand under it."""
        return self in (Role.ANSWER, Role.UPDATE, Role.SPEAKER, Role.VERDICT)


@cache
def _words() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def phrases(*keys: str) -> Any:
    """The plain lists and tables of the vocabulary, by their path of keys."""
    found: Any = _words()
    for key in keys:
        found = found[key]
    return found


@cache
def either(*keys: str) -> re.Pattern[str]:
    """One pattern that matches any of a list of patterns, whatever the case."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in phrases(*keys)), re.IGNORECASE)


def label_of(text: str) -> str:
    """A label as it is compared: lower case, no colon, no date, one kind of apostrophe."""
    if len(text) > _LONGEST_LABEL:
        return ""
    bare = plain(re.sub(dates.DAY, " ", text, flags=re.IGNORECASE)).replace("'", "’").lower()
    bare = re.sub(r"\(\s*\)", "", bare).replace("&", "and")
    return plain(bare.strip(" :;,.–—-?*|"))


@cache
def role_of(label: str) -> Role | None:
    """The role of a label as printed; a misspelt word is read as the word it resembles.

    Its number ("3. Response"), what it adds in brackets and the month it adds ("Progress, March
    2024") change nothing, unless the vocabulary knows them.
    """
    bare = label_of(label)
    variants = dict.fromkeys([bare, *_shorter(bare)])
    known = (_role(variant) for variant in variants if variant)
    found = next(filter(None, known), None)
    return found or (_role(_respelt(bare)) if bare else None) or _role_of_several(bare)


def _role_of_several(bare: str) -> Role | None:
    """The role of "evidence / documents": what each of its words by itself would play."""
    parts = re.split(r" ?(?:/|\band\b|\bor\b|,) ?", bare)
    roles = {_role(part) for part in parts if part}
    is_spoken = roles and roles <= {Role.ANSWER, Role.UPDATE, Role.ACTION}
    if len(parts) < 2 or None in roles or (len(roles) > 1 and not is_spoken):
        return None
    return roles.pop() if len(roles) == 1 else Role.ANSWER


_MONTHS_ADDED = re.compile(
    rf"[,(–—-]*\s*\b(?:(?:as at|at|to|in|for|by|of|and|since|on|up to)\s+)*"
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)? )?{dates.MONTH}\b|q[1-4]\b|quarter [1-4]\b"
    rf"|(?:spring|summer|autumn|winter)\b|20\d\d\b)"
    r"(?:[ /’–-]*\d{2,4}\b)*",
    re.IGNORECASE,
)


# "Northvale Police response" says whose response it is by a name.
_NAMED_COMMISSIONER = re.compile(
    r"^(?:[a-z’-]+ ){1,4}?(?:police,? (?:fire,? )?and crime commissioner|pcc|opcc)(?:’s)? (?=[a-z])"
)
_NAMED_FORCE = re.compile(r"^(?:[a-z’-]+ ){1,4}?(?:police|constabulary)(?:’s)? (?=[a-z])")


def _shorter(bare: str) -> Iterator[str]:
    """A label without what it only adds, ever less of it."""
    bare = re.sub(
        r"^(?:\(?(?:\d{1,2}(?:\.\d)?|[a-h])[.)]"
        r"|(?:part|section|box|column) [a-h\d]{1,2}\b[ .:–-]*)\s*",
        "",
        bare,
    )
    yield bare
    without_brackets = re.sub(r"\s*[(\[][^()]*[)\]]\s*", " ", bare).strip(" :;,.–—-")
    yield without_brackets
    undated = _MONTHS_ADDED.sub(" ", without_brackets).strip(" :;,.–—-()")
    yield undated
    yield _NAMED_COMMISSIONER.sub("commissioner ", undated)
    yield _NAMED_FORCE.sub("force ", undated)


def document_label(label: str) -> str | None:
    """The fact of the whole document that a label gives (``dated``, ``reference`` …), or None."""
    bare = label_of(label)
    for variant in dict.fromkeys([bare, *_shorter(bare)]):
        for fact in phrases("document"):
            if variant and either("document", fact).fullmatch(variant):
                return str(fact)
    return None


def _role(bare: str) -> Role | None:
    for entry in phrases("role"):
        if any(re.fullmatch(pattern, bare) for pattern in entry["patterns"]):
            return Role(entry["name"])
    return None


def _respelt(bare: str) -> str:
    return re.sub(r"[a-z’]{5,}", _nearest, bare)


def _nearest(word: re.Match[str]) -> str:
    close = difflib.get_close_matches(word[0], phrases("often_misspelt"), n=1, cutoff=0.8)
    return close[0] if close else word[0]
