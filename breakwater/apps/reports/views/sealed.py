"""What a browser with JavaScript sends and fetches: sealed there, opened there.

The same verbs as the pages without it; only here nothing arrives that this server could read. Each
answer is small and says in a sentence what happened, in the language of the page.
"""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Piece
from breakwater.apps.reports import access, files, places, routes
from breakwater.apps.reports.changes import sending
from breakwater.apps.reports.changes.sending import Return, Sent, TakenBackError
from breakwater.apps.reports.models import Report
from breakwater.apps.reports.routes import ClosedError, Route
from breakwater.apps.reports.sentences import (
    DAMAGED,
    NO_SUCH_CODE,
    NOT_OPENED,
    NOT_STORED,
    TAKEN_BACK,
    WAIT_TO_OPEN,
    WAIT_TO_SEND,
)
from breakwater.apps.reports.uploads import files_in_memory
from breakwater.apps.reports.views import conversation
from breakwater.apps.reports.views.conversation import Came
from breakwater.apps.reports.views.returning import WITHOUT_WORDS
from breakwater.apps.reports.views.writing import sent_page
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reports.proof_of_work import BITS, bits_shown
from breakwater.origins import comes_from_our_own_page
from breakwater.sealing.seal import is_recipient

_BEGINS = b"age-encryption.org/v1\n"
_HEX_32, _HEX_64 = r"\A[0-9a-f]{32}\Z", r"\A[0-9a-f]{64}\Z"


class SentForm(forms.Form):
    """What stands beside the sealed words: nothing of what they say."""

    form = forms.RegexField(_HEX_64)
    number = forms.CharField(max_length=12, required=False)
    version = forms.IntegerField(min_value=1)
    in_danger = forms.BooleanField(required=False)
    keep_away = forms.BooleanField(required=False)
    lookup = forms.RegexField(_HEX_32, required=False)
    recipient = forms.CharField(max_length=80, required=False)
    mark = forms.RegexField(_HEX_64, required=False)
    content_mark = forms.RegexField(_HEX_64)

    def clean(self) -> dict[str, object]:
        """A code both finds and opens, or there is none."""
        given = super().clean() or {}
        if bool(given.get("lookup")) != is_recipient(str(given.get("recipient"))):
            raise forms.ValidationError("half a code")
        return given

    def returns(self) -> Return | None:
        """How she comes back."""
        given = self.cleaned_data
        if not given["lookup"]:
            return None
        return Return(given["lookup"], given["recipient"], given["mark"])


class MarksForm(forms.Form):
    """What stands for the safe word, and for what is added."""

    mark = forms.RegexField(_HEX_64, required=False)
    content_mark = forms.RegexField(_HEX_64, required=False)


@files_in_memory
@login_not_required
@csrf_exempt
@require_POST
def send(request: HttpRequest, number: int) -> HttpResponse:
    """Store what her browser sealed, once; the page that says so is the answer."""
    if not comes_from_our_own_page(request):
        raise PermissionDenied
    route = routes.here().route(number)
    form, given = SentForm(request.POST), _sealed_files(request)
    if not form.is_valid() or given is None:
        return _says(DAMAGED, 422)
    return _slowed(request, form) or _stored(request, route, form, given)


def _slowed(request: HttpRequest, form: SentForm) -> HttpResponse | None:
    """None where it may pass: enough work, a turn, or stored already.

    Who has done some is told how much is enough now, and her browser goes on by itself; who has
    done none waits like a page without script.
    """
    token, needed = form.cleaned_data["form"], places.work_needed(request)
    shown = bits_shown(token, form.cleaned_data["number"])
    if shown >= needed:
        places.has_worked(request)
        return None
    if sending.stored_with(token) is not None:
        return None
    if shown >= BITS:
        return JsonResponse({"work": needed}, status=429)
    wait = places.may_send(request)
    return _says(_wait(WAIT_TO_SEND, wait), 429) if wait else None


