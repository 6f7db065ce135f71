"""What apps above this one show on the page of a case: its report, its referral, a way to answer.

They depend on cases, not the other way round, so ``breakwater/site/case_page.py`` hands them in.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.models import Membership, Person


@dataclass(frozen=True)
class Section:
    """One part of the page: a template, and what it needs beside ``case`` and ``request``.

    An element in it with ``data-module="<address of a script>"`` has the script's exported
    ``start(element, workspace)`` called each time the case is shown open in the browser. The
    workspace has ``opened`` (every piece with its content), ``seal(content)`` to the
    organisation's own key, ``go(address)`` to show another page without losing the key, ``data``
    (this case's addresses) and ``page`` (keys/page.js: ``run``, ``send``, ``Plain``).
    """

    template: str
    context: Mapping[str, object] = field(default_factory=dict)


SectionsFor = Callable[[Membership, Case], Iterable[Section]]
# What somebody (the person) taking a case or giving it to a colleague means to apps above, called
# first and in the same transaction; ``PlainError`` where it may not be.
BeforeTaking = Callable[[Case, Person, datetime], None]
