"""The cookies page, and the banner that posts to it from every page.

It checks where the request comes from instead of a csrf token, which would need a cookie.
"""

from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from breakwater.origins import comes_from_our_own_page
from breakwater.site.safe_pages.choices import Choices
from breakwater.site.safe_pages.leaving import SeeOther


class ChoiceForm(forms.Form):
    """The cookies page's own form; the banner sends only ``answer``."""

    answer = forms.ChoiceField(
        label=_("May we remember your choices for this visit?"),
        choices=[("accept", _("Yes")), ("reject", _("No, only essential cookies"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose yes or no."),
            "invalid_choice": _("Choose yes or no."),
        },
    )
    hide_pictures = forms.BooleanField(
        label=_("Hide the pictures"), required=False, help_text=_("Only if you chose yes.")
    )
    hide_beta_banner = forms.BooleanField(
        label=_("Hide the line that says this site is new"),
        required=False,
        help_text=_("Only if you chose yes."),
    )

    def choices(self) -> Choices:
        """What was chosen; things to remember count only with leave to remember."""
        answers = self.cleaned_data
        if answers["answer"] == "reject":
            return Choices()
        return Choices(
            remembers=True,
            hides_pictures=answers["hide_pictures"],
            hides_beta_banner=answers["hide_beta_banner"],
        )


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def cookies(request: HttpRequest) -> HttpResponse:
    """What is kept on the device, and the form that changes it."""
    if request.method != "POST":
        return render(request, "public/cookies.html", {"form": _form_of(Choices.read(request))})
    if not comes_from_our_own_page(request):
        raise PermissionDenied
    form = ChoiceForm(request.POST)
    if not form.is_valid():
        return render(request, "public/cookies.html", {"form": form}, status=422)
    response = SeeOther(f"{_way_back(request)}?cookies=chosen")
    form.choices().write(response)
    return response


def _form_of(chosen: Choices | None) -> ChoiceForm:
    if chosen is None:
        return ChoiceForm()
    return ChoiceForm(
        initial={
            "answer": "accept" if chosen.remembers else "reject",
            "hide_pictures": chosen.hides_pictures,
            "hide_beta_banner": chosen.hides_beta_banner,
        }
    )


def _way_back(request: HttpRequest) -> str:
    """The path that the banner stood on; this page where it names anything but a path of ours."""
    asked = request.POST.get("back", "")
    is_ours = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return urlsplit(asked).path if is_ours else request.path
