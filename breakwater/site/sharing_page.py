"""The public firewall page: the rule in plain words, its limits, and figures somebody checked.

Its address and title are neutral: a browser's history shows them. The figures come from the audit
log alone, and only those that an auditor of the published policy has signed.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from breakwater.apps.disclosures import rule
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.roles import Kind
from breakwater.site.signed_figures import figures_of

# Row of the statement → the words for it here.
_ROWS = {
    "checks": _("Officers checked before sharing"),
    "decided-never-share": _("The answer recorded was: do not share"),
    "links-made": _("People were linked to support"),
    "links-declined": _("People were offered support and said no"),
    "released": _("Information was released to Immigration Enforcement"),
    "requests-refused": _("Requests by Immigration Enforcement were refused"),
    "told-by-telephone": _("Something was said by telephone and entered afterwards"),
    "compelled-by-law": _("A court or a law compelled it"),
}


@login_not_required
@require_safe
def sharing(request: HttpRequest) -> HttpResponse:
    """What is never shared, what can be, what this cannot stop, and how to check it."""
    active = rule.in_force()
    forces = Organisation.objects.filter(
        kind=Kind.FORCE, admitted_at__isnull=False, left_at__isnull=True
    )
    figures = [
        one
        for force in forces
        for one in figures_of(force.name, f"{force.slug}/disclosure-log", _ROWS)
    ]
    context = {
        "figures": figures,
        "packs": active.combination.packs if active.combination else (),
        "is_unsigned": bool(active.unsigned),
    }
    return render(request, "public/sharing.html", context)
