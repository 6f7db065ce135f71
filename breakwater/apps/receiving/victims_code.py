"""The steps of the Victims' Code, read once from the file beside this one."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("victims_code.toml")


@dataclass(frozen=True)
class Step:
    """One thing that is owed; ``within_days`` are working days from the report, if any."""

    key: str
    right: int
    says: str
    within_days: int | None = None


@cache
def steps() -> tuple[Step, ...]:
    """All of them, in the order they are shown."""
    return tuple(Step(**one) for one in tomllib.loads(_FILE.read_text("utf-8"))["step"])
