"""How an app says who may open its staff pages.

Each app has ``tests/apps/<app>/rows.py`` with ``ROWS`` (an entry for every address with a number in
it, so that nobody adds a page without saying whose row it shows) and ``ONLY_FOR`` (an entry for
every page that is not for everyone). ``tests/apps/test_every_staff_page.py`` opens them all as
everybody.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from breakwater.apps.organisations.models import Person
from tests.people import Cast

Who = Callable[[Cast], Iterable[Person]]


@dataclass(frozen=True)
class Row:
    """One row: ``make`` stores it and returns what is in its address; ``for_`` may open it."""

    make: Callable[[Cast], object | tuple[object, ...]]
    for_: Who


def everyone(cast: Cast) -> list[Person]:
    """The whole cast."""
    return [one for one in vars(cast).values() if isinstance(one, Person)]


def one_of_each(cast: Cast) -> list[Person]:
    """One in each role of each organisation; the second administrators see what the first do."""
    named = vars(cast).items()
    return [one for name, one in named if isinstance(one, Person) and not name.endswith("_2")]


def admins(cast: Cast) -> list[Person]:
    """Every organisation's administrators."""
    return [one for name, one in vars(cast).items() if "_admin" in name]


def operators(cast: Cast) -> list[Person]:
    """Both."""
    return [cast.operator_1, cast.operator_2]


def rows() -> Mapping[str, Row]:
    """Every app's."""
    return {name: row for module in _modules() for name, row in module.ROWS.items()}


def only_for() -> Mapping[str, Who]:
    """Every app's."""
    return {name: who for module in _modules() for name, who in module.ONLY_FOR.items()}


def _modules() -> list[Any]:
    found = sorted((Path(__file__).parent / "apps").glob("*/rows.py"))
    return [import_module(f"tests.apps.{path.parent.name}.rows") for path in found]
