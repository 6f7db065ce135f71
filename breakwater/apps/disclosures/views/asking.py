"""Asking for a release, deciding on it, and releasing it."""

from hashlib import sha256
from hmac import compare_digest
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.audit_log.gate_client import GateAwayError
from breakwater.apps.disclosures import access, answers, passkeys, rule
from breakwater.apps.disclosures.changes import releases as releasing
from breakwater.apps.disclosures.changes import requests as change
from breakwater.apps.disclosures.models import Handover, Request
from breakwater.apps.disclosures.request_forms import REGIMES, AskForm, AuthoriseForm, WhyForm
from breakwater.apps.organisations.access import require
from breakwater.apps.organisations.forms import sent
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.disclosures.fields import CHANNELS
from breakwater.domain.firewall.asking import RECORDED, STEPS
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words

_form_page = require_http_methods(["GET", "POST"])
_ON_A_PAGE = 50
_State = Request.State


@_form_page
def ask(request: StaffRequest) -> HttpResponse:
    """Ask a supervisor, where the rule leaves a way at all."""
    require(request.member, Action.ASK_TO_RELEASE)
    given = answers.read(request.GET.dict())
    if rule.question_after(given) is not None or not change.could_be_authorised(given):
        return redirect(reverse("disclosures:answer") + answers.written(given))
    force = request.member.organisation
    receivers = access.receivers(force).filter(recipient=given["recipient"])
    form = AskForm(sent(request), receivers=receivers)
    if form.is_valid():
        made: list[Request] = []
        if form.tries(
            lambda: made.append(
                change.ask(
                    force=force,
                    incident=form.cleaned_data["incident"],
                    answers=given,
                    grounds=form.grounds(),
                    wanted=form.wanted(),
                    receiver=form.cleaned_data["receiver"],
                    channel=CHANNELS[form.cleaned_data["channel"]],
                    by=request.user,
                    at=timezone.now(),
                )
            )
        ):
            messages.success(request, "Asked. Your supervisors were told. It lapses in 72 hours.")
            return redirect("disclosures:request", made[0].pk)
    context = {"form": form, "query": answers.written(given), "has_receivers": receivers.exists()}
    return render(request, "disclosures/ask.html", context)


