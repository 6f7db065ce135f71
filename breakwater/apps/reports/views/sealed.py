"""What a browser with JavaScript sends and fetches: sealed there, opened there.

The same verbs as the pages without it; only here nothing arrives that this server could read. Each
answer is small and says in a sentence what happened, in the language of the page.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import wraps

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Piece
from breakwater.apps.reports import access, files, places, routes
from breakwater.apps.reports.changes import conversation, sending
from breakwater.apps.reports.changes.sending import Return, Sent
from breakwater.apps.reports.models import Report, Shown
from breakwater.apps.reports.routes import ClosedError, Route
from breakwater.apps.reports.uploads import files_in_memory
from breakwater.apps.reports.views.writing import sent_page
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reports.proof_of_work import is_proof
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
        return _says(_damaged(), 422)
    token = form.cleaned_data["form"]
    if not is_proof(token, form.cleaned_data["number"]) and sending.stored_with(token) is None:
        if wait := places.may_send(request):
            return _says(_wait(wait), 429)
    return _stored(request, route, form, given)


def _stored(
    request: HttpRequest, route: Route, form: SentForm, given: list[tuple[Piece.Sort, bytes]]
) -> HttpResponse:
    answers = form.cleaned_data
    sent = Sent(
        token=answers["form"],
        pieces=[SealedPiece(sort, sealed, answers["version"]) for sort, sealed in given],
        language=get_language() or "",
        sealed_in=Report.SealedIn.BROWSER,
        returns=form.returns(),
        is_in_danger=answers["in_danger"],
        asks_to_keep_away=answers["keep_away"],
    )
    try:
        report = sending.send(route=route, sent=sent, at=timezone.now())
    except ClosedError:
        routes.forget()
        return _closed_or_sealed_to_an_older_key(route, answers["version"])
    except DatabaseError:
        return _says(_fault(), 503)
    return sent_page(request, route, report)


def _closed_or_sealed_to_an_older_key(route: Route, version: int) -> HttpResponse:
    now = routes.here().route(route.pathway.number)
    if now.is_open and now.key_version != version:
        # Her browser seals once more, to the newer key, and sends again by itself.
        again = {"recipient": now.recipient, "version": now.key_version}
        return JsonResponse({"again": again}, status=409)
    return _says(
        _(
            "It was not sent: nobody could open it at the moment. Everything you wrote is still "
            "here. Try again in a few minutes, or ring them."
        ),
        503,
    )


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


@dataclass(frozen=True)
class _Came:
    """A browser that derived the right lookup from a code."""

    report: Report
    mark: str


def _came(request: HttpRequest) -> _Came | HttpResponse:
    """Whose conversation it is; an answer in its place where there is none."""
    report = access.report_found_by(request.POST.get("lookup", ""))
    if report is not None:
        return _Came(report, request.POST.get("mark", ""))
    if wait := places.may_guess_again(request):
        return _says(_wait(wait), 429)
    return _says(_("Nothing is kept under this code."), 404)


_NamedView = "Callable[[HttpRequest, _Came], HttpResponse]"


def _conversation(view):  # type: ignore[no-untyped-def]
    """A view of the conversation that the posted lookup finds."""

    @files_in_memory
    @login_not_required
    @csrf_exempt
    @require_POST
    @wraps(view)
    def found(request: HttpRequest) -> HttpResponse:
        if not comes_from_our_own_page(request):
            raise PermissionDenied
        came = _came(request)
        if isinstance(came, HttpResponse):
            return came
        try:
            return view(request, came)  # type: ignore[no-any-return]
        except PlainError:
            return _says(_("You have withdrawn your report, so nothing can be added."), 409)
        except DatabaseError:
            return _says(_fault(), 503)

    return found


@_conversation
def read(request: HttpRequest, came: _Came) -> HttpResponse:
    """Every message the code opens, sealed; her browser opens them."""
    found = access.readable(came.report, came.mark)
    answer = _standing(came.report) | {
        "messages": [_message(one) for one in found.messages],
        "locked": found.locked,
        "word_was_wrong": bool(came.mark and found.locked),
    }
    conversation.mark_read(shown=found.messages, at=timezone.now())
    return JsonResponse(answer)


@_conversation
def add(request: HttpRequest, came: _Came) -> HttpResponse:
    """More words, sealed in her browser."""
    key = routes.readable_key(came.report.case.organisation)
    words = request.FILES.getlist("words")
    sealed = _read(words[0]) if len(words) == 1 else b""
    if not sealed.startswith(_BEGINS):
        return _says(_damaged(), 422)
    if key is None or request.POST.get("version") != str(key.version):
        return _says(
            _("It was not sent: nobody could open it at the moment. Try again in a few minutes."),
            503,
        )
    piece = SealedPiece(Piece.Sort.FROM_PERSON, sealed, key.version)
    keeps = request.POST.get("keeps") == "yes"
    conversation.add(report=came.report, piece=piece, keeps=keeps, at=timezone.now())
    return JsonResponse(_standing(came.report))


@_conversation
def withdraw(request: HttpRequest, came: _Came) -> HttpResponse:
    """At once."""
    conversation.withdraw(report=came.report, at=timezone.now())
    return JsonResponse(_standing(came.report))


@_conversation
def erase(request: HttpRequest, came: _Came) -> HttpResponse:
    """After seven days; where the police hold it, the conversation closes."""
    conversation.erase(report=came.report, at=timezone.now())
    return JsonResponse(_standing(came.report))


def _standing(report: Report) -> dict[str, object]:
    """What the page shows of the conversation beside the messages."""
    report.refresh_from_db()
    organisation = report.case.organisation
    key = None if report.withdrawn_at else routes.readable_key(organisation)
    return {
        "receiver": organisation.name,
        "is_police": conversation.is_police(report),
        "is_withdrawn": report.withdrawn_at is not None,
        "is_erasure_asked": report.case.is_erasure_asked,
        "has_safe_word": bool(report.safe_word_mark),
        "recipient": key.recipient if key else "",
        "version": key.version if key else 0,
    }


def _message(one: Shown) -> dict[str, object]:
    return {
        "on": timezone.localdate(one.piece.added_at).isoformat(),
        "is_hers": one.piece.sort == Piece.Sort.FROM_PERSON,
        "sealed": b64encode(bytes(one.piece.sealed)).decode(),
    }


def _says(sentence: str, status: int) -> JsonResponse:
    said: Mapping[str, str] = {"says": sentence}
    return JsonResponse(said, status=status)


def _damaged() -> str:
    return _("Something went wrong on the way, so it was not sent. Press Send again.")


def _fault() -> str:
    return _(
        "It was not sent: we have a fault. Everything you wrote is still here. Try again in a "
        "few minutes."
    )


def _wait(seconds: float) -> str:
    return _(
        "Many reports come from this place at the moment. Everything you wrote is still here. "
        "Wait %(seconds)s seconds, then press Send again."
    ) % {"seconds": int(seconds) + 1}
