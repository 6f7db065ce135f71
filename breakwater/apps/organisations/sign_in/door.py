"""The one door to every private page: signed in, still there, still a member, two factors."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from breakwater.apps.organisations import access
from breakwater.apps.organisations.models import Membership, Person
from breakwater.apps.organisations.sign_in import second_factor

_LAST_SEEN, _SINCE = "last_seen_at", "signed_in_at"
# How exact the idle clock is; each step costs one write of the session.
_STEP = timedelta(minutes=1)


class StaffRequest(HttpRequest):
    """A request that came through the door."""

    user: Person
    member: Membership


class StaffDoor(LoginRequiredMiddleware):
    """Stands before every view that does not say ``login_not_required``.

    On the public site no view asks for a login, so that it never looks at a session there.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        """Let the request through with ``request.member`` set, or send the person to sign in."""
        if not getattr(view_func, "login_required", True):
            return None
        turned_away: HttpResponseBase | None = super().process_view(
            request, view_func, view_args, view_kwargs
        )
        if turned_away is not None:
            return turned_away
        assert isinstance(request.user, Person)
        if _has_lapsed(request, timezone.now()):
            return _back_to_sign_in(
                request,
                f"You were signed out after {settings.STAFF_IDLE_MINUTES} quiet minutes. "
                "Everything you saved is safe.",
            )
        member = access.membership_of(request.user)
        if member is None:
            return _back_to_sign_in(request, "This account is closed. Ask your administrator.")
        if not second_factor.exists_for(request.user):
            return _back_to_sign_in(
                request, "This account has no second step. Ask your administrator for a new link."
            )
        request.member = member  # type: ignore[attr-defined]
        return None

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Ask for a second factor again, and keep nothing of what was sent.

        The library would store the posted form in the session, unsealed; here the person comes
        back to the page and sends it again.
        """
        if not isinstance(exception, ReauthenticationRequired):
            return None
        method = get_adapter().get_reauthentication_methods(request.user)[0]
        return redirect(f"{method['url']}?{urlencode({'next': _page_before(request)})}")


def _has_lapsed(request: HttpRequest, now: datetime) -> bool:
    session = request.session
    last_seen = datetime.fromisoformat(session.setdefault(_LAST_SEEN, now.isoformat()))
    since = datetime.fromisoformat(session.setdefault(_SINCE, now.isoformat()))
    if now - last_seen > timedelta(minutes=settings.STAFF_IDLE_MINUTES):
        return True
    if now - since > timedelta(hours=settings.STAFF_LONGEST_HOURS):
        return True
    if now - last_seen >= _STEP:
        session[_LAST_SEEN] = now.isoformat()
    return False


def _back_to_sign_in(request: HttpRequest, sentence: str) -> HttpResponse:
    logout(request)
    messages.warning(request, sentence)
    came_for = {"next": request.get_full_path()} if request.method == "GET" else {}
    return redirect(f"{reverse('account_login')}?{urlencode(came_for)}".rstrip("?"))


def _page_before(request: HttpRequest) -> str:
    if request.method == "GET":
        return request.get_full_path()
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() else reverse("home")
