"""One's own account: notifications, where one is signed in, and the way in by a link."""

import base64

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret, validate_totp_code
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from breakwater.apps.organisations import notices
from breakwater.apps.organisations.changes import people as change
from breakwater.apps.organisations.forms import EmailNoticesForm, JoinForm, NewPasswordForm, sent
from breakwater.apps.organisations.models import Invitation, Person
from breakwater.apps.organisations.sign_in.door import StaffRequest

_TOKEN = "invitation"  # noqa: S105 (the name of a place in the session)
_form_page = require_http_methods(["GET", "POST"])


@login_not_required
@require_GET
def join_link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link out of the address, so that it stays in no history or log of pages."""
    logout(request)
    request.session[_TOKEN] = token
    return redirect("organisations:join")


@login_not_required
@never_cache
@sensitive_post_parameters("password", "code")
@_form_page
def join(request: HttpRequest) -> HttpResponse:
    """Set up sign-in: a password and an authenticator app, together or not at all."""
    invitation = change.open_invitation(str(request.session.get(_TOKEN, "")), at=timezone.now())
    if invitation is None:
        return render(request, "organisations/link_used.html", status=410)
    form = _join_form(request, invitation)
    if form.is_valid() and form.tries(lambda: _let_in(request, invitation, form)):
        person = Person.objects.get(email__iexact=invitation.email)
        messages.success(request, "You are in. Keep your recovery codes now: they are shown once.")
        return _signed_in(request, person)
    secret = get_totp_secret()
    url = get_adapter().build_totp_url(_named(invitation), secret)
    picture = base64.b64encode(get_adapter().build_totp_svg(url).encode()).decode()
    context = {
        "form": form,
        "invitation": invitation,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "setup_address": url,
        "picture": f"data:image/svg+xml;base64,{picture}",
    }
    return render(request, "organisations/join.html", context)


@require_GET
def notifications(request: StaffRequest) -> HttpResponse:
    """What happened, newest first, and how to be told."""
    found = request.user.notices.all()[:100]
    return render(
        request,
        "organisations/notifications.html",
        {
            "notices": [(one, notices.sentence(one)) for one in found],
            "form": EmailNoticesForm(initial={"email_notices": request.user.email_notices}),
        },
    )


@require_POST
def read_notifications(request: StaffRequest) -> HttpResponse:
    """Mark all as read."""
    request.user.notices.filter(read_at__isnull=True).update(read_at=timezone.now())
    return redirect("organisations:notifications")


@require_POST
def choose_email(request: StaffRequest) -> HttpResponse:
    """Choose when to be told by e-mail."""
    form = EmailNoticesForm(request.POST)
    if form.is_valid():
        request.user.email_notices = form.cleaned_data["email_notices"]
        request.user.save(update_fields=["email_notices"])
        messages.success(request, "Saved.")
    return redirect("organisations:notifications")


@require_GET
def sessions(request: StaffRequest) -> HttpResponse:
    """Where the person is signed in."""
    found = UserSession.objects.purge_and_list(request.user)
    return render(
        request,
        "organisations/sessions.html",
        {"sessions": [(one, one.session_key == request.session.session_key) for one in found]},
    )


@require_POST
def end_session(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign one of them out."""
    found = UserSession.objects.filter(user=request.user, pk=pk).first()
    if found is None:
        raise Http404
    found.end()
    messages.success(request, "That device was signed out.")
    return redirect("organisations:sessions")


@require_POST
def end_other_sessions(request: StaffRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    for one in UserSession.objects.filter(user=request.user):
        if one.session_key != request.session.session_key:
            one.end()
    messages.success(request, "You are signed out everywhere else.")
    return redirect("organisations:sessions")


@login_not_required
@require_GET
def cannot_sign_in(request: HttpRequest) -> HttpResponse:
    """What to do after losing a password, a phone or a key; the same page for everyone."""
    return render(request, "organisations/cannot_sign_in.html")


def _join_form(request: HttpRequest, invitation: Invitation) -> NewPasswordForm:
    joins = invitation.purpose == Invitation.Purpose.JOIN
    secret = get_totp_secret(regenerate=request.method == "GET")
    return (JoinForm if joins else NewPasswordForm)(
        sent(request),
        person=_named(invitation),
        code_is_right=lambda code: validate_totp_code(secret, code),
    )


def _let_in(request: HttpRequest, invitation: Invitation, form: NewPasswordForm) -> None:
    given = {"password": form.cleaned_data["password"], "totp_secret": get_totp_secret()}
    if invitation.purpose == Invitation.Purpose.JOIN:
        change.accept_invitation(
            invitation=invitation, name=form.cleaned_data["name"], at=timezone.now(), **given
        )
    else:
        change.come_back(invitation=invitation, at=timezone.now(), **given)
    clear_totp_secret(request)
    del request.session[_TOKEN]


def _signed_in(request: HttpRequest, person: Person) -> HttpResponse:
    """The code just given was the second factor of this first sign-in."""
    get_account_adapter().login(request, person)
    totp = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    post_authentication(request, totp)
    response: HttpResponse = get_account_adapter().post_login(
        request,
        person,
        email_verification="none",
        signal_kwargs=None,
        email=None,
        signup=False,
        redirect_url=notices.page("mfa_view_recovery_codes"),
    )
    return response


def _named(invitation: Invitation) -> Person:
    return invitation.person or Person(email=invitation.email)
