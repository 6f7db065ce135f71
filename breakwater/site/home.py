"""The staff site's first page, and taking everything away: both ask every app."""

import io
import json
import zipfile
from itertools import chain

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.briefings import export as briefings_export
from breakwater.apps.briefings import waiting as briefings
from breakwater.apps.cases import waiting as cases
from breakwater.apps.disclosures import export as disclosures_export
from breakwater.apps.disclosures import waiting as disclosures
from breakwater.apps.importing import waiting as importing
from breakwater.apps.organisations import access, key_export, key_waiting, notices, waiting
from breakwater.apps.organisations import export as organisations_export
from breakwater.apps.organisations.access import Action
from breakwater.apps.organisations.sign_in.confirmation import confirmed_lately
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.outreach import export as outreach_export
from breakwater.apps.outreach import waiting as outreach
from breakwater.apps.referrals import export as referrals_export
from breakwater.apps.referrals import waiting as referrals
from breakwater.site import access_log_page, printed_pages

# Modules with ``waiting_for(member)`` and ``starting_points(member)``, most pressing first.
WAITING = (
    cases,
    disclosures,
    referrals,
    briefings,
    outreach,
    importing,
    key_waiting,
    waiting,
    access_log_page,
    printed_pages,
)
# Modules with ``belongings(organisation)``.
EXPORTS = (
    organisations_export,
    key_export,
    disclosures_export,
    referrals_export,
    outreach_export,
    briefings_export,
)


@require_GET
def home(request: StaffRequest) -> HttpResponse:
    """What waits for me, what is late, what happened, and where to begin."""
    member = request.member
    items = sorted(
        chain.from_iterable(module.waiting_for(member) for module in WAITING),
        key=lambda item: item.since,
    )
    # What waits is said once, above.
    unread = request.user.notices.filter(read_at__isnull=True).exclude(
        address__in=[item.address for item in items]
    )
    return render(
        request,
        "staff/home.html",
        {
            "late": [item for item in items if item.is_late],
            "waiting": [item for item in items if not item.is_late],
            "happened": [(one, notices.sentence(one)) for one in unread[:10]],
            "covers": waiting.covers(member),
            "holds_key": access.may(member, Action.HOLD_KEY),
            "roles": sorted(role.says for role in member.roles_on(access.today())),
            "starting_points": list(
                chain.from_iterable(module.starting_points(member) for module in WAITING)
            ),
        },
    )


@require_http_methods(["GET", "POST"])
@confirmed_lately
def take_data_away(request: StaffRequest) -> HttpResponse:
    """Everything that belongs to the member's organisation, in one ZIP file of JSON lists."""
    access.require(request.member, Action.TAKE_DATA_AWAY)
    organisation = request.member.organisation
    if request.method == "GET":
        return render(request, "organisations/take_data_away.html", {"organisation": organisation})
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, rows in chain.from_iterable(one.belongings(organisation) for one in EXPORTS):
            text = json.dumps(rows, cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
            package.writestr(f"{name}.json", text)
    with transaction.atomic():
        record_access(
            act=Act.DISCLOSURE,
            by=str(request.user.pk),
            record_kind="organisation",
            record_id=organisation.slug,
            because="taken-away",
            organisation=organisation.slug,
            recipient=organisation.slug,
        )
    answer = HttpResponse(file.getvalue(), content_type="application/zip")
    name = f"{organisation.slug}-{timezone.localdate():%Y-%m-%d}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
