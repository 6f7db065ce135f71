"""A force's statement behind the door: drafted by one, signed by another, put into languages."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.forms import sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.confirmation import confirmed_lately
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.outreach import access, changes
from breakwater.apps.outreach.forms import (
    ApproveForm,
    DraftForm,
    SeenForm,
    TranslationForm,
    words_of,
)
from breakwater.apps.outreach.suggestion import FIRST_DRAFT

_form_page = require_http_methods(["GET", "POST"])
_LANGUAGES = {code: str(name) for code, name in settings.LANGUAGES}


@require_GET
def statements(request: StaffRequest) -> HttpResponse:
    """The draft, what is published now, and every version before it."""
    found = access.statements(request.member)
    context = {
        "draft": found.drafts().first(),
        "signed": found.signed(),
        "may_draft": may(request.member, Action.DRAFT_STATEMENT),
    }
    return render(request, "outreach/statements.html", context)


@_form_page
def draft(request: StaffRequest) -> HttpResponse:
    """Write the draft, or write it anew; it begins with the draft, the last version, or our own."""
    require(request.member, Action.DRAFT_STATEMENT)
    found = access.statements(request.member)
    begun = found.drafts().first() or found.signed().first()
    form = DraftForm(sent(request), initial=words_of(begun) if begun else FIRST_DRAFT)
    if form.is_valid() and form.tries(
        lambda: changes.draft(
            force=request.member.organisation,
            said=form.said(),
            post=form.cleaned_data["post"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Kept. Nobody outside sees it until a colleague signs it.")
        return redirect("outreach:statements")
    return render(request, "outreach/draft.html", {"form": form})


@require_GET
def statement(request: StaffRequest, pk: int) -> HttpResponse:
    """One version or draft, as the public reads it."""
    found = access.statement(request.member, pk)
    translations = [
        (_LANGUAGES.get(one.language, one.language), one) for one in found.translations.all()
    ]
    context = {
        "statement": found,
        "translations": translations,
        "may_sign": found.is_draft
        and found.drafted_by != request.user
        and may(request.member, Action.SIGN_STATEMENT),
        "may_draft": may(request.member, Action.DRAFT_STATEMENT),
        "may_approve": may(request.member, Action.SIGN_STATEMENT),
    }
    return render(request, "outreach/statement.html", context)


@_form_page
@confirmed_lately
def sign(request: StaffRequest, pk: int) -> HttpResponse:
    """Publish it, having read it."""
    found = access.draft_to_sign(request.member, pk)
    form = SeenForm(sent(request), initial={"seen": changes.digest_of(found)})
    if form.is_valid() and form.tries(
        lambda: changes.sign(
            statement=found,
            seen=form.cleaned_data["seen"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Signed. The public can read it now.")
        return redirect("outreach:statement", pk)
    return render(request, "outreach/sign.html", {"form": form, "statement": found})


@require_POST
def put_aside(request: StaffRequest, pk: int) -> HttpResponse:
    """Drop the draft."""
    found = access.draft_to_drop(request.member, pk)
    changes.put_aside(statement=found, by=request.user, at=timezone.now())
    messages.success(request, "Put aside. What is published stays as it is.")
    return redirect("outreach:statements")


@_form_page
def translate(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter the words in another language."""
    found = access.signed_statement(request.member, pk)
    done = set(
        found.translations.filter(approved_at__isnull=False).values_list("language", flat=True)
    )
    languages = [(code, name) for code, name in _LANGUAGES.items() if code not in {*done, "en-gb"}]
    form = TranslationForm(sent(request), languages=languages)
    if form.is_valid() and form.tries(
        lambda: changes.translate(
            statement=found,
            language=form.cleaned_data["language"],
            said=form.said(),
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Kept. Nobody outside sees it until a colleague approves it.")
        return redirect("outreach:statement", pk)
    return render(request, "outreach/translate.html", {"form": form, "statement": found})


@_form_page
@confirmed_lately
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Read a translation a second time, and answer for it."""
    found = access.translation(request.member, pk)
    form = ApproveForm(sent(request), initial={"seen": changes.digest_of(found)})
    if form.is_valid() and form.tries(
        lambda: changes.approve(
            translation=found, **form.cleaned_data, by=request.user, at=timezone.now()
        )
    ):
        messages.success(request, "Approved. The public can read it now.")
        return redirect("outreach:statement", found.statement_id)
    language = _LANGUAGES.get(found.language, found.language)
    context = {"form": form, "translation": found, "language": language}
    return render(request, "outreach/approve.html", context)
