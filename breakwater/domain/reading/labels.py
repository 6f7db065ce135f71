"""Labels in running text: "Force response", "Response: Agreed …", "Status: in progress"."""

import re
from dataclasses import dataclass

from breakwater.domain.reading import dates
from breakwater.domain.reading.passages import Passage, plain
from breakwater.domain.reading.vocabulary import Role, role_of

_LONGEST = 90
_LONGEST_VALUE = 80
_BEFORE_COLON = re.compile(r"^([^:]{2,80}?)\s*:\s*(.*)$", re.DOTALL)


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
        role = _role_alone(text)
        if role:
            return Label(role, text, "", dates.first_day(text))
    match = _BEFORE_COLON.match(text)
    role = role_of(match[1]) if match else None
    if match is None or role is None or not _may_stand_before_text(role, match[2]):
        return None
    return Label(role, match[1], plain(match[2]), dates.first_day(match[1]))


def _role_alone(text: str) -> Role | None:
    role = role_of(text.rstrip(":"))
    return role if role in _ALONE or text.endswith(":") else None


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
# Facts, not prose: a longer text after such a word makes it the topic of a paragraph.
_FACTS = frozenset(
    {Role.STATUS, Role.TARGET, Role.DATE, Role.ADDRESSEE, Role.AGENCY, Role.NUMBER, Role.OTHER}
)


def _may_stand_before_text(role: Role, rest: str) -> bool:
    return role not in _FACTS or len(rest) <= _LONGEST_VALUE
