"""The pages of the site itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def get_help(request: HttpRequest) -> HttpResponse:
    """Danger first; then who can be spoken to, and how."""
    return render(request, "public/help.html")