@require_GET
def requests(request: StaffRequest) -> HttpResponse:
    """What is asked, authorised, released and ended."""
    found = Paginator(access.requests(request.member), _ON_A_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    listed = [(one, one.state_at(now)) for one in found]
    return render(request, "disclosures/requests.html", {"found": found, "listed": listed})


@require_GET
def one_request(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One request, whole: what a supervisor decides on."""
    asked = access.request(request.member, pk)
    return render(request, "disclosures/request.html", _request_page(request, asked))


@require_POST
def authorise(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Authorise exactly this, with a passkey."""
    require(request.member, Action.AUTHORISE_RELEASE)
    asked = access.request(request.member, pk)
    form = AuthoriseForm(request.POST)
    if form.is_valid() and form.tries(
        lambda: change.authorise(
            asked=asked,
            assertion=form.cleaned_data["credential"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        passkeys.pin_in_demonstration(request.user)
        messages.success(request, "Authorised. Whoever asked can release it now.")
        return redirect("disclosures:request", pk)
    page = _request_page(request, asked) | {"form": form}
    return render(request, "disclosures/request.html", page)


@_form_page
def refuse(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Refuse, and say why."""
    require(request.member, Action.AUTHORISE_RELEASE)
    return _ending(request, pk, change.refuse, "disclosures/refuse.html", "Refused.")


@_form_page
def withdraw(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Take it back before it is released."""
    asked = access.request(request.member, pk)
    if not _may_withdraw(request.member, asked, asked.state_at(timezone.now())):
        raise PermissionDenied("Only who asked and who authorised can withdraw it.")
    return _ending(request, pk, change.withdraw, "disclosures/withdraw.html", "Withdrawn.")


def _ending(request: StaffRequest, pk: UUID, end: object, template: str, done: str) -> HttpResponse:
    asked = access.request(request.member, pk)
    form = WhyForm(sent(request))
    assert callable(end)
    if form.is_valid() and form.tries(
        lambda: end(
            asked=asked, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
        )
    ):
        messages.success(request, done)
        return redirect("disclosures:request", pk)
    return render(request, template, {"form": form, "asked": asked})


@require_POST
def release(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Commit the release, then have the gate make the package; may be pressed again."""
    require(request.member, Action.ASK_TO_RELEASE)
    asked = access.request(request.member, pk)
    now = timezone.now()
    try:
        secret = releasing.release_through_gate(asked=asked, by=request.user, at=now)
    except GateAwayError:
        messages.warning(
            request,
            "The gate is away. Nothing has left, and nothing is lost. Try again in a few minutes.",
        )
        return redirect("disclosures:request", pk)
    except PlainError as sentence:
        messages.error(request, f"{str(sentence).capitalize()}.")
        return redirect("disclosures:request", pk)
    if not secret:
        messages.error(request, "The gate refused. Nothing has left.")
        return redirect("disclosures:request", pk)
    link = settings.STAFF_ADDRESS + reverse("disclosures:collect", args=[secret])
    return render(request, "disclosures/released.html", {"asked": asked, "link": link})


@require_GET
def package(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The sealed package, for whoever hands it over; it opens for its receiver alone."""
    asked = access.request(request.member, pk)
    handover = Handover.objects.filter(release__request=asked).exclude(package_digest="").first()
    return _package(handover)


@login_not_required
@require_GET
def collect(request: HttpRequest, secret: str) -> HttpResponse:
    """The sealed package, for its receiver, who has no account here: the link is the way in."""
    digest = sha256(secret.encode()).hexdigest()
    handover = Handover.objects.filter(link_digest=digest).first()
    if handover is None or not compare_digest(handover.link_digest, digest):
        raise Http404
    return _package(handover)


def _package(handover: Handover | None) -> HttpResponse:
    if handover is None:
        raise Http404
    try:
        content = releasing.package_of(handover)
    except PlainError:
        raise Http404 from None
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = 'attachment; filename="release.age"'
    return answer


def _request_page(request: StaffRequest, asked: Request) -> dict[str, object]:
    state = asked.state_at(timezone.now())
    may_authorise = state == _State.WAITING and access.may_authorise(request.member, asked)
    situation = {name: one for name, one in asked.decision.facts.items() if name not in STEPS}
    has_passkey = may_authorise and bool(passkeys.passkeys_of(request.user))
    handover = _handover(asked)
    return {
        "asked": asked,
        "state": state,
        "said": rule.decide(situation, RECORDED),
        "given": answers.in_words(situation),
        "fields": list(asked.named_fields.all()),
        "regime": REGIMES.get(asked.regime, asked.regime),
        "key_words": fingerprint_words(asked.receiver_key),
        "may_authorise": may_authorise,
        "has_passkey": has_passkey,
        "js_data": {"request_options": passkeys.options_for(request.user, bytes(asked.digest))}
        if has_passkey
        else None,
        "form": AuthoriseForm(),
        "may_withdraw": _may_withdraw(request.member, asked, state),
        "handover": handover,
        "may_release": asked.asked_by == request.user
        and (
            state == _State.AUTHORISED
            or (state == _State.RELEASED and handover is not None and not handover.package_digest)
        ),
    }


def _handover(asked: Request) -> Handover | None:
    return Handover.objects.filter(release__request=asked).first()


def _may_withdraw(member: Membership, asked: Request, state: Request.State) -> bool:
    if state not in {_State.WAITING, _State.AUTHORISED}:
        return False
    authorised = getattr(asked, "authorisation", None)
    return member.person in {asked.asked_by, authorised.authorised_by if authorised else None}
