"""The staff site's first page: it asks every app."""

from itertools import chain

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from breakwater.apps.briefings import waiting as briefings
from breakwater.apps.cases import waiting as cases
from breakwater.apps.directory import waiting as directory
from breakwater.apps.disclosures import waiting as disclosures
from breakwater.apps.importing import waiting as importing
from breakwater.apps.organisations import access, key_waiting, notices, waiting
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.outreach import waiting as outreach
from breakwater.apps.protection import waiting as protection
from breakwater.apps.receiving import waiting as receiving
from breakwater.apps.referrals import waiting as referrals
from breakwater.site import access_log_page, audit_page, printed_pages

# Modules with ``waiting_for(member)`` and ``starting_points(member)``, most pressing first.
WAITING = (
    cases,
    disclosures,
    protection,
    referrals,
    receiving,
    briefings,
    outreach,
    importing,
    directory,
    key_waiting,
    waiting,
    audit_page,
    access_log_page,
    printed_pages,
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
    begin = list(chain.from_iterable(module.starting_points(member) for module in WAITING))
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
            "first": [point for point in begin if point.comes_first],
            "starting_points": [point for point in begin if not point.comes_first],
        },
    )
