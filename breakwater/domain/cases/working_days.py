"""Working days: Monday to Friday; bank holidays count as such, so that nobody waits longer."""

from datetime import date, timedelta

_SATURDAY = 5


def after(day: date, working_days: int) -> date:
    """The last day of a time of ``working_days`` that begins the day after ``day``."""
    while working_days > 0:
        day += timedelta(days=1)
        working_days -= day.weekday() < _SATURDAY
    return day
