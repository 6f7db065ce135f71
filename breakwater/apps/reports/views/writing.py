"""Writing without JavaScript: one page, then a look at the answers, then sent.

Nothing is stored until it is sent: the answers travel in the posted page. Whatever goes wrong, she
gets back everything she wrote. The requests carry no csrf token, because that needs a cookie: where
they come from is looked at instead.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Piece
from breakwater.apps.reports import files, places, routes
from breakwater.apps.reports.answers import PAGES, AnswersForm
from breakwater.apps.reports.changes import sending
from breakwater.apps.reports.changes.sending import Arrival, Arrived, Return, Sent, TakenBackError
from breakwater.apps.reports.lengths import for_the_script
from breakwater.apps.reports.models import Report
from breakwater.apps.reports.routes import Route
from breakwater.apps.reports.scripts import script
from breakwater.apps.reports.sentences import NOT_OPENED, NOT_STORED, TAKEN_BACK, WAIT_TO_SEND
from breakwater.apps.reports.uploads import files_in_memory
from breakwater.domain.cases.content import File, file_content, words_content
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reports import proof_of_work
from breakwater.domain.reports.code import Code, CodeError, code_from, read_code
from breakwater.kept_pages import page_token, same_answer, same_for_everyone
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


@same_for_everyone
@from_our_page
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, number: int) -> HttpResponse:
    """The page to write on; a post brings back what was written (the Back button of the next)."""
    route = routes.here().route(number)
    if request.method == "POST":
        return _write_page(request, route, _form(route, initial=request.POST.dict()))
    if not route.is_open:
        return _closed(request, route)
    return _write_page(request, route, _form(route))


@from_our_page
@require_POST
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Her answers, the files, her code: the last page before sending."""
    route = routes.here().route(number)
    form = _form(route, request.POST)
    if not form.is_valid():
        return _write_page(request, route, form, status=422)
    return _check_page(request, _Page(route, form, _token(request), _drawn(request)))