def _stored(
    request: HttpRequest, route: Route, form: SentForm, given: list[tuple[Piece.Sort, bytes]]
) -> HttpResponse:
    told = form.cleaned_data
    sent = Sent(
        token=told["form"],
        content_mark=told["content_mark"],
        pieces=[SealedPiece(sort, sealed, told["version"]) for sort, sealed in given],
        sealed_in=Report.SealedIn.BROWSER,
        returns=form.returns(),
        is_in_danger=told["in_danger"],
        asks_to_keep_away=told["keep_away"],
    )
    try:
        arrived = sending.send(route=route, sent=sent, at=timezone.now())
    except ClosedError:
        routes.forget()
        now = routes.here().route(route.pathway.number)
        if now.is_open and now.key_version != told["version"]:
            return _again(now.recipient, now.key_version)
        return _says(NOT_OPENED, 503)
    except TakenBackError:
        return _says(TAKEN_BACK, 409)
    except DatabaseError:
        return _says(NOT_STORED, 503)
    return sent_page(request, route, arrived)


def _sealed_files(request: HttpRequest) -> list[tuple[Piece.Sort, bytes]] | None:
    """The sealed words and the sealed files, or None where one of them is no such thing."""
    words, more = request.FILES.getlist("words"), request.FILES.getlist("file")
    if len(words) != 1 or len(more) > files.MOST_FILES:
        return None
    found = [(Piece.Sort.REPORT, _read(words[0]))]
    found += [(Piece.Sort.FILE, _read(one)) for one in more]
    return found if all(sealed.startswith(_BEGINS) for _sort, sealed in found) else None


def _read(one: UploadedFile) -> bytes:
    return bytes(one.read())


@files_in_memory
@login_not_required
@csrf_exempt
@require_POST
def answers(request: HttpRequest) -> HttpResponse:
    """The conversation of whoever shows the lookup that only the code gives; opened over there."""
    if not comes_from_our_own_page(request):
        raise PermissionDenied
    report = access.report_found_by(request.POST.get("lookup", ""))
    if report is None:
        wait = places.may_guess_again(request)
        return _says(_wait(WAIT_TO_OPEN, wait), 429) if wait else _says(NO_SUCH_CODE, 404)
    marks = MarksForm(request.POST)
    if not marks.is_valid():
        return _says(DAMAGED, 422)
    came, does = Came(report, marks.cleaned_data["mark"]), request.POST.get("does", "")
    try:
        if does == "add":
            return _added(request, came, marks.cleaned_data["content_mark"])
        change = WITHOUT_WORDS.get(does)
        return change(request, came) if change else conversation.page(request, came)
    except DatabaseError:
        return _says(NOT_STORED, 503)


def _added(request: HttpRequest, came: Came, mark: str) -> HttpResponse:
    key = routes.readable_key(came.report.case.organisation)
    words = request.FILES.getlist("words")
    sealed = _read(words[0]) if len(words) == 1 else b""
    if not (sealed.startswith(_BEGINS) and mark):
        return _says(DAMAGED, 422)
    if key is None:
        return _says(NOT_OPENED, 503)
    if request.POST.get("version") != str(key.version):
        return _again(key.recipient, key.version)
    keeps = request.POST.get("keep") == "on"
    try:
        conversation.added(came, sealed, key.version, mark=mark, keeps=keeps)
    except PlainError:
        return _says(TAKEN_BACK, 409)
    return conversation.page(request, came, done="added")


def _again(recipient: str, version: int) -> JsonResponse:
    """Her browser seals once more, to the newer key, and sends again by itself."""
    return JsonResponse({"again": {"recipient": recipient, "version": version}}, status=409)


def _says(sentence: object, status: int) -> JsonResponse:
    return JsonResponse({"says": str(sentence)}, status=status)


def _wait(sentence: object, seconds: float) -> str:
    return str(sentence) % {"seconds": int(seconds) + 1}
