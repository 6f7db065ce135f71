"""Sharing to protect somebody: asked, agreed or not, passed on, or done in an emergency."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.access import may, require
from breakwater.apps.organisations.forms import StaffForm, sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.protection import access
from breakwater.apps.protection import changes as change
from breakwater.apps.protection.forms import DisagreeForm, SharedForm, ShareForm
from breakwater.apps.protection.models import Sharing
from breakwater.domain import protection as lists
from breakwater.domain.lifecycles.protection import PROTECTION, Move

_form_page = require_http_methods(["GET", "POST"])
_ON_A_PAGE = 50


@require_GET
def sharings(request: StaffRequest) -> HttpResponse:
    """What was shared to protect somebody, and where to begin."""
    found = access.sharings(request.member)
    context = {
        "waiting": found.waiting().order_by("asked_at"),
        "found": Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page")),
        "may_share": may(request.member, Action.SHARE_TO_PROTECT),
    }
    return render(request, "protection/sharings.html", context)


@_form_page
def new(request: StaffRequest) -> HttpResponse:
    """On its own."""
    require(request.member, Action.SHARE_TO_PROTECT)
    return _sharing(request, None, back=reverse("protection:sharings"))


@_form_page
def from_case(request: StaffRequest, pk: UUID) -> HttpResponse:
    """From a case of one's own organisation."""
    found = access.case(request.member, pk)
    return _sharing(request, found, back=reverse("cases:case", args=[pk]))


def _sharing(request: StaffRequest, case: Case | None, *, back: str) -> HttpResponse:
    form = ShareForm(sent(request), asks_reference=case is None)
    made: list[Sharing] = []
    if form.is_valid() and form.tries(lambda: made.append(_store(request, form, case))):
        messages.success(request, "Entered. A second person is asked.")
        return redirect("protection:sharing", made[0].pk)
    return render(request, "protection/new.html", {"form": form, "case": case, "back": back})


def _store(request: StaffRequest, form: ShareForm, case: Case | None) -> Sharing:
    organisation, now = request.member.organisation, timezone.now()
    grounds = form.grounds(case.reference if case else "")
    if form.is_emergency:
        return change.share_in_emergency(
            organisation=organisation,
            grounds=grounds,
            shared_at=form.cleaned_data["shared_at"],
            by=request.user,
            at=now,
            case=case,
        )
    return change.ask(
        organisation=organisation, grounds=grounds, by=request.user, at=now, case=case
    )


@require_GET
def sharing(request: StaffRequest, pk: UUID) -> HttpResponse:
    """One of them, and what this member can do about it."""
    found = access.sharing(request.member, pk)
    side = change.side_of(request.member, found)
    can = {move.name.lower(): PROTECTION.can(found.stands, move, side) for move in Move}
    return render(request, "protection/sharing.html", {"sharing": found, "can": can})


@require_POST
def agree(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The second person agrees."""
    found = access.sharing_to_decide(request.member, pk)
    return _done(
        request,
        found,
        lambda: change.agree(sharing=found, by=request.user, at=timezone.now()),
        "You agreed.",
    )


@_form_page
def disagree(request: StaffRequest, pk: UUID) -> HttpResponse:
    """The second person does not agree, and says why."""
    found = access.sharing_to_decide(request.member, pk)
    form = DisagreeForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change.disagree(
            sharing=found,
            why=lists.read(lists.WhyNot, form.cleaned_data["why"]),
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Entered that you do not agree.")
        return redirect("protection:sharing", pk)
    return render(request, "protection/disagree.html", {"form": form, "sharing": found})


@_form_page
def passed_on(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Enter that what was agreed was passed on."""
    found = access.own_sharing(request.member, pk)
    form = SharedForm(sent(request), initial={"shared_at": timezone.localtime()})
    if form.is_valid() and form.tries(
        lambda: change.share(
            sharing=found,
            shared_at=form.cleaned_data["shared_at"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "Entered.")
        return redirect("protection:sharing", pk)
    return render(request, "protection/passed_on.html", {"form": form, "sharing": found})


@require_POST
def drop(request: StaffRequest, pk: UUID) -> HttpResponse:
    """It is no longer needed."""
    found = access.own_sharing(request.member, pk)
    return _done(
        request,
        found,
        lambda: change.drop(sharing=found, by=request.user, at=timezone.now()),
        "Given up. Nothing was passed on.",
    )


def _done(
    request: StaffRequest, found: Sharing, make: Callable[[], object], says: str
) -> HttpResponse:
    form = StaffForm(sent(request))
    if form.tries(make):
        messages.success(request, says)
    else:
        messages.error(request, " ".join(map(str, form.non_field_errors())))
    return redirect("protection:sharing", found.pk)
