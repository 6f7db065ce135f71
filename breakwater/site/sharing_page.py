"""The public firewall page: the rule in plain words, its limits, and figures somebody checked.

Its address and title are neutral: a browser's history shows them. The figures come from the audit
log alone, and only those that an auditor of the published policy has signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import dateformat
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from breakwater.apps.audit_log.signed_figures import SignedMonth, signed_months
from breakwater.apps.disclosures import rule
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.roles import Kind
from breakwater.domain.audit_log.suppression import Hidden

_MOST_MONTHS = 12
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


@dataclass(frozen=True)
class Figures:
    """One force's figures of one month, as words."""

    force: str
    month: str
    rows: Sequence[tuple[object, object]]
    auditors: str


@login_not_required
@require_safe
def sharing(request: HttpRequest) -> HttpResponse:
    """What is never shared, what can be, what this cannot stop, and how to check it."""
    active = rule.in_force()
    forces = Organisation.objects.filter(
        kind=Kind.FORCE, admitted_at__isnull=False, left_at__isnull=True
    )
    figures = [_figures(force, month) for force in forces for month in _months(force)]
    context = {
        "figures": figures,
        "packs": active.combination.packs if active.combination else (),
        "is_unsigned": bool(active.unsigned),
    }
    return render(request, "public/sharing.html", context)


def _months(force: Organisation) -> list[SignedMonth]:
    return signed_months(f"{force.slug}/disclosure-log")[-_MOST_MONTHS:]


def _figures(force: Organisation, month: SignedMonth) -> Figures:
    shown = [(words, _shown(month.statement.figures[name])) for name, words in _ROWS.items()]
    return Figures(
        force=force.name,
        month=dateformat.format(month.first_day, "F Y"),
        rows=shown,
        auditors=", ".join(month.auditors),
    )


def _shown(value: int | Hidden) -> object:
    match value:
        case Hidden.FEWER_THAN_FIVE:
            return _("fewer than 5")
        case Hidden.NOT_SHOWN:
            return _("not shown, to protect people")
        case number:
            return number
