"""What passed the gate by, requests that came in, and the two lists a force keeps."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.disclosures import access, answers, rule
from breakwater.apps.disclosures.changes import accounts as change
from breakwater.apps.disclosures.changes import lists
from breakwater.apps.disclosures.models import Account
from breakwater.apps.disclosures.request_forms import (
    CompulsionForm,
    EventForm,
    IncomingForm,
    ReceiverForm,
    TokenForm,
)
from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.confirmation import confirmed_lately
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.disclosures.fields import FIELDS
from breakwater.sealing.fingerprint import fingerprint_words

_form_page = require_http_methods(["GET", "POST"])
_ON_A_PAGE = 50
_IMMIGRATION_ENFORCEMENT = "immigration_enforcement"


@require_GET
def accounts(request: StaffRequest) -> HttpResponse:
    """What was entered, and where to enter more."""
    found = Paginator(access.accounts(request.member), _ON_A_PAGE).get_page(request.GET.get("page"))
    listed = [(one, [FIELDS[name].says for name in one.fields]) for one in found]
    context = {
        "found": found,
        "listed": listed,
        "may_enter": may(request.member, Action.ASK_TO_RELEASE),
        "may_answer_compulsion": may(request.member, Action.ANSWER_COMPULSION),
    }
    return render(request, "disclosures/accounts.html", context)


@_form_page
def told(request: StaffRequest) -> HttpResponse:
    """Enter what was said by telephone, after the questions were answered."""
    require(request.member, Action.ASK_TO_RELEASE)
    given = answers.read(request.GET.dict())
    if rule.question_after(given) is not None:
        return redirect("disclosures:check")
    form = EventForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change.tell_afterwards(
            force=request.member.organisation,
            event=form.event(),
            answers=given,
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Entered.")
        return redirect("disclosures:accounts")
    context = {"form": form, "query": answers.written(given)}
    return render(request, "disclosures/told.html", context)


@_form_page
@confirmed_lately
def compelled(request: StaffRequest) -> HttpResponse:
    """Enter what a court or a law compelled."""
    require(request.member, Action.ANSWER_COMPULSION)
    form = CompulsionForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change.answer_compulsion(
            force=request.member.organisation,
            event=form.event(),
            instrument=Account.Instrument(form.cleaned_data["instrument"]),
            instrument_reference=form.cleaned_data["instrument_reference"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Entered.")
        return redirect("disclosures:accounts")
    return render(request, "disclosures/compelled.html", {"form": form})


@require_GET
def incoming(request: StaffRequest) -> HttpResponse:
    """What Immigration Enforcement asked, and how it was answered."""
    found = access.incoming_requests(request.member)
    context = {
        "found": Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page")),
        "begin": reverse("disclosures:check")
        + answers.written({"recipient": _IMMIGRATION_ENFORCEMENT}),
    }
    return render(request, "disclosures/incoming.html", context)


@_form_page
def answer_incoming(request: StaffRequest) -> HttpResponse:
    """Answer a request that came in, after the questions were answered."""
    require(request.member, Action.ASK_TO_RELEASE)
    given = answers.read(request.GET.dict())
    is_theirs = given.get("recipient") == _IMMIGRATION_ENFORCEMENT
    if rule.question_after(given) is not None or not is_theirs:
        return redirect("disclosures:check")
    form = IncomingForm(sent(request))
    if form.is_valid():
        made = change.answer_incoming(
            force=request.member.organisation,
            incident=form.cleaned_data["incident"],
            their_reference=form.cleaned_data["their_reference"],
            received_on=form.cleaned_data["received_on"],
            answers=given,
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, "Recorded. Here is the answer to send.")
        return redirect("disclosures:letter", made.pk)
    context = {"form": form, "query": answers.written(given)}
    return render(request, "disclosures/answer_incoming.html", context)


@require_GET
def letter(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The letter to send; it neither confirms nor denies that anybody is known here."""
    found = access.incoming_request(request.member, pk)
    context = {"incoming": found, "force": request.member.organisation}
    return render(request, "disclosures/letter.html", context)


@_form_page
@confirmed_lately
def receivers(request: StaffRequest) -> HttpResponse:
    """To whom packages can be sealed; a new one is listed here."""
    require(request.member, Action.LIST_RECEIVERS)
    force = request.member.organisation
    form = ReceiverForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: lists.list_receiver(
            force=force,
            name=form.cleaned_data["name"],
            recipient=_IMMIGRATION_ENFORCEMENT,
            key=form.cleaned_data["key"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Listed. Compare the words of its key with them by telephone.")
        return redirect("disclosures:receivers")
    listed = [(one, fingerprint_words(one.key)) for one in access.receivers(force)]
    return render(request, "disclosures/receivers.html", {"form": form, "listed": listed})


@require_POST
@confirmed_lately
def remove_receiver(request: StaffRequest, pk: int) -> HttpResponse:
    """Take one off the list."""
    found = access.receiver(request.member, pk)
    lists.remove_receiver(receiver=found, by=request.user, at=timezone.now())
    messages.success(request, "Removed.")
    return redirect("disclosures:receivers")


@_form_page
@confirmed_lately
def tokens(request: StaffRequest) -> HttpResponse:
    """Which records systems may ask; a new token is shown once."""
    found = access.tokens(request.member)
    form: StaffForm = TokenForm(sent(request))
    secret = ""
    if form.is_valid():
        secret = lists.make_token(
            force=request.member.organisation,
            name=form.cleaned_data["name"],
            by=request.user,
            at=timezone.now(),
        )
        form = TokenForm()
    context = {"form": form, "found": found.all(), "secret": secret}
    return render(request, "disclosures/tokens.html", context)


@require_POST
@confirmed_lately
def end_token(request: StaffRequest, pk: int) -> HttpResponse:
    """A token opens nothing from now on."""
    found = access.token(request.member, pk)
    lists.end_token(token=found, by=request.user, at=timezone.now())
    messages.success(request, "Ended.")
    return redirect("disclosures:tokens")
