"""Accept, decline, ask, answer, close, withdraw: one page and one button each."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from breakwater.apps.organisations.forms import sent
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.referrals import access
from breakwater.apps.referrals.changes import answering as change
from breakwater.apps.referrals.changes import consent
from breakwater.apps.referrals.forms import AnswerForm, AskForm, DeclineForm, WithdrawForm
from breakwater.apps.referrals.models import Referral, UnmetNeed
from breakwater.apps.referrals.receivers import receiver_of
from breakwater.domain.lifecycles.referral import Move
from breakwater.domain.plain_error import PlainError

_form_page = require_http_methods(["GET", "POST"])


@require_POST
def accept(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take it on."""
    found, _ = access.to_move(request.member, pk, Move.ACCEPT)
    return _done(
        request,
        pk,
        lambda: change.accept(referral=found, by=request.user, at=timezone.now()),
        "You took it on. The sender sees that you accepted, and nothing more.",
    )


@_form_page
def decline(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Decline it; the reason is only counted."""
    found, _ = access.to_move(request.member, pk, Move.DECLINE)
    form = DeclineForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change.decline(
            referral=found,
            reason=UnmetNeed.Reason(form.cleaned_data["reason"]),
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Declined. What was said has been erased here.")
        return redirect("referrals:referral", pk)
    return render(request, "referrals/decline.html", {"form": form, "referral": found})


@_form_page
def ask(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Ask the sender something."""
    found, _ = access.to_move(request.member, pk, Move.ASK)
    form = AskForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change.ask(
            referral=found,
            question=Referral.Question(form.cleaned_data["question"]),
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Asked. You can accept or decline meanwhile.")
        return redirect("referrals:referral", pk)
    return render(request, "referrals/ask.html", {"form": form, "referral": found})


@_form_page
@never_cache
def answer(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Answer what the receiver asked; sealed to them."""
    found, _ = access.to_move(request.member, pk, Move.ANSWER)
    now = timezone.now()
    receiver = receiver_of(found.receiver, now)
    key = str(found.receiver_id)
    form = AnswerForm(sent(request), receivers={key: receiver} if receiver else {})
    if (
        receiver
        and form.is_valid()
        and form.tries(
            lambda: change.answer(referral=found, said=form.said(), by=request.user, at=now)
        )
    ):
        messages.success(request, "Answered. Only they can open it.")
        address = reverse("referrals:referral", args=[pk])
        return JsonResponse({"next": address}) if _by_script(request) else redirect(address)
    if request.method == "POST" and _by_script(request):
        says = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"says": " ".join(says)}, status=400)
    data = {
        "receivers": {key: receiver.for_the_page()} if receiver else {},
        "headings": form.headings,
    }
    context = {"form": form, "referral": found, "receiver": receiver, "data": data}
    return render(request, "referrals/answer.html", context)


@require_POST
def close(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The work on it is over."""
    found, _ = access.to_move(request.member, pk, Move.CLOSE)
    return _done(
        request,
        pk,
        lambda: change.close(referral=found, by=request.user, at=timezone.now()),
        "Closed. The sender is not told.",
    )


@require_POST
def stop_waiting(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sender waits no longer; it goes on to the next one the person named."""
    found, _ = access.to_move(request.member, pk, Move.LAPSE)
    return _done(
        request,
        pk,
        lambda: change.lapse(referral=found, by=request.user, at=timezone.now()),
        "You wait for them no longer.",
    )


@_form_page
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The person takes her consent back; whoever she told enters it."""
    found, _ = access.to_move(request.member, pk, Move.WITHDRAW)
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
    return render(request, "referrals/withdraw.html", {"form": form, "referral": found})


def _done(request: StaffRequest, pk: UUID, make: Callable[[], object], says: str) -> HttpResponse:
    try:
        make()
        messages.success(request, says)
    except PlainError as sentence:
        text = str(sentence)
        messages.error(request, f"{text[:1].upper()}{text[1:]}.")
    return redirect("referrals:referral", pk)


def _by_script(request: StaffRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
