"""The demonstration's sharing to protect: one in an emergency, which waits for a second person."""

from datetime import timedelta

from django.utils import timezone

from breakwater.apps.organisations.models import Organisation, OutgoingMessage
from breakwater.apps.protection import changes
from breakwater.apps.protection.changes import Grounds
from breakwater.domain.protection import Basis, Body, Field, Risk, Told
from breakwater.site import demonstration_people as people


def load() -> list[str]:
    """An officer told children's services this morning; a supervisor has yet to look at it."""
    at = timezone.now() - timedelta(hours=3)
    changes.share_in_emergency(
        organisation=Organisation.objects.get(name=people.FORCE),
        grounds=Grounds(
            reference="SM/2026/0413",
            risk=Risk.CHILD,
            body=Body.CHILDREN,
            basis=Basis.CHILDREN_ACT,
            fields=[Field.CHILDREN, Field.DANGER],
            because="He is to collect the children at noon, and has threatened them.",
            told=Told.TOLD,
        ),
        shared_at=at,
        by=people.person("Olive Oak"),
        at=at,
    )
    # Nobody reads these addresses.
    OutgoingMessage.objects.all().delete()
    return ["Entered one sharing to protect a child, which waits for a second person."]
