"""What reaches a log line, and what never does."""

import logging

from breakwater.domain.plain_error import PlainError
from breakwater.site.quiet_logging import QuietFormatter


def _line(message: str, *values: object) -> str:
    try:
        raise PlainError("her name is Amina")
    except PlainError as error:
        trace = (type(error), error, error.__traceback__)
    record = logging.LogRecord("breakwater", logging.ERROR, __file__, 1, message, values, trace)
    return QuietFormatter().format(record)


def test_a_line_names_the_kind_of_error_and_nothing_that_was_written() -> None:
    line = _line("%s failed at %s", "Amina", "/r/secret/")

    assert "PlainError" in line
    assert "Amina" not in line
    assert "secret" not in line


def test_a_line_stays_one_line() -> None:
    assert "\n" not in _line("first\nsecond")
