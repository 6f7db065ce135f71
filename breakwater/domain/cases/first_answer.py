"""How long a person waited for a first answer, in steps that can be counted."""

import enum
from datetime import timedelta


class FirstAnswer(enum.Enum):
    """One step; ``says`` is the row's name, ``at_most`` its end (None: no end)."""

    says: str
    at_most: timedelta | None

    def __new__(cls, value: str, says: str, at_most: timedelta | None) -> "FirstAnswer":
        """Make ``value`` alone the enum's value."""
        step = object.__new__(cls)
        step._value_ = value
        step.says, step.at_most = says, at_most
        return step

    DAY = ("day", "Within a day", timedelta(days=1))
    THREE_DAYS = ("three-days", "Within three days", timedelta(days=3))
    LATER = ("later", "Later", None)


def first_answer(waited: timedelta) -> FirstAnswer:
    """The first step that is long enough."""
    return next(one for one in FirstAnswer if one.at_most is None or waited <= one.at_most)
