"""Labels in running text: "Force response", "Response: Agreed …", "Status: in progress"."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from breakwater.domain.reading import dates
from breakwater.domain.reading.passages import Passage, plain
from breakwater.domain.reading.statuses import tag_of
from breakwater.domain.reading.verdicts import verdict_of
from breakwater.domain.reading.vocabulary import Role, role_of

_LONGEST = 90
_LONGEST_VALUE = 80
_LONGEST_CELL = 40
_FEWEST_ITEMS, _FEWEST_LABELS = 2, 4
_BEFORE_COLON = re.compile(r"^([^:]{2,80}?)\s*:\s*(.*)$", re.DOTALL)
# "Response – Agreed. …", "Response. Agreed. …": only what is surely said by somebody.
_BEFORE_DASH = re.compile(r"^([^:–—]{2,80}?)(?:\s+[–—-]|[–—](?=\s|$))\s*(.*)$", re.DOTALL)
_TELLS_NEWS = re.compile(r"\b(?:position|progress)\b", re.IGNORECASE)
_BEFORE_STOP = re.compile(r"^([^:.]{2,40})\.\s+(.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the words that follow it on its own line."""

    role: Role
    printed: str
    rest: str
    dated: str | None


def label_at(passage: Passage) -> Label | None:
    """The label that a passage is, or begins with before a colon; None for a plain passage.

    A topic at the start of an answer ("Changing practice: …") is no label: its words are not in
    the vocabulary. Without a colon, the whole passage must be the label.
    """
    text = passage.text
    if len(text) <= _LONGEST and not text.endswith("."):
        role = _role_alone(text, is_heading=passage.is_heading)
        if role:
            return Label(role, text, "", dates.first_day(text))
    for pattern, allowed in _MARKS:
        match = pattern.match(text)
        role = role_of(match[1]) if match else None
        if match and role is Role.STATUS and len(match[2]) > _LONGEST_VALUE:
            # "Current position: We have …": so much is no status but news.
            role = Role.UPDATE if _TELLS_NEWS.search(match[1]) else role
        if match and role in allowed and _may_stand_before_text(role, match[2]):
            return Label(role, match[1], plain(match[2]), dates.first_day(match[1]))
    return None


def _role_alone(text: str, *, is_heading: bool) -> Role | None:
    role = role_of(text.rstrip(":"))
    is_fact = is_heading and role in _FACTS_IN_BOLD
    return role if role in _ALONE or is_fact or text.endswith(":") else None


# Words that are labels even without a colon; "Status" or "Lead" alone on a line is prose.
_ALONE = frozenset(
    {
        Role.ANSWER,
        Role.UPDATE,
        Role.NOTES,
        Role.DOCUMENTS,
        Role.ACTION,
        Role.OUTCOME,
        Role.STATUS,
        Role.TEXT,
    }
)
# In bold above its value: "Made to", and below it "Chief constables".
_FACTS_IN_BOLD = frozenset({Role.ADDRESSEE, Role.AGENCY, Role.TARGET})
_MARKS = (
    (_BEFORE_COLON, frozenset(Role)),
    (_BEFORE_DASH, frozenset({Role.ANSWER, Role.UPDATE, Role.OUTCOME, Role.NOTES})),
    (_BEFORE_STOP, frozenset({Role.ANSWER, Role.UPDATE})),
)
# Facts, not prose: a longer text after such a word makes it the topic of a paragraph.
_FACTS = frozenset(
    {Role.STATUS, Role.TARGET, Role.DATE, Role.ADDRESSEE, Role.AGENCY, Role.NUMBER, Role.OTHER}
)


def _may_stand_before_text(role: Role, rest: str) -> bool:
    if role is Role.VERDICT:
        return verdict_of(rest) is not None
    return role not in _FACTS or len(rest) <= _LONGEST_VALUE


def labels_alone(passages: Iterable[Passage]) -> dict[str, Role]:
    """The labels of a table of which nothing is left but its cells, each on a line of its own.

    There each label stands at most once between one label of a number and the next.
    """
    lines = [passage.text for passage in passages if len(passage.text) < _LONGEST_CELL]
    counts = Counter(lines)
    known = {
        text: role
        for text, count in counts.items()
        if count >= _FEWEST_ITEMS and (role := _role_of_cell(text)) is not None
    }
    numbers = {text for text, role in known.items() if role is Role.NUMBER}
    if not numbers or len(known) < _FEWEST_LABELS:
        return {}
    items = max(counts[text] for text in numbers)
    return {text: role for text, role in known.items() if counts[text] <= items}


def _role_of_cell(text: str) -> Role | None:
    """The role of a cell that may be a label; what may be an answer or a name is none."""
    role = role_of(text.rstrip(":"))
    is_value = verdict_of(text) is not None or tag_of(text)[1] is not None
    return None if is_value or role is Role.SPEAKER else role
