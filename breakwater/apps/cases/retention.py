"""The retention rule that stands for an organisation, read."""

from breakwater.apps.cases.models import RetentionRule
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.roles import Kind
from breakwater.domain.cases import retention
from breakwater.domain.cases.retention import Rule


def rule_of(organisation: Organisation) -> Rule | None:
    """Its own rule, or the default; None for a force that has set none."""
    own = RetentionRule.objects.filter(organisation=organisation).first()
    return retention.rule_of(
        is_force=organisation.kind == Kind.FORCE,
        its_own=Rule(own.keep_days, own.review_days) if own else None,
    )
