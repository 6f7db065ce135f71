"""Sharing to protect somebody: the closed lists, and what may go to whom.

Nothing here is free text about a person's life, nothing says anything of immigration status, and
Immigration Enforcement, or anybody known to pass things on to it, is in no list.
"""

from collections.abc import Collection
from enum import StrEnum
from typing import TypeVar


class Said(StrEnum):
    """A name that is stored, and the words a person reads."""

    says: str

    def __new__(cls, value: str, says: str) -> "Said":
        """Make ``value`` alone what is stored."""
        said = str.__new__(cls, value)
        said._value_, said.says = value, says
        return said


Kind = TypeVar("Kind", bound=Said)


class Risk(Said):
    """What the danger is."""

    CHILD = "child", "A child is at risk"
    HIGH_RISK = "high_risk", "Domestic abuse at high risk: for a MARAC"
    LIFE = "life", "Somebody’s life is in danger"
    SLAVERY = "slavery", "Modern slavery or trafficking"
    ADULT = "adult", "An adult who cannot protect themselves is at risk"


class Body(Said):
    """Who may be told, to protect somebody. Nobody else can be."""

    CHILDREN = "children", "Children’s services"
    ADULTS = "adults", "Adult safeguarding"
    MARAC = "marac", "The MARAC"
    HEALTH = "health", "A hospital or a doctor"
    EMERGENCY = "emergency", "999: ambulance, fire or police, because a life is in danger now"
    SLAVERY = "slavery", "The national referral mechanism for modern slavery"


class Basis(Said):
    """What allows or obliges it. The readings are ours: no named lawyer has approved them."""

    AGREED = "agreed", "The person agreed to it"
    CHILDREN_ACT = "children_act", "Children Act 1989 section 47, Children Act 2004 section 11"
    CARE_ACT = "care_act", "Care Act 2014 sections 42 to 45"
    CRIME_AND_DISORDER = "crime_and_disorder", "Crime and Disorder Act 1998 section 115"
    VITAL_INTERESTS = "vital_interests", "UK GDPR article 6(1)(d): to save a life"
    SAFEGUARDING = (
        "safeguarding",
        "Data Protection Act 2018 schedule 1 paragraph 18, or schedule 8 paragraph 4",
    )
    DUTY_TO_NOTIFY = "duty_to_notify", "Modern Slavery Act 2015 section 52"


class Field(Said):
    """What kind of thing is passed on: its name only, never what it says."""

    NAME = "name", "Name"
    BIRTH = "birth", "Date of birth or age"
    PLACE = "place", "Where they live or stay"
    CONTACT = "contact", "How to reach them safely"
    CHILDREN = "children", "Their children: names, ages, school"
    DANGER = "danger", "What the danger is, and from whom"
    NEEDS = "needs", "What they need: health, language, mobility"


class Told(Said):
    """Whether the person is told that something about them is passed on."""

    TOLD = "told", "They have been told"
    WILL_BE_TOLD = "will_be_told", "They will be told"
    NOT_TOLD = "not_told", "They are not told, because telling adds danger"


class WhyNotTold(Said):
    """What danger telling them would add."""

    FOUND_OUT = "found_out", "Whoever is dangerous to them would find out"
    CHILD = "child", "A child would be in more danger"
    SELF_HARM = "self_harm", "They could harm themselves"
    ANOTHER = "another", "Somebody else would be in more danger"


class WhyNot(Said):
    """Why the second person does not agree."""

    LESS = "less", "Less would do"
    WRONG_BODY = "wrong_body", "It is for another body"
    NO_BASIS = "no_basis", "Nothing allows it"
    NO_RISK = "no_risk", "The danger is not shown"
    ASK_FIRST = "ask_first", "The person can be asked first"


_NAMES_SOMEBODY = frozenset({Field.NAME, Field.BIRTH, Field.PLACE, Field.CONTACT, Field.CHILDREN})


def refusal(
    *, body: Body, basis: Basis, fields: Collection[Field], told: Told, why_not: WhyNotTold | None
) -> str | None:
    """Why this cannot be shared as it is, in one sentence; None where it can."""
    if not fields:
        return "say what is passed on"
    if body is Body.SLAVERY and basis is not Basis.AGREED and _NAMES_SOMEBODY & set(fields):
        return "without the person’s agreement modern slavery is notified without who they are"
    if (told is Told.NOT_TOLD) != (why_not is not None):
        return "say what danger telling them adds, or tell them"
    return None


def read(kind: type[Kind], value: str) -> Kind:
    """The one of a list that is stored as ``value``; KeyError where there is none."""
    return {one.value: one for one in kind}[value]


def written(kind: type[Said]) -> list[tuple[str, str]]:
    """One of the lists, as a form offers it."""
    return [(one.value, one.says) for one in kind]
