"""Offering a person's case to whom she chose: from an answer, a decision, a case, or on its own.

With JavaScript the browser seals what is said before it is sent; without, the server seals it in
memory, and the page says which of the two happened.
"""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from breakwater.apps.disclosures import answers, rule
from breakwater.apps.organisations.access import require
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.roles import Kind
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.referrals import access, words
from breakwater.apps.referrals.changes import answering
from breakwater.apps.referrals.changes import offering as change
from breakwater.apps.referrals.changes.offering import Offer
from breakwater.apps.referrals.consent_form import ConsentForm
from breakwater.apps.referrals.forms import AnswerForm, OfferForm
from breakwater.apps.referrals.message import fields_of
from breakwater.apps.referrals.models import Referral
from breakwater.apps.referrals.receivers import Reachable, reachable, receiver_of
from breakwater.domain.lifecycles.referral import Move

_form_page = require_http_methods(["GET", "POST"])
_Change = Callable[[Offer], Referral]


@_form_page
@never_cache
def new(request: StaffRequest) -> HttpResponse:
    """On its own."""
    require(request.member, Action.OFFER_REFERRALS)
    return _offering(request, _offer(request), back=reverse("referrals:referrals"))


@_form_page
@never_cache
def from_answer(request: StaffRequest) -> HttpResponse:
    """From the firewall's answer: it is recorded, and the person linked, in one step."""
    require(request.member, Action.CHECK_BEFORE_SHARING)
    given = answers.read(request.GET.dict())
    if rule.question_after(given) is not None:
        return redirect("disclosures:check")
    query = answers.written(given)
    return _offering(
        request,
        lambda offer: change.record_and_offer(
            sender=request.member.organisation,
            answers=given,
            offer=offer,
            by=request.user,
            at=timezone.now(),
        ),
        back=reverse("disclosures:answer") + query,
        otherwise=reverse("disclosures:record-and-link") + query,
    )


@_form_page
@never_cache
def from_decision(request: StaffRequest, pk: UUID) -> HttpResponse:
    """From a recorded decision."""
    decision = access.decision(request.member, pk)
    return _offering(
        request,
        _offer(request, decision=decision),
        back=reverse("disclosures:decision", args=[pk]),
        reference=decision.incident,
        otherwise=reverse("disclosures:link", args=[pk]),
    )


@_form_page
@never_cache
def from_case(request: StaffRequest, pk: UUID) -> HttpResponse:
    """From a case of one's own organisation."""
    case = access.case(request.member, pk)
    return _offering(
        request,
        _offer(request, from_case=case),
        back=reverse("cases:case", args=[pk]),
        reference=case.reference,
    )


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
            lambda: answering.answer(referral=found, said=form.said(), by=request.user, at=now)
        )
    ):
        messages.success(request, "Answered. Only they can open it.")
        address = reverse("referrals:referral", args=[pk])
        return _to(request, address)
    if request.method == "POST" and _by_script(request):
        return _refused(form)
    data = {
        "receivers": {key: receiver.for_the_page()} if receiver else {},
        "headings": form.headings,
    }
    context = {"form": form, "referral": found, "receiver": receiver, "data": data}
    return render(request, "referrals/answer.html", context)


def _offer(request: StaffRequest, **source: object) -> _Change:
    def store(offer: Offer) -> Referral:
        return change.offer_case(
            sender=request.member.organisation,
            offer=offer,
            by=request.user,
            at=timezone.now(),
            **source,  # type: ignore[arg-type]
        )

    return store


def _offering(
    request: StaffRequest, store: _Change, *, back: str, reference: str = "", otherwise: str = ""
) -> HttpResponse:
    sender = request.member.organisation
    found = reachable(sender, timezone.now())
    asks_incident = sender.kind == Kind.FORCE and not reference
    form = OfferForm.opened(
        request,
        receivers=found.by_key,
        asks_incident=asks_incident,
        sentences=words.words_for(sender),
    )
    made: list[Referral] = []
    if form.is_valid() and form.tries(lambda: made.append(store(form.offer(reference=reference)))):
        messages.success(request, _says(made[0], by_browser=bool(form.cleaned_data["sealed"])))
        return _to(request, reverse("referrals:referral", args=[made[0].pk]))
    if request.method == "POST" and _by_script(request):
        return _refused(form)
    page = _page(form, found) | {"back": back, "reference": reference, "otherwise": otherwise}
    return render(request, "referrals/offer.html", page)


def _page(form: OfferForm, found: Reachable) -> dict[str, object]:
    return {
        "form": form,
        "words": form.words,
        "found": found,
        "message_fields": fields_of(list(form)),
        "data": {
            "receivers": {key: one.for_the_page() for key, one in found.by_key.items()},
            "headings": form.headings,
        },
    }


def _says(referral: Referral, *, by_browser: bool) -> str:
    where = (
        "It was sealed in your browser before it was sent."
        if by_browser
        else "Our server held it for a moment, in memory, while it sealed it."
    )
    return f"Offered to {referral.receiver}. Only they can open the message. {where}"


def _by_script(request: StaffRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _to(request: StaffRequest, address: str) -> HttpResponse:
    return JsonResponse({"next": address}) if _by_script(request) else redirect(address)


def _refused(form: StaffForm) -> HttpResponse:
    sentences = [str(error) for errors in form.errors.values() for error in errors]
    asks_again = isinstance(form, ConsentForm) and form.asks_again
    return JsonResponse({"says": " ".join(sentences), "asks_again": asks_again}, status=400)
