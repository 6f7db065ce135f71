"""Log lines that say what went wrong and where, and never what anybody wrote.

A traceback can carry values, a request line can carry an address somebody must not be seen to have
opened. So a line holds the time, the level, the logger, and for an error its type and the places in
our own code it passed through.
"""

import logging
import traceback
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


class QuietFormatter(logging.Formatter):
    """Formats a record without its arguments, its message's values or its traceback's text."""

    def format(self, record: logging.LogRecord) -> str:
        """One line: the unfilled message, and an error's type and places."""
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {record.msg}"
        if record.exc_info and record.exc_info[0]:
            line += f" [{record.exc_info[0].__name__} in {self._places(record.exc_info[2])}]"
        return line.replace("\n", " ")

    @staticmethod
    def _places(trace: object) -> str:
        ours = [
            f"{Path(frame.filename).relative_to(_PACKAGE)}:{frame.lineno}"
            for frame in traceback.extract_tb(trace)  # type: ignore[arg-type]
            if Path(frame.filename).is_relative_to(_PACKAGE)
        ]
        return ", ".join(ours[-3:]) or "a library"
