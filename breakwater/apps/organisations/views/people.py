"""Who works here: inviting, roles, cover, ways back, closing accounts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.organisations import access
from breakwater.apps.organisations.changes import people as change_people
from breakwater.apps.organisations.changes import roles as change_roles
from breakwater.apps.organisations.forms import CoverForm, GiveRoleForm, InviteForm, StaffForm, sent
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.organisations.sign_in.confirmation import confirmed_lately
from breakwater.apps.organisations.sign_in.door import StaffRequest

_form_page = require_http_methods(["GET", "POST"])


@require_GET
def people(request: StaffRequest) -> HttpResponse:
    """Everyone in the member's organisation, and what waits."""
    member = request.member
    everyone = access.colleagues(member)
    may_invite = access.may(member, Action.INVITE)
    return render(
        request,
        "organisations/people.html",
        {
            "current": everyone.filter(ended_at__isnull=True),
            "former": everyone.filter(ended_at__isnull=False),
            "invitations": access.invitations(member) if may_invite else [],
            "to_confirm": access.grants_to_confirm(member),
            "may_invite": may_invite,
            "today": access.today(),
        },
    )


@require_GET
def colleague(request: StaffRequest, pk: int) -> HttpResponse:
    """One colleague: roles, cover, and what an administrator can do."""
    member = request.member
    found = access.colleague(member, pk)
    return render(
        request,
        "organisations/colleague.html",
        {
            "colleague": found,
            "grants": [grant for grant in found.grants.all() if grant.ended_at is None],
            "absences": found.absences.filter(
                called_off_at__isnull=True, until_on__gte=access.today()
            ).select_related("cover__person"),
            "is_own": found == member,
            "may_give_roles": access.may(member, Action.GIVE_ROLES),
            "may_invite": access.may(member, Action.INVITE),
            "may_close": access.may(member, Action.CLOSE_ACCOUNT),
            "may_cover": found == member or access.may(member, Action.ARRANGE_COVER),
            "today": access.today(),
        },
    )


@_form_page
def invite(request: StaffRequest) -> HttpResponse:
    """Send somebody a link to join."""
    member = request.member
    access.require(member, Action.INVITE)
    form = InviteForm(sent(request), kind=member.kind)
    if form.is_valid() and form.tries(
        lambda: change_people.invite(
            organisation=member.organisation,
            email=form.cleaned_data["email"],
            roles=form.cleaned_data["roles"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        messages.success(request, "The link was sent. Only the person you invited can see it.")
        return redirect("organisations:people")
    return render(request, "organisations/invite.html", {"form": form})


@require_POST
def withdraw_invitation(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a link useless."""
    invitation = access.invitation(request.member, pk)
    change_people.withdraw_invitation(invitation=invitation, by=request.user, at=timezone.now())
    messages.success(request, "The invitation was withdrawn.")
    return redirect("organisations:people")


@_form_page
@confirmed_lately
def give_role(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a colleague a role, or ask a second person to."""
    member = request.member
    access.require(member, Action.GIVE_ROLES)
    found = access.colleague(member, pk)
    form = GiveRoleForm(sent(request), kind=member.kind)
    if form.is_valid() and form.tries(
        lambda: change_roles.ask_for_role(
            membership=found,
            role=form.cleaned_data["role"],
            until_on=form.cleaned_data["until_on"],
            by=request.user,
            at=timezone.now(),
        )
    ):
        waits = form.cleaned_data["role"].authorises
        messages.success(
            request, "A second person must confirm the role." if waits else "The role was given."
        )
        return redirect("organisations:colleague", pk)
    return render(request, "organisations/give_role.html", {"form": form, "colleague": found})


@_form_page
@confirmed_lately
def role(request: StaffRequest, pk: int) -> HttpResponse:
    """Confirm, decline or take a role."""
    grant = access.grant(request.member, pk)
    can_confirm = access.grants_to_confirm(request.member).filter(pk=pk).exists()
    form = StaffForm(sent(request))
    if form.is_valid():
        confirms = request.POST.get("answer") == "confirm" and can_confirm
        change = change_roles.confirm_role if confirms else change_roles.take_role
        if form.tries(lambda: change(grant=grant, by=request.user, at=timezone.now())):
            messages.success(request, "The role was given." if confirms else "The role has ended.")
            return redirect("home")
    return render(
        request,
        "organisations/role.html",
        {"form": form, "grant": grant, "can_confirm": can_confirm, "role": grant.means},
    )


@_form_page
@confirmed_lately
def way_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a colleague a link to set up sign-in anew."""
    access.require(request.member, Action.INVITE)
    found = access.colleague(request.member, pk)
    form = StaffForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change_people.invite_back(membership=found, by=request.user, at=timezone.now())
    ):
        messages.success(request, "The link was sent. It works for 24 hours.")
        return redirect("organisations:colleague", pk)
    return render(request, "organisations/way_back.html", {"form": form, "colleague": found})


@_form_page
@confirmed_lately
def close_account(request: StaffRequest, pk: int) -> HttpResponse:
    """Close a colleague's account."""
    access.require(request.member, Action.CLOSE_ACCOUNT)
    found = access.colleague(request.member, pk)
    form = StaffForm(sent(request))
    if form.is_valid() and form.tries(
        lambda: change_people.close_account(membership=found, by=request.user, at=timezone.now())
    ):
        messages.success(request, "The account was closed and signed out everywhere.")
        return redirect("organisations:people")
    return render(request, "organisations/close_account.html", {"form": form, "colleague": found})


@_form_page
def cover(request: StaffRequest, pk: int) -> HttpResponse:
    """Arrange who is told what waits while somebody is away."""
    member = request.member
    found = access.colleague(member, pk)
    own = found == member
    access.require(member, Action.ARRANGE_OWN_COVER if own else Action.ARRANGE_COVER)
    others = access.colleagues(member).filter(ended_at__isnull=True).exclude(pk=found.pk)
    form = CoverForm(sent(request), colleagues=others)
    if form.is_valid() and form.tries(
        lambda: change_roles.arrange_cover(
            membership=found, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    ):
        messages.success(request, "The cover is arranged.")
        return redirect("organisations:colleague", pk)
    return render(
        request, "organisations/cover.html", {"form": form, "colleague": found, "is_own": own}
    )


@require_POST
def call_off_cover(request: StaffRequest, pk: int) -> HttpResponse:
    """End an absence early."""
    absence = access.absence(request.member, pk)
    change_roles.call_off_cover(absence=absence, by=request.user, at=timezone.now())
    messages.success(request, "The cover was called off.")
    return redirect("organisations:colleague", absence.membership_id)
