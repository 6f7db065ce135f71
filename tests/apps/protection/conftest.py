"""The staff site, and what has to be passed on to protect somebody."""

from dataclasses import replace
from datetime import datetime

import pytest
from django.utils import timezone

from breakwater.apps.organisations.models import Person
from breakwater.apps.protection import changes
from breakwater.apps.protection.changes import Grounds
from breakwater.apps.protection.models import Sharing
from breakwater.domain.protection import Basis, Body, Field, Risk, Told

GROUNDS = Grounds(
    reference="SM/2026/0600",
    risk=Risk.CHILD,
    body=Body.CHILDREN,
    basis=Basis.CHILDREN_ACT,
    fields=[Field.CHILDREN, Field.DANGER],
    because="The child sleeps where he has a key.",
    told=Told.TOLD,
)


def asked(by: Person, **changed: object) -> Sharing:
    """Somebody asks a second person."""
    return changes.ask(
        organisation=by.membership.organisation,
        grounds=replace(GROUNDS, **changed),  # type: ignore[arg-type]
        by=by,
        at=timezone.now(),
    )


def in_emergency(by: Person, *, at: datetime | None = None) -> Sharing:
    """Somebody could not wait."""
    now = at or timezone.now()
    return changes.share_in_emergency(
        organisation=by.membership.organisation, grounds=GROUNDS, shared_at=now, by=by, at=now
    )


@pytest.fixture(autouse=True)
def _here(_staff_site: None) -> None:
    """All tests of this folder are about the staff site."""