@files_in_memory
@from_our_page
@require_POST
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Seal in memory, store once, and only then say that it arrived."""
    route = routes.here().route(number)
    form = _form(route, request.POST)
    if not form.is_valid():
        return _write_page(request, route, form, status=422)
    page = _Page(route, form, _token(request), _drawn(request))
    if request.POST.get("keeps") not in {"code", "none"}:
        problem = _("Say whether you have kept the code.")
        return _check_page(request, page, problem, field="keeps", status=422)
    try:
        given = files.taken(request.FILES.getlist("files"))
    except files.FileRefusedError as refused:
        return _check_page(request, page, str(refused), field="files", status=422)
    if (wait := places.may_send(request)) and sending.stored_with(page.token) is None:
        return _check_page(request, page, _busy(wait), status=429)
    return _send(request, page, given)


@dataclass(frozen=True)
class _Page:
    """Everything the page before sending is made of."""

    route: Route
    form: AnswersForm
    token: str

    # The one her browser drew for this form, where it came here after trying to send by itself.
    drawn: Code | None

    @property
    def code(self) -> Code:
        """The code that belongs to this form: the same however, and however often, it is sent."""
        return self.drawn or code_from(bytes.fromhex(self.token))


def _form(route: Route, *args: Any, **kwargs: Any) -> AnswersForm:
    return AnswersForm(*args, is_advice=route.is_advice, is_on_call=route.is_on_call, **kwargs)


def _send(request: HttpRequest, page: _Page, given: list[File]) -> HttpResponse:
    keeps_code = request.POST["keeps"] == "code"
    try:
        sent = _sealed(page, given, keeps_code)
        arrived = sending.send(route=page.route, sent=sent, at=timezone.now())
    except TakenBackError:
        return _check_page(request, page, str(TAKEN_BACK), status=422)
    except PlainError:
        routes.forget()
        return _check_page(request, page, str(NOT_OPENED), status=503)
    except DatabaseError:
        return _check_page(request, page, str(NOT_STORED), status=503)
    return sent_page(request, page.route, arrived)


def _sealed(page: _Page, given: list[File], keeps_code: bool) -> Sent:
    """Her answers and files, sealed in memory; PlainError where nobody could open them."""
    answers, returns = page.form.cleaned_data, _returns(page, keeps_code)
    words = words_content(
        page.form.parts(),
        language=get_language() or "",
        answer_to=returns.recipient if returns else "",
    )
    contents = [(Piece.Sort.REPORT, words)]
    contents += [(Piece.Sort.FILE, file_content(one)) for one in given]
    recipients = [page.route.recipient] if page.route.is_open else []
    return Sent(
        token=page.token,
        content_mark=sending.content_mark(page.token, [content for _sort, content in contents]),
        pieces=[
            SealedPiece(sort, seal(content, recipients=recipients), page.route.key_version)
            for sort, content in contents
        ],
        sealed_in=Report.SealedIn.SERVER,
        returns=returns,
        is_in_danger=answers["in_danger"],
        asks_to_keep_away=bool(answers["keep_away"]),
    )


def _returns(page: _Page, keeps_code: bool) -> Return | None:
    if not keeps_code:
        return None
    keys, word = reporter_keys(page.code.digits), page.form.cleaned_data["safe_word"]
    mark = safe_word_mark(page.code.digits, word) if word else ""
    return Return(keys.lookup, keys.recipient, mark)


def _token(request: HttpRequest) -> str:
    """The token the page carries; whoever sends another shape gets a new one, and loses nothing."""
    given = request.POST.get("form", "")
    return given if _TOKEN.fullmatch(given) else page_token(request)


def _drawn(request: HttpRequest) -> Code | None:
    """The code that her browser has shown her and may have sent with; it is never replaced.

    Else what came before under the same token would be answered to a code she no longer has.
    """
    try:
        return read_code(request.POST.get("code", ""))
    except CodeError:
        return None


def _write_page(
    request: HttpRequest, route: Route, form: AnswersForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "route": route,
        "form": form,
        "steps": [(heading, [form[name] for name in names]) for heading, names in form.steps],
        "token": _token(request),
        "drawn": _drawn(request),
        # Once the plain form was used it stays plain: a browser would draw another code.
        "script_data": None if request.method == "POST" else _for_the_script(route, form),
        "most_files": files.MOST_FILES,
    }
    return _with_recordings(render(request, "reports/write.html", context, status=status))


def _with_recordings(page: HttpResponse) -> HttpResponse:
    """Let the page play what was spoken into it, before it is sent."""
    page._csp_update = {"media-src": "blob:"}  # type: ignore[attr-defined]
    return page


def _for_the_script(route: Route, form: AnswersForm) -> dict[str, object]:
    """What a browser needs to seal and send by itself."""
    return {
        "sealing": script("reports/sealing.js"),
        "send": reverse("start-sealed", args=[route.pathway.number]),
        "recipient": route.recipient,
        "version": route.key_version,
        "bits": proof_of_work.BITS,
        "language": get_language() or "",
        "asked": form.asked(),
        "pages": [[one for one in names if one in form.fields] for names in PAGES],
        "most": files.MOST_FILES,
        "mostBytes": files.MOST_BYTES,
        **for_the_script(form),
    }


def _check_page(
    request: HttpRequest, page: _Page, problem: str = "", *, field: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "route": page.route,
        "told": page.form.told(),
        "carried": page.form.carried(),
        "token": page.token,
        "code": page.code.groups,
        "drawn": page.drawn,
        "problem": problem,
        "problem_field": field,
        "files_were_lost": bool(problem) and bool(request.FILES),
        # Of this code only: another page may have shown another one.
        "keeps": request.POST.get("keeps", "") if problem or page.drawn else "",
        "most_files": files.MOST_FILES,
    }
    return render(request, "reports/check.html", context, status=status)


def sent_page(request: HttpRequest, route: Route, arrived: Arrived) -> HttpResponse:
    """It arrived: what happens now."""
    report = arrived.report
    context = {
        "sealed_in": str(report.sealed_in),
        "was_added": arrived.how is Arrival.ADDED,
        "has_code": bool(report.recipient),
        "is_in_danger": report.case.is_in_danger,
        "is_on_call": route.is_on_call,
    }
    facts = ("sent", str(route.loaded), *map(str, context.values()))
    return same_answer(
        request, facts, lambda: render(request, "reports/sent.html", {"route": route} | context)
    )


def _closed(request: HttpRequest, route: Route) -> HttpResponse:
    context = {"route": route, "file": routes.here().file}
    return render(request, "reports/promise.html", context, status=503)


def _busy(wait: float) -> str:
    return str(WAIT_TO_SEND) % {"seconds": int(wait) + 1}
