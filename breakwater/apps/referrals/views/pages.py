"""The lists, one referral as each side sees it, what was said, and the tallies."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.referrals import access, figures
from breakwater.apps.referrals.changes import answering, consent
from breakwater.apps.referrals.forms import WithdrawForm
from breakwater.apps.referrals.models import Referral
from breakwater.domain.lifecycles.referral import LIVING, REFERRAL, WAITING, Move, Side

_form_page = require_http_methods(["GET", "POST"])
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
def of_decision(request: StaffRequest, pk: UUID) -> HttpResponse:
    """From a recorded decision to the referral that was offered from it, if there is one."""
    decision = access.decision(request.member, pk)
    found = access.sent(request.member).filter(consent__decision=decision).first()
    if found is None:
        messages.info(request, "No referral was offered from this decision.")
        return redirect("disclosures:decision", pk)
    return redirect("referrals:referral", found.pk)


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
    left = found.consent.named.filter(sealed__isnull=False).select_related(
        "organisation", "service"
    )
    context |= {"others": others, "left": left, "waits": found.stands in WAITING}
    return render(request, "referrals/for_sender.html", context)


@_form_page
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The person takes her consent back; whoever she told enters it."""
    found, side = access.to_move(request.member, pk, Move.WITHDRAW)
    form = WithdrawForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: consent.withdraw(
            consent=found.consent,
            told=request.member.organisation,
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Withdrawn. Nothing more is passed on.")
        return redirect("referrals:referral", pk)
    # The incident number is the sender's own: who receives the case is not told it.
    context = {"form": form, "referral": found, "is_sender": side is Side.SENDER}
    return render(request, "referrals/withdraw.html", context)


@require_POST
def stop_waiting(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sender waits no longer; it goes on to the next one the person named."""
    found, _ = access.to_move(request.member, pk, Move.LAPSE)
    form = StaffForm(sent(request))
    if form.tries(lambda: answering.lapse(referral=found, by=request.user, at=timezone.now())):
        messages.success(request, "You wait for them no longer.")
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("referrals:referral", pk)


@require_GET
def unmet_need(request: StaffRequest) -> HttpResponse:
    """How often people were declined in closed months, small numbers left out."""
    tallies = access.unmet_need(request.member)
    context = {
        "months": figures.closed_months(tallies, timezone.localdate()),
        "is_own": request.member.kind == request.member.kind.SUPPORT_ORGANISATION,
    }
    return render(request, "referrals/unmet_need.html", context)
