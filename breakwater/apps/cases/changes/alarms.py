"""An alarm that nobody looked at comes again."""

from datetime import datetime

from django.db import transaction

from breakwater.apps.cases import telling
from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.models import Organisation

# Of each organisation: nobody is told twice in ten minutes, so more would say nothing new.
_MOST_LOOKED_AT = 20


def repeat_alarms(*, at: datetime) -> int:
    """Tell again of people in danger whose case nobody has opened; return how many were told.

    Run it every few minutes. Ten minutes lie between two messages to the same person; after two
    hours a case is the inbox's first line still, but no message is sent for it any more.
    """
    standing = Case.objects.filter(
        alarm_since__gt=at - telling.GIVEN_UP_AFTER,
        alarm_since__lte=at - telling.REPEATED_EVERY,
    )
    told = 0
    for organisation in Organisation.objects.filter(pk__in=standing.values("organisation")):
        oldest = standing.of(organisation).order_by("alarm_since", "pk")
        with transaction.atomic():
            for case in oldest.select_related("organisation")[:_MOST_LOOKED_AT]:
                told += telling.that_nobody_has_looked(case, at=at)
    return told
