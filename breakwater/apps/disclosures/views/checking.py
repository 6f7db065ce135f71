"""Check before you share, record the answer, link to support. None of it needs the gate."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from breakwater.apps.disclosures import access, answers, rule
from breakwater.apps.disclosures.changes import decisions as change
from breakwater.apps.disclosures.forms import (
    EveryQuestionForm,
    OfferForm,
    QuestionForm,
    RecordAndLinkForm,
    RecordForm,
)
from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.forms import sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.domain.firewall.asking import STEPS
from breakwater.domain.firewall.outcome import Outcome

_form_page = require_http_methods(["GET", "POST"])
_ON_A_PAGE = 50
# Who acts to protect somebody, rather than to enforce anything against her.
_PROTECTS = {"safeguarding_body", "modern_slavery_mechanism", "protective_alert"}


@_form_page
def check(request: StaffRequest) -> HttpResponse:
    """One question a page; the last answer is counted and leads to what the rule says."""
    require(request.member, Action.CHECK_BEFORE_SHARING)
    given = answers.read(request.GET.dict())
    asked = rule.question_after(given)
    if asked is None and request.method == "GET":
        # Nothing to ask: no rule stands, or the address holds every answer already.
        return redirect(reverse("disclosures:answer") + answers.written(given))
    if asked is not None:
        form = QuestionForm(sent(request), fact=asked, initial={"answer": request.GET.get("was")})
        if not form.is_valid():
            return render(request, "disclosures/question.html", _question_page(given, form))
        given[asked.name] = form.cleaned_data["answer"]
    if rule.question_after(given) is not None:
        return redirect(reverse("disclosures:check") + answers.written(given))
    change.check(force=request.member.organisation, answers=given)
    return redirect(reverse("disclosures:answer") + answers.written(given))


@_form_page
def check_at_once(request: StaffRequest) -> HttpResponse:
    """Every question on one page; sending it is one check, as if they had been asked singly."""
    require(request.member, Action.CHECK_BEFORE_SHARING)
    if rule.question_after({}) is None:
        return redirect("disclosures:answer")
    form = EveryQuestionForm(sent(request), facts=rule.questions())
    if not form.is_valid():
        unsigned = rule.in_force().unsigned
        return render(request, "disclosures/questions.html", {"form": form, "unsigned": unsigned})
    change.check(force=request.member.organisation, answers=form.given)
    return redirect(reverse("disclosures:answer") + answers.written(form.given))


def _question_page(given: dict[str, str], form: QuestionForm) -> dict[str, object]:
    before = dict(given)
    was = before.popitem()[1] if before else ""
    return {
        "form": form,
        "number": len(given) + 1,
        "most": rule.most_questions(),
        "back": answers.written(before | {"was": was}) if given else "",
        "is_first": not given,
        "unsigned": rule.in_force().unsigned,
    }


@require_GET
def answer(request: StaffRequest) -> HttpResponse:
    """What the rule says, why, and what to do; looking at it again counts nothing."""
    require(request.member, Action.CHECK_BEFORE_SHARING)
    given = answers.read(request.GET.dict())
    if rule.question_after(given) is not None:
        return redirect(reverse("disclosures:check") + answers.written(given))
    said = rule.decide(given, STEPS)
    kept = rule.kept(said)
    return render(
        request,
        "disclosures/answer.html",
        {
            "said": said,
            # What is copied goes into the incident, so it says what may be kept and no more.
            "kept": kept,
            # The headline above it says the rest.
            "sentence": said.says.removeprefix(f"{said.outcome.headline}. "),
            "kept_sentence": kept.says.removeprefix(f"{said.outcome.headline}. "),
            "is_never": said.outcome is Outcome.NEVER_SHARE,
            "may_ask": said.outcome is Outcome.NOT_YET
            and may(request.member, Action.ASK_TO_RELEASE),
            "may_protect": given.get("recipient") in _PROTECTS
            and may(request.member, Action.SHARE_TO_PROTECT),
            "may_enter": may(request.member, Action.ASK_TO_RELEASE),
            "is_theirs": given.get("recipient") == "immigration_enforcement",
            "must_link": "link_to_support" in said.duties,
            "duties": rule.duties_in_words(said),
            "given": answers.in_words(given),
            "query": answers.written(given),
            "unsigned": rule.in_force().unsigned,
            "checked_at": timezone.localtime(),
            "public_services": f"{settings.PUBLIC_ADDRESS.rstrip('/')}/services/",
        },
    )


@_form_page
def record(request: StaffRequest) -> HttpResponse:
    """Record the answer under an incident number."""
    return _recording(request, RecordForm(sent(request)), "disclosures/record.html")


@_form_page
def record_and_link(request: StaffRequest) -> HttpResponse:
    """Record the answer and how the person was linked to support, in one step."""
    form = RecordAndLinkForm(sent(request), organisations=access.support_organisations())
    return _recording(request, form, "disclosures/record_and_link.html")


def _recording(
    request: StaffRequest, form: RecordForm | RecordAndLinkForm, template: str
) -> HttpResponse:
    require(request.member, Action.CHECK_BEFORE_SHARING)
    given = answers.read(request.GET.dict())
    if rule.question_after(given) is not None:
        return redirect("disclosures:check")
    if not form.is_valid():
        query = answers.written(given)
        return render(request, template, {"form": form, "query": query})
    whose = {
        "force": request.member.organisation,
        "incident": form.cleaned_data["incident"],
        "answers": given,
        "by": request.user,
        "at": timezone.now(),
    }
    if isinstance(form, RecordAndLinkForm):
        decision = change.record_and_link(**whose, offer=form.offer())
        messages.success(request, "Recorded, with how they were linked to support.")
    else:
        decision = change.record(**whose)
        messages.success(request, "Recorded.")
    return redirect("disclosures:decision", decision.pk)


@require_GET
def decisions(request: StaffRequest) -> HttpResponse:
    """What was recorded: open duties first."""
    found = access.decisions(request.member)
    return render(
        request,
        "disclosures/decisions.html",
        {
            "to_link": found.to_link().order_by("decided_at")[:_ON_A_PAGE],
            "found": Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page")),
            "sees_all": may(request.member, Action.SEE_OPEN_DUTIES),
        },
    )


@require_GET
def decision(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One recorded answer, and what is still to do."""
    found = access.decision(request.member, pk)
    asked = {
        name: value for name, value in found.facts.items() if value and rule.fact(name) is not None
    }
    return render(
        request,
        "disclosures/decision.html",
        {
            "decision": found,
            "given": answers.in_words(asked),
            "link": getattr(found, "link", None),
            "asked": access.request_of(request.member, found),
        },
    )


@_form_page
def link(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Link the person of a recorded decision to support."""
    found = access.decision(request.member, pk)
    form = OfferForm(sent(request), organisations=access.support_organisations())
    if form.is_valid() and form.tries(
        lambda: change.link(decision=found, offer=form.offer(), by=request.user, at=timezone.now())
    ):
        messages.success(request, "Recorded how they were linked to support.")
        return redirect("disclosures:decision", pk)
    return render(request, "disclosures/link.html", {"form": form, "decision": found})
