"""The page of figures: how many people told somebody, and how soon somebody answered.

Months that are over, small numbers left out, each statement signed by an auditor. Nothing here can
be newer than the last closed month, so that it never tells when somebody reported.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from breakwater.apps.audit_log.logs import OPERATOR_LOG, force_log
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.roles import Kind
from breakwater.kept_pages import same_for_everyone
from breakwater.site.signed_figures import figures_of

# Row of the statement → the words for it here.
_ROWS = {
    "reports-received": _("People who wrote to them on this site"),
    "reports-in-person": _("People who told them in person"),
    "reports-by-telephone": _("People who told them by telephone"),
    "reports-for-somebody": _("People for whom an organisation told them"),
    "first-answers-in-a-day": _("People first answered within a day"),
    "first-answers-in-three-days": _("People first answered in two or three days"),
    "first-answers-later": _("People first answered later"),
    "referrals-accepted": _("People whom another organisation took on"),
}
_TOGETHER = _("All support organisations here, together")


@login_not_required
@require_safe
@same_for_everyone
def figures(request: HttpRequest) -> HttpResponse:
    """Each force, and all support organisations together, so that none of them stands out."""
    forces = Organisation.objects.filter(
        kind=Kind.FORCE, admitted_at__isnull=False, left_at__isnull=True
    ).order_by("name")
    shown = [
        one for force in forces for one in figures_of(force.name, force_log(force.slug), _ROWS)
    ]
    shown += figures_of(_TOGETHER, OPERATOR_LOG, _ROWS)
    return render(request, "public/figures.html", {"figures": shown})
