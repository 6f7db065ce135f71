"""Whose days are counted: a log's entry, a month's figures and a page all mean London's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

TIME_ZONE = "Europe/London"


def day_of(moment: datetime) -> date:
    """The day that it is in London at ``moment``."""
    return moment.astimezone(ZoneInfo(TIME_ZONE)).date()
