"""The pages of the site itself: words only, no cookie, no database."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from breakwater.site.safe_pages.helplines import HELPLINES
from breakwater.site.safe_pages.leaving import GUARD_SECONDS

_SECURITY_NOTE_LASTS = timedelta(days=180)


@login_not_required
@require_safe
def get_help(request: HttpRequest) -> HttpResponse:
    """Danger first; then who can be spoken to, and what a call leaves behind."""
    return render(request, "public/help.html", {"helplines": HELPLINES})


@login_not_required
@require_safe
def before_you_start(request: HttpRequest) -> HttpResponse:
    """What to think of before reading or writing anything here."""
    return render(request, "public/before_you_start.html")


@login_not_required
@require_safe
def using_this_site(request: HttpRequest) -> HttpResponse:
    """What leaving does and cannot do, and what a device keeps."""
    return render(request, "public/using_this_site.html", {"guard_seconds": GUARD_SECONDS})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens to information on this site."""
    return render(request, "public/privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement."""
    return render(request, "public/accessibility.html")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read the public record; every other page says ``noindex`` itself.

    Those pages are not named here: a list of what must not be found is itself a finding aid, and
    an engine that may not fetch a page cannot read its ``noindex``.
    """
    return HttpResponse("User-agent: *\nDisallow: /leave/\n", content_type="text/plain")


@login_not_required
@require_safe
def security_note(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116)."""
    contact = settings.SECURITY_CONTACT or request.build_absolute_uri(reverse("feedback"))
    expires = (timezone.now() + _SECURITY_NOTE_LASTS).strftime("%Y-%m-%dT00:00:00Z")
    address = request.build_absolute_uri(request.path)
    return HttpResponse(
        f"Contact: {contact}\nExpires: {expires}\nPreferred-Languages: en\nCanonical: {address}\n",
        content_type="text/plain; charset=utf-8",
    )
