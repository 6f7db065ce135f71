"""The lists, one referral as each side sees it, what was said, and the tallies."""

from base64 import b64encode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from breakwater.apps.organisations import key_health, key_page
from breakwater.apps.organisations.access import Action, may, require
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.referrals import access, figures
from breakwater.apps.referrals.changes.reading import hand_over
from breakwater.apps.referrals.models import Referral
from breakwater.domain.lifecycles.referral import LIVING, REFERRAL, WAITING, Move, Side
from breakwater.domain.plain_error import PlainError

_ON_A_PAGE = 50


@require_GET
def referrals(request: StaffRequest) -> HttpResponse:
    """What was offered to us, what we offered, and where to offer one."""
    member = request.member
    if not may(member, Action.ANSWER_REFERRALS):
        require(member, Action.OFFER_REFERRALS)
    answers = may(member, Action.ANSWER_REFERRALS)
    number = request.GET.get("page")
    received = access.received(member) if answers else Referral.objects.none()
    context = {
        "answers": answers,
        "waiting": received.waiting().order_by("offered_at")[:_ON_A_PAGE],
        "taken": Paginator(received.exclude(pk__in=received.waiting()), _ON_A_PAGE).get_page(
            number
        ),
        "sent": Paginator(access.sent(member), _ON_A_PAGE).get_page(number),
        "sees_all": may(member, Action.SEE_ALL_REFERRALS),
    }
    return render(request, "referrals/referrals.html", context)


@require_GET
@never_cache
def referral(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One referral: where it stands, and what this side can do."""
    found, side = access.referral(request.member, pk)
    can = {move.name.lower(): REFERRAL.can(found.stands, move, side) for move in Move}
    context = {"referral": found, "can": can, "lives": found.stands in LIVING}
    if side is Side.RECEIVER:
        return render(request, "referrals/for_receiver.html", context)
    others = found.consent.referrals.exclude(pk=pk).select_related("receiver")
    left = found.consent.named.filter(sealed__isnull=False).select_related("organisation")
    context |= {"others": others, "left": left, "waits": found.stands in WAITING}
    return render(request, "referrals/for_sender.html", context)


@require_GET
@never_cache
def read(request: StaffRequest, pk: UUID) -> HttpResponse:
    """What was said, opened by the member's own key in her browser; that it was read is noted."""
    found, _ = access.to_move(request.member, pk, Move.ACCEPT)
    if key_health.own_key(request.member) is None:
        messages.info(request, "Make your own key first.")
        return redirect("organisations:keys")
    try:
        pieces = hand_over(referral=found, by=request.user, at=timezone.now())
    except PlainError as sentence:
        messages.error(request, f"{sentence}.".capitalize())
        return redirect("referrals:referral", pk)
    data = key_page.own_part(request.member) | {
        "pieces": [
            {"version": one.key_version, "sealed": b64encode(bytes(one.sealed)).decode()}
            for one in pieces
        ]
    }
    can = {move.name.lower(): REFERRAL.can(found.stands, move, Side.RECEIVER) for move in Move}
    context = {"referral": found, "data": data, "can": can, "script": "referrals/read.js"}
    return render(request, "referrals/read.html", context)


@require_GET
def unmet_need(request: StaffRequest) -> HttpResponse:
    """How often people were declined in closed months, small numbers left out."""
    tallies = access.unmet_need(request.member)
    context = {
        "months": figures.closed_months(tallies, timezone.localdate()),
        "is_own": request.member.kind == request.member.kind.SUPPORT_ORGANISATION,
    }
    return render(request, "referrals/unmet_need.html", context)
