"""Coming back with the code, without JavaScript: read, write more, withdraw, erase.

The code is typed into the page and carried in the posted page, never in an address. The page says
that our server opens her messages for this one moment.
"""

from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Piece
from breakwater.apps.reports import access, opened_for_once, places, routes
from breakwater.apps.reports.answers import MOST_LETTERS
from breakwater.apps.reports.changes import conversation
from breakwater.apps.reports.models import Report
from breakwater.domain.cases.content import Part, words_content
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reports.code import Code, CodeError, Trouble, read_code
from breakwater.origins import comes_from_our_own_page
from breakwater.sealing.reporter import ReporterKeys, reporter_keys, safe_word_mark
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

    code = forms.CharField(
        label=gettext_lazy("Your code"),
        help_text=gettext_lazy("7 groups of 5 digits. Spaces do not matter."),
        max_length=200,
        error_messages={"required": gettext_lazy("Type your code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )
    safe_word = forms.CharField(
        label=gettext_lazy("Your safe word"),
        help_text=gettext_lazy("Only needed to read older answers again. You can leave it empty."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_code(self) -> Code:
        """The code, with one wrong group mended."""
        try:
            return read_code(self.cleaned_data["code"])
        except CodeError as error:
            raise forms.ValidationError(_TROUBLES[error.trouble]) from None


class MoreForm(forms.Form):
    """What she adds."""

    more = forms.CharField(
        label=gettext_lazy("Write more, or answer"),
        max_length=MOST_LETTERS,
        error_messages={"required": gettext_lazy("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )
    keep = forms.BooleanField(
        label=gettext_lazy("Let me read this again later with my code and my safe word"),
        required=False,
    )


@dataclass(frozen=True)
class _Came:
    """Somebody with a right code."""

    report: Report
    code: Code
    keys: ReporterKeys
    safe_word: str


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
        form.add_error("code", _wait(wait) if wait else _("Nothing is kept under this code."))
        return _ask(request, form, status=429 if wait else 422)
    does = {"add": _add, "withdraw": _withdraw, "erase": _erase}.get(request.POST.get("does", ""))
    return does(request, came) if does else _conversation(request, came)


def _came(form: CodeForm) -> _Came | None:
    code = form.cleaned_data["code"]
    keys = reporter_keys(code.digits)
    report = access.report_found_by(keys.lookup)
    return _Came(report, code, keys, form.cleaned_data["safe_word"]) if report else None


def _ask(request: HttpRequest, form: CodeForm, *, status: int = 200) -> HttpResponse:
    return render(request, "reports/answers.html", {"form": form}, status=status)


def _conversation(
    request: HttpRequest,
    came: _Came,
    *,
    done: str = "",
    more: MoreForm | None = None,
    status: int = 200,
) -> HttpResponse:
    mark = safe_word_mark(came.code.digits, came.safe_word) if came.safe_word else ""
    found = access.readable(came.report, mark)
    opened = opened_for_once.messages(found.messages, came.keys)
    conversation.mark_read(shown=found.messages, at=timezone.now())
    came.report.refresh_from_db()
    context = {
        "report": came.report,
        "receiver": came.report.case.organisation,
        "is_police": conversation.is_police(came.report),
        "messages_read": opened,
        "locked": found.locked,
        "word_was_wrong": bool(came.safe_word and found.locked),
        "code": str(came.code),
        "was_mended": came.code.was_mended,
        "safe_word": came.safe_word,
        "more": more or MoreForm(),
        "done": done,
    }
    return render(request, "reports/conversation.html", context, status=status)


def _add(request: HttpRequest, came: _Came) -> HttpResponse:
    more = MoreForm(request.POST)
    if not more.is_valid():
        return _conversation(request, came, more=more, status=422)
    receiver, report = came.report.case.organisation, came.report
    key = routes.readable_key(receiver)
    if key is None:
        more.add_error(
            "more",
            _("It was not sent: nobody could open it at the moment. Try again in a few minutes."),
        )
        return _conversation(request, came, more=more, status=503)
    keeps = more.cleaned_data["keep"]
    parts = [Part("", more.cleaned_data["more"])]
    recipients = [key.recipient, *([report.recipient] if keeps else [])]
    sealed = seal(words_content(parts, language=get_language() or ""), recipients=recipients)
    piece = SealedPiece(Piece.Sort.FROM_PERSON, sealed, key.version)
    try:
        conversation.add(report=report, piece=piece, keeps=keeps, at=timezone.now())
    except PlainError:
        more.add_error("more", _("You have withdrawn your report, so nothing can be added."))
        return _conversation(request, came, more=more, status=422)
    return _conversation(request, came, done="added")


def _withdraw(request: HttpRequest, came: _Came) -> HttpResponse:
    conversation.withdraw(report=came.report, at=timezone.now())
    return _conversation(request, came, done="withdrawn")


def _erase(request: HttpRequest, came: _Came) -> HttpResponse:
    is_police = conversation.is_police(came.report)
    conversation.erase(report=came.report, at=timezone.now())
    if is_police:
        # Her code opens nothing any more, so there is no conversation left to show.
        return render(request, "reports/closed.html", {"receiver": came.report.case.organisation})
    return _conversation(request, came, done="erased")


def _wait(seconds: float) -> str:
    return _("Many wrong codes come from this place. Wait %(seconds)s seconds, then try again.") % {
        "seconds": int(seconds) + 1
    }
