"""Entering in the operator's log which rule packs are in force, whenever that has changed."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.audit_log.logs import locked_standing
from breakwater.apps.disclosures import rule
from breakwater.apps.disclosures.models import PackInForce
from breakwater.domain.audit_log.kinds import Kind

_NOT_IN_ORDER = "not in order: nothing is shared"


def note_packs_in_force(*, at: datetime) -> int:
    """Compare what runs now with what was noted last; return how many entries that took.

    Called at each start of the staff site, which alone reads the packs. A pack that is named but
    not in order is noted as such: from then on nothing is shared, and the log says since when.
    """
    now = set(_running().items())
    if now == set(_noted()):
        return 0
    with transaction.atomic():
        # Several processes start at once: whoever is second sees what the first has noted.
        locked_standing(OPERATOR_LOG)
        noted = _noted()
        for pack in sorted(set(noted) - now):
            PackInForce.objects.filter(pk=noted[pack]).update(until_at=at)
            _enter(Kind.PACK_DEACTIVATED, *pack)
        for pack in sorted(now - set(noted)):
            PackInForce.objects.create(reference=pack[0], meaning=pack[1], from_at=at)
            _enter(Kind.PACK_ACTIVATED, *pack)
    return len(now ^ set(noted))


def _noted() -> dict[tuple[str, str], int]:
    running = PackInForce.objects.filter(until_at__isnull=True)
    return {(row.reference, row.meaning): row.pk for row in running}


def _running() -> dict[str, str]:
    combination = rule.in_force().combination
    if combination is None:
        return dict.fromkeys(settings.ACTIVE_PACKS, _NOT_IN_ORDER)
    return {proved.pack.full_name: proved.meaning for proved in combination.packs}


def _enter(kind: Kind, reference: str, meaning: str) -> None:
    append(log=OPERATOR_LOG, kind=kind, record={"pack": reference, "meaning": meaning})
