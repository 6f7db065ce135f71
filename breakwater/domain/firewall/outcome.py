"""The four answers a rule can give, most protective first."""

from collections.abc import Iterable
from enum import StrEnum


class Outcome(StrEnum):
    """Declared from most to least protective; only ``MAY_SHARE`` can ever be released."""

    NEVER_SHARE = "never_share"
    NOT_YET = "not_yet"
    MAY_SHARE = "may_share"
    NOT_THIS_RULE = "not_this_rule"

    @property
    def protection(self) -> int:
        """How protective: 3 for never share down to 0 for not this rule."""
        return _PROTECTION[self]

    @property
    def headline(self) -> str:
        """What a person reads first."""
        match self:
            case Outcome.NEVER_SHARE:
                return "Do not share"
            case Outcome.NOT_YET:
                return "Not yet"
            case Outcome.MAY_SHARE:
                return "May be shared, only as authorised"
            case Outcome.NOT_THIS_RULE:
                return "Not decided by this rule"


_PROTECTION = {outcome: 3 - place for place, outcome in enumerate(Outcome)}


def most_protective(outcomes: Iterable[Outcome]) -> Outcome:
    """The one that wins; of no outcomes at all, ``NEVER_SHARE``."""
    return max(outcomes, key=lambda outcome: outcome.protection, default=Outcome.NEVER_SHARE)
