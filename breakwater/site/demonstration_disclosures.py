"""The demonstration's checks, decisions and links, made through the same verbs an officer uses."""

from datetime import timedelta

import pyrage
from django.conf import settings
from django.utils import timezone

from breakwater.apps.disclosures.changes import decisions, lists
from breakwater.apps.disclosures.changes.decisions import Offer
from breakwater.apps.disclosures.models import Link
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Organisation
from breakwater.site import demonstration_people as people

# What the invented receiver opens packages with; a real one never leaves the receiver.
RECEIVER_KEY = "receiver.key"
_TO_IMMIGRATION = {"recipient": "immigration_enforcement", "about": "protected_person"}
_CHECKS = (
    _TO_IMMIGRATION | {"offence": "none"},
    _TO_IMMIGRATION | {"offence": "none"},
    _TO_IMMIGRATION | {"offence": "status_offence_only"},
    _TO_IMMIGRATION | {"offence": "counter_allegation_or_possible_compulsion"},
    {"recipient": "safeguarding_body"},
)


def load() -> list[str]:
    """Count some checks, record three decisions, link one person, and list a receiver."""
    force = Organisation.objects.get(name=people.FORCE)
    officer, now = people.person("Olive Oak"), timezone.now()
    for answers in _CHECKS:
        decisions.check(force=force, answers=answers)
    recorded = [
        decisions.record(
            force=force,
            incident=f"SM/2026/{number:04}",
            answers=answers,
            by=officer,
            at=now - timedelta(days=days),
        )
        for number, days, answers in zip((411, 412, 413), (9, 3, 1), _CHECKS, strict=False)
    ]
    decisions.link(
        decision=recorded[0],
        offer=Offer(
            how=Link.How.MADE,
            offered_at=recorded[0].decided_at,
            was_alone=True,
            interpreter=Interpreter.INDEPENDENT,
            organisation=Organisation.objects.get(name=people.SUPPORT),
        ),
        by=officer,
        at=now,
    )
    identity = pyrage.x25519.Identity.generate()
    path = settings.DATA / RECEIVER_KEY
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"{identity}\n", encoding="ascii")
    lists.list_receiver(
        force=force,
        name="An invented national command",
        recipient="immigration_enforcement",
        key=str(identity.to_public()),
        by=people.person("Dot Drift"),
        at=now,
    )
    return [f"Recorded {len(recorded)} decisions, of which two still wait for a link to support."]
