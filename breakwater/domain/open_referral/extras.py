"""What the standard has no word for, and the terms by which it is written all the same.

The standard's own way to say more is an attribute: a term of some taxonomy. These are our terms;
reading back what we wrote gives the same extras.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from breakwater.domain.matching.words import Answer, Group, Need, Route, Shares
from breakwater.domain.open_referral.cleaning import NAMESPACE, Record

TAXONOMY = {
    "id": str(uuid.uuid5(NAMESPACE, "taxonomy")),
    "name": "Breakwater",
    "description": "What somebody who has been hurt must know before they ask a service for help.",
}
NO_ADVICE = 0
MOST_ADVICE = 3


@dataclass(frozen=True)
class Extras:
    """What a service says of itself beside the standard; every field left as it is says nothing.

    ``immigration_advice`` is the level at which it may advise (1 to 3), regulated by the
    Immigration Advice Authority (IAA, formerly OISC) or by a body of lawyers. ``areas`` are the
    postcode areas and districts it works in.
    """

    needs: frozenset[Need] = frozenset()
    groups: frozenset[Group] = frozenset()
    no_recourse: Answer = Answer.NOT_SAID
    immigration_advice: int = NO_ADVICE
    regulator: str = ""
    police: Shares = Shares.NOT_SAID
    home_office: Shares = Shares.NOT_SAID
    route: Route = Route.NOT_SAID
    calls_back: bool = False
    interpreters: Answer = Answer.NOT_SAID
    everywhere: bool = False
    areas: frozenset[str] = frozenset()
    confidential: bool = False

    def stored(self) -> Record:
        """As it stands in a document."""
        return {
            "needs": sorted(one.value for one in self.needs),
            "groups": sorted(one.value for one in self.groups),
            "no_recourse": self.no_recourse.value,
            "immigration_advice": self.immigration_advice,
            "regulator": self.regulator,
            "police": self.police.value,
            "home_office": self.home_office.value,
            "route": self.route.value,
            "calls_back": self.calls_back,
            "interpreters": self.interpreters.value,
            "everywhere": self.everywhere,
            "areas": sorted(self.areas),
            "confidential": self.confidential,
        }

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Extras":
        """The extras again, from what ``stored`` gave."""
        return cls(
            needs=frozenset(map(Need, stored["needs"])),
            groups=frozenset(map(Group, stored["groups"])),
            no_recourse=Answer(stored["no_recourse"]),
            immigration_advice=stored["immigration_advice"],
            regulator=stored["regulator"],
            police=Shares(stored["police"]),
            home_office=Shares(stored["home_office"]),
            route=Route(stored["route"]),
            calls_back=stored["calls_back"],
            interpreters=Answer(stored["interpreters"]),
            everywhere=stored["everywhere"],
            areas=frozenset(stored["areas"]),
            confidential=stored["confidential"],
        )


@dataclass(frozen=True)
class _Said:
    """One term: what it is called, and what it says about a service in the extras."""

    code: str
    name: str
    sets: Mapping[str, Any] = field(default_factory=dict)


def _every_term() -> Iterator[_Said]:
    for need in Need:
        yield _Said(f"need:{need.value}", NEED_NAMES[need], {"needs": need})
    for group in Group:
        yield _Said(f"for:{group.value}", f"Only for: {GROUP_NAMES[group]}", {"groups": group})
    yield from _answers("no-recourse", "Accepts people with no recourse to public funds")
    yield from _answers("interpreters", "Finds interpreters")
    for level in range(1, MOST_ADVICE + 1):
        name = f"Regulated immigration advice, level {level}"
        yield _Said(f"immigration-advice:{level}", name, {"immigration_advice": level})
    for regulator in REGULATORS:
        name = f"Regulated by: {regulator}"
        yield _Said(f"regulator:{regulator.lower()}", name, {"regulator": regulator})
    yield from _sharing("police", "the police")
    yield from _sharing("home-office", "the Home Office")
    for route, says in ROUTE_NAMES.items():
        yield _Said(f"route:{route.value}", f"Referred by: {says}", {"route": route})
    yield _Said("calls-back", "Calls back at a time that is safe", {"calls_back": True})
    yield _Said("everywhere", "Helps people wherever they are", {"everywhere": True})
    yield _Said("confidential", "Its address is confidential", {"confidential": True})


def _answers(code: str, says: str) -> Iterator[_Said]:
    for answer in (Answer.YES, Answer.NO):
        name = f"{says}: {answer.value}"
        yield _Said(f"{code}:{answer.value}", name, {code.replace("-", "_"): answer})


def _sharing(code: str, whom: str) -> Iterator[_Said]:
    for shares, says in SHARE_NAMES.items():
        name = f"Tells {whom} what people tell it: {says}"
        yield _Said(f"{code}:{shares.value}", name, {code.replace("-", "_"): shares})


NEED_NAMES = {
    Need.TALK: "Somebody to talk to",
    Need.ABUSE: "Domestic abuse",
    Need.SEXUAL_VIOLENCE: "Sexual violence",
    Need.FORCED_MARRIAGE: "Forced marriage and so-called honour",
    Need.STALKING: "Stalking",
    Need.EXPLOITATION: "Modern slavery and exploitation",
    Need.SAFE_PLACE: "A safe place to stay",
    Need.IMMIGRATION_ADVICE: "Immigration advice",
    Need.LEGAL_ADVICE: "Legal advice",
    Need.MONEY: "Money, food and housing costs",
    Need.CHILDREN: "Children and young people",
    Need.HEALTH: "Health and counselling",
    Need.REPORTING: "Support with reporting a crime",
    Need.SAFE_PHONE: "A safe telephone or room",
}
GROUP_NAMES = {
    Group.WOMEN: "women",
    Group.MEN: "men",
    Group.CHILDREN: "children and young people",
    Group.LGBT: "lesbian, gay, bisexual and trans people",
}
SHARE_NAMES = {
    Shares.NEVER: "never",
    Shares.IF_YOU_AGREE: "only if they agree",
    Shares.SOMETIMES: "sometimes",
    Shares.PART_OF_IT: "it is part of it",
}
ROUTE_NAMES = {
    Route.ANYONE: "the person or a professional",
    Route.HERSELF: "the person only",
    Route.PROFESSIONALS: "professionals only",
}
REGULATORS = ("IAA", "SRA", "BSB", "CILEX")
_SETS = frozenset({"needs", "groups"})
_AREA = "area:"


def terms() -> list[Record]:
    """Our terms as records of the standard, in a fixed order."""
    return [_record(one.code, one.name) for one in _TERMS.values()]


def attributes_of(extras: Extras, owner: str) -> list[Record]:
    """What ``extras`` say, as attributes of the record ``owner``."""
    said = [one for one in _TERMS.values() if _says(extras, one)]
    records = [_record(one.code, one.name) for one in said]
    records += [_record(f"{_AREA}{code}", f"Works in {code}") for code in sorted(extras.areas)]
    return [
        {
            "id": str(uuid.uuid5(NAMESPACE, f"{owner}/{one['term']}")),
            "link_type": "service",
            "taxonomy_term": one,
        }
        for one in records
    ]


def taken_from(attributes: Iterable[Record]) -> tuple[Extras | None, list[Record]]:
    """What our own terms among ``attributes`` say, and the attributes that are not ours.

    None where none is ours: the feed says nothing, which is not the same as saying no.
    """
    extras, others, is_ours = Extras(), [], False
    for one in attributes:
        term = one.get("taxonomy_term", {})
        code = term.get("term", "")
        if not is_own(term):
            others.append(one)
            continue
        is_ours = True
        extras = _added(extras, code)
    return (extras if is_ours else None), others


def term_id(code: str) -> str:
    """The id of one of our terms."""
    return str(uuid.uuid5(NAMESPACE, f"term/{code}"))


def is_own(term: Mapping[str, Any]) -> bool:
    """Whether a term is one of ours: its id follows from its code."""
    return bool(term.get("id") == term_id(term.get("term", "")))


def _added(extras: Extras, code: str) -> Extras:
    if code.startswith(_AREA):
        return replace(extras, areas=extras.areas | {code.removeprefix(_AREA)})
    for name, value in _TERMS[code].sets.items() if code in _TERMS else ():
        extras = replace(
            extras, **{name: getattr(extras, name) | {value} if name in _SETS else value}
        )
    return extras


def _says(extras: Extras, term: _Said) -> bool:
    return all(
        value in getattr(extras, name) if name in _SETS else getattr(extras, name) == value
        for name, value in term.sets.items()
    )


def _record(code: str, name: str) -> Record:
    return {
        "id": term_id(code),
        "name": name,
        "description": name,
        "taxonomy": TAXONOMY["name"],
        "taxonomy_id": TAXONOMY["id"],
        "term": code,
    }


_TERMS = {one.code: one for one in _every_term()}
