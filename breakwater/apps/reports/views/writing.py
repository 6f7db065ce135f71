"""Writing without JavaScript: one page, then a look at the answers, then sent.

Nothing is stored until it is sent: the answers travel in the posted page. Whatever goes wrong, she
gets back everything she wrote. The requests carry no csrf token, because that needs a cookie: where
they come from is looked at instead.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Piece
from breakwater.apps.reports import files, places, routes
from breakwater.apps.reports.answers import STEPS, AnswersForm
from breakwater.apps.reports.changes import sending
from breakwater.apps.reports.changes.sending import Return, Sent
from breakwater.apps.reports.models import Report
from breakwater.apps.reports.routes import ClosedError, Route
from breakwater.domain.cases.content import File, file_content, words_content
from breakwater.domain.reports.code import Code, code_from
from breakwater.origins import comes_from_our_own_page
from breakwater.sealing.reporter import reporter_keys, safe_word_mark
from breakwater.sealing.seal import seal

_TOKEN = re.compile(r"[0-9a-f]{64}")
View = Callable[[HttpRequest, int], HttpResponse]


def from_our_page(view: View) -> View:
    """Refuse what another site sends; no page of the journey has a cookie that could be abused."""

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, number: int) -> HttpResponse:
        if request.method == "POST" and not comes_from_our_own_page(request):
            raise PermissionDenied
        return view(request, number)

    return checked


@from_our_page
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: int) -> HttpResponse:
    """The page to write on; a post brings back what was written (the Back button of the next)."""
    route = routes.here().route(number)
    if not route.is_open:
        return _closed(request, route)
    if request.method != "POST":
        return _write_page(request, route, AnswersForm())
    return _write_page(request, route, AnswersForm(initial=request.POST.dict()))


@from_our_page
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Her answers, the files, her code: the last page before sending."""
    route = routes.here().route(number)
    form = AnswersForm(request.POST)
    if not form.is_valid():
        return _write_page(request, route, form, status=422)
    return _check_page(request, _Page(route, form, _token(request)))


@from_our_page
@require_POST
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Seal in memory, store once, and only then say that it arrived."""
    route = routes.here().route(number)
    form = AnswersForm(request.POST)
    if not form.is_valid():
        return _write_page(request, route, form, status=422)
    page = _Page(route, form, _token(request))
    if request.POST.get("keeps") not in {"code", "none"}:
        problem = _("Say whether you have kept the code.")
        return _check_page(request, page, problem, field="keeps", status=422)
    try:
        given = files.taken(request.FILES.getlist("files"))
    except files.FileRefusedError as refused:
        return _check_page(request, page, str(refused), field="files", status=422)
    if sending.stored_with(page.token) is None and (wait := places.may_send(request)):
        return _check_page(request, page, _busy(wait), status=429)
    return _send(request, page, given)


@dataclass(frozen=True)
class _Page:
    """Everything the page before sending is made of."""

    route: Route
    form: AnswersForm
    token: str

    @property
    def code(self) -> Code:
        """The code that belongs to this form: the same however often it is sent."""
        return code_from(bytes.fromhex(self.token))


def _send(request: HttpRequest, page: _Page, given: list[File]) -> HttpResponse:
    keeps_code = request.POST["keeps"] == "code"
    try:
        sent = _sealed(page, given, keeps_code)
        report = sending.send(route=page.route, sent=sent, at=timezone.now())
        return sent_page(request, page.route, report)
    except ClosedError:
        routes.forget()
        problem = _(
            "It was not sent: nobody could open it at the moment. Everything you wrote is still "
            "here. Try again in a few minutes, or ring them."
        )
    except DatabaseError:
        problem = _(
            "It was not sent: we have a fault. Everything you wrote is still here. Try again in a "
            "few minutes."
        )
    return _check_page(request, page, problem, status=503)


def _sealed(page: _Page, given: list[File], keeps_code: bool) -> Sent:
    if not page.route.is_open:
        raise ClosedError("nobody could open this now, so it was not sent")
    language = get_language() or ""
    answers = page.form.cleaned_data
    contents = [(Piece.Sort.REPORT, words_content(page.form.parts(), language=language))]
    contents += [(Piece.Sort.FILE, file_content(one)) for one in given]
    returns = None
    if keeps_code:
        keys, word = reporter_keys(page.code.digits), answers["safe_word"]
        mark = safe_word_mark(page.code.digits, word) if word else ""
        returns = Return(keys.lookup, keys.recipient, mark)
    recipients, version = [page.route.recipient], page.route.key_version
    return Sent(
        token=page.token,
        pieces=[
            SealedPiece(sort, seal(content, recipients=recipients), version)
            for sort, content in contents
        ],
        language=language,
        sealed_in=Report.SealedIn.SERVER,
        returns=returns,
        is_in_danger=answers["in_danger"],
        asks_to_keep_away=bool(answers["keep_away"]),
    )


def _token(request: HttpRequest) -> str:
    """The token the page carries; whoever sends another shape gets a new one, and loses nothing."""
    given = request.POST.get("form", "")
    return given if _TOKEN.fullmatch(given) else sending.new_token()


def _write_page(
    request: HttpRequest, route: Route, form: AnswersForm, *, status: int = 200
) -> HttpResponse:
    steps = [(heading, [form[name] for name in names]) for heading, names in STEPS]
    context = {"route": route, "form": form, "steps": steps, "token": _token(request)}
    return render(request, "reports/write.html", context, status=status)


def _check_page(
    request: HttpRequest, page: _Page, problem: str = "", *, field: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "route": page.route,
        "told": page.form.told(),
        "carried": page.form.carried(),
        "token": page.token,
        "code": str(page.code).split(),
        "problem": problem,
        "problem_field": field,
        "keeps": request.POST.get("keeps", ""),
        "most_files": files.MOST_FILES,
    }
    return render(request, "reports/check.html", context, status=status)


def sent_page(request: HttpRequest, route: Route, report: Report) -> HttpResponse:
    """It arrived: what happens now."""
    context = {
        "route": route,
        "report": report,
        "has_code": report.lookup_digest is not None,
        "is_in_danger": report.case.is_in_danger,
    }
    return render(request, "reports/sent.html", context)


def _closed(request: HttpRequest, route: Route) -> HttpResponse:
    context = {"route": route, "file": routes.here().file}
    return render(request, "reports/promise.html", context, status=503)


def _busy(wait: float) -> str:
    return _(
        "Many reports come from this place at the moment. Everything you wrote is still here. "
        "Wait %(seconds)s seconds, then press Send again."
    ) % {"seconds": int(wait) + 1}
