"""Coming back with the code, without JavaScript: read, write more, withdraw, erase.

The code is typed into the page and carried in the posted page, never in an address. The page says
that our server opens her messages for this one moment.
"""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from breakwater.apps.reports import access, places, routes
from breakwater.apps.reports.changes import conversation as changes
from breakwater.apps.reports.changes.sending import content_mark
from breakwater.apps.reports.lengths import Long, for_the_script
from breakwater.apps.reports.scripts import script
from breakwater.apps.reports.sentences import (
    NO_SUCH_CODE,
    NOT_OPENED,
    NOT_STORED,
    TAKEN_BACK,
    WAIT_TO_OPEN,
)
from breakwater.apps.reports.views import conversation
from breakwater.apps.reports.views.conversation import Came, MoreForm
from breakwater.domain.cases.content import Part, words_content
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reports.code import Code, CodeError, Trouble, read_code
from breakwater.kept_pages import same_for_everyone
from breakwater.origins import comes_from_our_own_page
from breakwater.sealing.reporter import reporter_keys, safe_word_mark
from breakwater.sealing.seal import seal

_TROUBLES = {
    Trouble.TOO_FEW: gettext_lazy("There are digits missing. The code has 35 digits."),
    Trouble.TOO_MANY: gettext_lazy("There are too many digits. The code has 35 digits."),
    Trouble.NOT_ONE: gettext_lazy(
        "That is not a code from here. Check each group of five digits again."
    ),
}


class CodeForm(forms.Form):
    """The code, and the safe word where she has one."""

    code = Long(
        label=gettext_lazy("Your code"),
        help_text=gettext_lazy("7 groups of 5 digits. Spaces do not matter."),
        most=200,
        too_long=_TROUBLES[Trouble.TOO_MANY],
        error_messages={"required": gettext_lazy("Type your code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )
    safe_word = Long(
        label=gettext_lazy("Your safe word"),
        help_text=gettext_lazy("Only needed to read older answers again. You can leave it empty."),
        most=60,
        too_long=gettext_lazy("Write at most %(limit_value)s letters here."),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_code(self) -> Code:
        """The code, with one wrong group mended."""
        try:
            return read_code(self.cleaned_data["code"])
        except CodeError as error:
            raise forms.ValidationError(_TROUBLES[error.trouble]) from None


@same_for_everyone
@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: HttpRequest) -> HttpResponse:
    """Type the code; then everything that can be done with it, on one page."""
    if request.method != "POST":
        return _ask(request, CodeForm())
    if not comes_from_our_own_page(request):
        raise PermissionDenied
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    came = _came(form)
    if came is None:
        wait = places.may_guess_again(request)
        form.add_error("code", _wait(wait) if wait else NO_SUCH_CODE)
        return _ask(request, form, status=429 if wait else 422)
    does = DOES.get(request.POST.get("does", ""))
    return does(request, came) if does else conversation.page(request, came)


def _came(form: CodeForm) -> Came | None:
    code, word = form.cleaned_data["code"], form.cleaned_data["safe_word"]
    keys = reporter_keys(code.digits)
    report = access.report_found_by(keys.lookup)
    if report is None:
        return None
    mark = safe_word_mark(code.digits, word) if word else ""
    return Came(report, mark, code, keys, word)


def _ask(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "troubles": {
            "few": _TROUBLES[Trouble.TOO_FEW],
            "many": _TROUBLES[Trouble.TOO_MANY],
            "wrong": _TROUBLES[Trouble.NOT_ONE],
        },
        "script_data": {
            "sealing": script("reports/sealing.js"),
            "answers": reverse("answers-sealed"),
            "language": get_language() or "",
            **for_the_script(MoreForm()),
        },
    }
    return render(request, "reports/answers.html", context, status=status)


def _add(request: HttpRequest, came: Came) -> HttpResponse:
    more = MoreForm(request.POST)
    if not more.is_valid():
        return conversation.page(request, came, more=more, status=422)
    key = routes.readable_key(came.report.case.organisation)
    if key is None:
        more.add_error("more", NOT_OPENED)
        return conversation.page(request, came, more=more, status=503)
    keeps = more.cleaned_data["keep"]
    words = words_content([Part("", more.cleaned_data["more"])], language=get_language() or "")
    recipients = [key.recipient, *([came.report.recipient] if keeps else [])]
    sealed, mark = seal(words, recipients=recipients), content_mark(more.token, [words])
    try:
        conversation.added(came, sealed, key.version, mark=mark, keeps=keeps)
    except PlainError:
        more.add_error("more", TAKEN_BACK)
        return conversation.page(request, came, more=more, status=422)
    except DatabaseError:
        more.add_error("more", NOT_STORED)
        return conversation.page(request, came, more=more, status=503)
    return conversation.page(request, came, done="added")


def _withdraw(request: HttpRequest, came: Came) -> HttpResponse:
    changes.withdraw(report=came.report, at=timezone.now())
    return conversation.page(request, came, done="withdrawn")


def _erase(request: HttpRequest, came: Came) -> HttpResponse:
    is_police = changes.is_police(came.report)
    changes.erase(report=came.report, at=timezone.now())
    if is_police:
        return conversation.closed(request, came)
    return conversation.page(request, came, done="erased")


def _keep(request: HttpRequest, came: Came) -> HttpResponse:
    changes.keep(report=came.report, at=timezone.now())
    return conversation.page(request, came, done="kept")


# What needs nothing but the right code, with script too.
WITHOUT_WORDS = {"withdraw": _withdraw, "erase": _erase, "keep": _keep}
DOES = {"add": _add, **WITHOUT_WORDS}


def _wait(seconds: float) -> str:
    return str(WAIT_TO_OPEN) % {"seconds": int(seconds) + 1}
