"""Whether one service fits a wish, where it stands among others, and why.

This is the whole rule, read one service at a time. ``shelf.py`` gives the same answer for a hundred
thousand at once; a property test holds the two together.

A service fits when it offers what is needed, helps the group the person belongs to, and can be
reached from where they are. Those that fit stand in one total order: checked lately first; then
those that are no part of the Home Office; then by language, by nearness, by being made for the
group, by helping people who cannot get benefits; last by name and id, so that no two are equal.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum, IntEnum

from breakwater.domain.matching.facts import Facts, Wish, area_of
from breakwater.domain.matching.words import Answer, Group, Shares


class Reason(Enum):
    """Why a service stands where it does; the app has the sentence for each."""

    OFFERS = "offers"
    SPEAKS = "speaks"
    INTERPRETS = "interprets"
    LANGUAGES_NOT_SAID = "languages-not-said"
    DOES_NOT_SPEAK = "does-not-speak"
    NEAR = "near"
    EVERYWHERE = "everywhere"
    AWAY = "away"
    PLACE_NOT_SAID = "place-not-said"
    MADE_FOR = "made-for"
    NO_RECOURSE = "no-recourse"
    HOME_OFFICE = "home-office"
    STALE = "stale"


class Language(IntEnum):
    """How well a service can be spoken to, best first."""

    SPEAKS = 0
    INTERPRETS = 1
    NOT_SAID = 2
    NO = 3


class Reach(IntEnum):
    """How a service can be reached, best first."""

    NEAR = 0
    EVERYWHERE = 1
    NOT_SAID = 2


Key = tuple[int, int, int, int, int, int, str, str]


@dataclass(frozen=True, slots=True)
class Fit:
    """One service that fits: ``key`` orders it, ``reasons`` say what the order was made of."""

    id: str
    key: Key
    reasons: tuple[Reason, ...]


def fit(wish: Wish, facts: Facts, today: date) -> Fit | None:
    """How ``facts`` fit ``wish`` on ``today``; None where they do not."""
    if not (_offers(wish, facts) and _helps(wish, facts)):
        return None
    reach = reach_of(wish, facts)
    if reach is None:
        return None
    language = language_of(wish.languages, facts)
    made_for = is_made_for(wish, facts)
    return Fit(
        facts.id,
        (
            int(facts.is_stale(today)),
            home_office_tier(facts),
            int(language),
            int(reach),
            int(not made_for),
            recourse_tier(facts),
            facts.name.casefold(),
            facts.id,
        ),
        _reasons(wish, facts, today),
    )


def reach_of(wish: Wish, facts: Facts) -> Reach | None:
    """How the service is reached from where the person is; None where it is not."""
    if not (wish.home or wish.away):
        return Reach.NEAR
    if wish.away:
        area = area_of(wish.home)
        if area and facts.areas and not any(area_of(code) == area for code in facts.areas):
            return Reach.NEAR
        return Reach.EVERYWHERE if facts.everywhere else None
    if any(covers(code, wish.home) for code in facts.areas):
        return Reach.NEAR
    if facts.everywhere:
        return Reach.EVERYWHERE
    return None if facts.areas else Reach.NOT_SAID


def covers(code: str, home: str) -> bool:
    """Whether an area or district that a service works in and the person's meet."""
    return code == home or area_of(home) == code or area_of(code) == home


def language_of(wanted: frozenset[str], facts: Facts) -> Language:
    """The best a service can do for somebody who speaks any of ``wanted``."""
    if not wanted or (facts.languages is not None and wanted & facts.languages):
        return Language.SPEAKS
    if facts.interpreters is Answer.YES:
        return Language.INTERPRETS
    is_known = facts.languages is not None and facts.interpreters is Answer.NO
    return Language.NO if is_known else Language.NOT_SAID


def is_made_for(wish: Wish, facts: Facts) -> bool:
    """Whether a service was made for the person's own group; anyone's where they named none."""
    named = {wish.group} if wish.group else set()
    if wish.lgbt:
        named.add(Group.LGBT)
    return not named or bool(named & facts.groups)


def home_office_tier(facts: Facts) -> int:
    """0 where a service says it tells the Home Office nothing, 1 where it does not say, 2 else."""
    if facts.home_office in {Shares.NEVER, Shares.IF_YOU_AGREE}:
        return 0
    return 1 if facts.home_office is Shares.NOT_SAID else 2


def recourse_tier(facts: Facts) -> int:
    """0 where people who cannot get benefits are helped, 1 where it is not said, 2 where not."""
    return {Answer.YES: 0, Answer.NOT_SAID: 1, Answer.NO: 2}[facts.no_recourse]


def helps(group: Group, facts: Facts) -> bool:
    """Whether a service helps a group: its own, or everyone where it names none.

    A service for lesbian, gay, bisexual and trans people alone helps women, men and children.
    """
    named = facts.groups - {Group.LGBT}
    return not named or group in named


def _offers(wish: Wish, facts: Facts) -> bool:
    return wish.need is None or wish.need in facts.needs


def _helps(wish: Wish, facts: Facts) -> bool:
    return wish.group is None or helps(wish.group, facts)


_BY_LANGUAGE = {
    Language.SPEAKS: Reason.SPEAKS,
    Language.INTERPRETS: Reason.INTERPRETS,
    Language.NOT_SAID: Reason.LANGUAGES_NOT_SAID,
    Language.NO: Reason.DOES_NOT_SPEAK,
}


def _reasons(wish: Wish, facts: Facts, today: date) -> tuple[Reason, ...]:
    made = [Reason.OFFERS] if wish.need else []
    if wish.languages:
        made.append(_BY_LANGUAGE[language_of(wish.languages, facts)])
    if wish.home or wish.away:
        made.append(_by_reach(wish, facts))
    if (wish.group or wish.lgbt) and is_made_for(wish, facts):
        made.append(Reason.MADE_FOR)
    if facts.no_recourse is Answer.YES:
        made.append(Reason.NO_RECOURSE)
    if home_office_tier(facts) == 2:
        made.append(Reason.HOME_OFFICE)
    if facts.is_stale(today):
        made.append(Reason.STALE)
    return tuple(made)


def _by_reach(wish: Wish, facts: Facts) -> Reason:
    reach = reach_of(wish, facts)
    if reach is Reach.NEAR:
        return Reason.AWAY if wish.away else Reason.NEAR
    return Reason.EVERYWHERE if reach is Reach.EVERYWHERE else Reason.PLACE_NOT_SAID
