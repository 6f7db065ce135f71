"""What the menu of the staff site asks about whoever is signed in."""

from django import template

from breakwater.apps.organisations.access import may
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action

register = template.Library()


@register.filter
def works_on_cases(member: Membership) -> bool:
    """Whether the inbox belongs in this member's menu."""
    return may(member, Action.WORK_ON_CASES)


@register.filter
def checks_before_sharing(member: Membership) -> bool:
    """Whether the check belongs in this member's menu."""
    return may(member, Action.CHECK_BEFORE_SHARING)
