"""The demonstration's own terminal: a verb run as a person would, with what it printed."""

import contextlib
import io
from pathlib import Path

from breakwater.domain.plain_error import PlainError
from breakwater.site.command_line import main as command_line


def run_verb(verb: str, *arguments: str | Path) -> str:
    """What the verb printed; ``PlainError`` with it where the verb refused."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        status = command_line.main([verb, *map(str, arguments)])
    if status:
        raise PlainError(f"the demonstration was not loaded; {verb} said: {said.getvalue()}")
    return said.getvalue()
