"""The demonstration's statement and briefing, through the same verbs as everyone's."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from breakwater.apps.briefings import changes as briefings
from breakwater.apps.organisations.models import Notice, Organisation, OutgoingMessage
from breakwater.apps.organisations.roles import Role
from breakwater.apps.outreach import changes as outreach
from breakwater.apps.outreach.changes import Said, digest_of
from breakwater.apps.outreach.suggestion import FIRST_DRAFT
from breakwater.site import demonstration_people as people

_BRIEFING = """\
Somebody who reports a crime is a victim or a witness first. Do not ask about immigration status.

Before anything about them goes to Immigration Enforcement, open “Check before you share”. It \
takes less than a minute. A doubt, a rumour or what somebody says against them is never enough.

Offer to put them in touch with a support organisation, and record what they said."""


def load() -> list[str]:
    """A statement signed by the invented force, and a briefing that one of two has read."""
    with transaction.atomic():
        _statement()
        _briefing()
        # What came before is not news on the first day, and nobody reads these addresses.
        Notice.objects.filter(kind="statement-waits").delete()
        OutgoingMessage.objects.all().delete()
    return [f"{people.FORCE} signed what it tells the public, and issued a briefing."]


def _statement() -> None:
    at = timezone.now()
    words = {name: FIRST_DRAFT[name] for name in ("opening", "will", "will_not", "limits")}
    drafted = outreach.draft(
        force=Organisation.objects.get(name=people.FORCE),
        said=Said(**words),
        post="Chief Constable of Saltmarsh Constabulary",
        by=people.person("Edie Elm"),
        at=at - timedelta(days=2),
    )
    outreach.sign(
        statement=drafted,
        seen=digest_of(drafted),
        by=people.person("Art Alder"),
        at=at - timedelta(days=1),
    )


def _briefing() -> None:
    at = timezone.now() - timedelta(days=3)
    issued = briefings.issue(
        force=Organisation.objects.get(name=people.FORCE),
        title="Check before you share",
        reference="Bulletin 2026/14",
        dated=timezone.localdate(at),
        text=_BRIEFING,
        roles=[Role.OFFICER, Role.SUPERVISOR],
        read_by=timezone.localdate(at) + timedelta(days=14),
        by=people.person("Edie Elm"),
        at=at,
    )
    supervisor = people.person("Sam Sand").membership
    briefings.confirm_read(briefing=issued, member=supervisor, at=at + timedelta(hours=5))
