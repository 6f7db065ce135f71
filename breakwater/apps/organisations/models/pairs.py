"""Fields that only mean something together."""

from django.db.models import Q


def both_or_neither(one: str, other: str) -> Q:
    """The condition that both fields are set or neither is; for a CHECK in the database."""
    set_ = Q(**{f"{one}__isnull": False, f"{other}__isnull": False})
    return set_ | Q(**{f"{one}__isnull": True, f"{other}__isnull": True})
