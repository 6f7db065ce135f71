"""Fetching and authorising in one step; what is public needs no member."""

from breakwater.apps.directory.models import Service
from breakwater.apps.directory.models.service import ServiceQuerySet


def services_taking_referrals() -> ServiceQuerySet:
    """Public services whose organisation takes part here, by name.

    Whether its key can receive anything is asked of ``organisations.key_health`` by whoever sends.
    """
    return (
        Service.objects.public()
        .filter(
            organisation__isnull=False,
            organisation__admitted_at__isnull=False,
            organisation__left_at__isnull=True,
        )
        .select_related("organisation")
        .order_by("name", "id")
    )
