"""Feedback on the public site, and the staff page that shows it."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breakwater.apps.feedback.access import all_feedback
from breakwater.apps.feedback.changes import FullForTodayError, erase_feedback, receive_feedback
from breakwater.apps.feedback.models import LONGEST
from breakwater.apps.organisations.sign_in.door import StaffRequest
from breakwater.apps.reports.lengths import Long
from breakwater.origins import comes_from_our_own_page
from breakwater.site.safe_pages.error_pages import error_page
from breakwater.site.safe_pages.languages import ENGLISH
from breakwater.site.safe_pages.leaving import SeeOther


class FeedbackForm(forms.Form):
    """One box. It asks for no name, no address and no rating."""

    text = Long(
        label=_("What do you think of this site?"),
        help_text=_("Do not write about a crime, a person or yourself. At most 1,000 letters."),
        most=LONGEST,
        too_long=_("Write at most 1,000 letters."),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
        error_messages={"required": _("Write something first.")},
    )

    def clean_text(self) -> str:
        """With each line's end as one letter, as it is counted and stored."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """The page that asks; a csrf token would need a cookie, so the origin is checked instead."""
    if request.method == "POST" and not comes_from_our_own_page(request):
        raise PermissionDenied
    form = FeedbackForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _received(request, form.cleaned_data["text"])
    status = 422 if form.is_bound else 200
    return render(request, "public/feedback.html", {"form": form}, status=status)


def _received(request: HttpRequest, text: str) -> HttpResponse:
    try:
        receive_feedback(text=text, language=get_language() or ENGLISH, on=timezone.localdate())
    except FullForTodayError:
        return error_page(request, 429)
    return SeeOther(reverse("feedback-received"))


@login_not_required
@require_safe
def feedback_received(request: HttpRequest) -> HttpResponse:
    """Thanks, and where to go with anything that needs an answer."""
    return render(request, "public/feedback_received.html")


@require_safe
def feedback_list(request: StaffRequest) -> HttpResponse:
    """For staff: what visitors wrote, newest first."""
    pages = Paginator(all_feedback(request.member), 50)
    found = pages.get_page(request.GET.get("page"))
    return render(request, "staff/feedback.html", {"found": found})


@require_POST
def feedback_erase(request: StaffRequest, pk: int) -> HttpResponse:
    """For staff: erase one piece."""
    erase_feedback(get_object_or_404(all_feedback(request.member), pk=pk))
    return redirect("feedback-list")
