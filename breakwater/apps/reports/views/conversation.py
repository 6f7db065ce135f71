"""The page of a conversation, the same with script and without.

Without, this server opened the messages for this one request; with script they arrive sealed, and
her browser puts the words in.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Piece
from breakwater.apps.reports import access, opened_for_once, routes
from breakwater.apps.reports.answers import MOST_LETTERS
from breakwater.apps.reports.changes import conversation
from breakwater.apps.reports.lengths import Long
from breakwater.apps.reports.models import Report, Shown
from breakwater.apps.reports.sentences import WAIT_TO_OPEN
from breakwater.domain.cases.content import Part
from breakwater.domain.reports.code import Code
from breakwater.kept_pages import new_token
from breakwater.sealing.reporter import ReporterKeys


class MoreForm(forms.Form):
    """What she adds."""

    more = Long(
        label=_("Write more, or answer them"),
        most=MOST_LETTERS,
        too_long=_("This is too long to send at once. Send it in two parts."),
        error_messages={"required": _("Write something first.")},
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )
    keep = forms.BooleanField(
        label=_("Let me read this again with my code"),
        required=False,
    )
    # Of this one form: the same words from it are stored once, however often they are sent.
    form = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    @property
    def token(self) -> str:
        """The form's own token; a new one where the page carried none."""
        return self.cleaned_data["form"] or new_token()


@dataclass(frozen=True)
class Came:
    """Somebody with a right code; ``code`` and ``keys`` are None where it stayed in the browser."""

    report: Report
    safe_word_mark: str
    code: Code | None = None
    keys: ReporterKeys | None = None
    safe_word: str = ""


@dataclass(frozen=True)
class Message:
    """One message on the page: opened, or sealed for her browser to open."""

    on: date
    is_hers: bool
    parts: tuple[Part, ...] = ()
    sealed: str = ""


def page(
    request: HttpRequest,
    came: Came,
    *,
    done: str = "",
    more: MoreForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """What she may read now, and everything that can be done.

    After a fault of ours nothing is written: it could fail again, and her words with it.
    """
    now = timezone.now()
    found = access.readable(came.report, came.safe_word_mark, now)
    messages = _messages(found.messages, came.keys)
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        conversation.mark_read(shown=found.messages, at=now)
    report = access.report_again(came.report)
    key = routes.readable_key(report.case.organisation)
    context = {
        "report": report,
        "receiver": report.case.organisation,
        "is_police": conversation.is_police(report),
        "messages_read": messages,
        "locked": found.locked,
        "word_was_wrong": bool(came.safe_word_mark and found.locked and not found.wait),
        "must_wait": str(WAIT_TO_OPEN) % {"seconds": int(found.wait) + 1} if found.wait else "",
        "code": came.code,
        "safe_word": came.safe_word,
        "more": more or MoreForm(initial={"form": new_token()}),
        "done": done,
        "is_held": report.case.holds.filter(lifted_at__isnull=True).exists(),
        "recipient": key.recipient if key else "",
        "version": key.version if key else 0,
    }
    return render(request, "reports/conversation.html", context, status=status)


def added(came: Came, sealed: bytes, version: int, *, mark: str, keeps: bool) -> None:
    """Store what she added, once; PlainError where she has taken everything back."""
    piece = SealedPiece(Piece.Sort.FROM_PERSON, sealed, version)
    conversation.add(report=came.report, piece=piece, mark=mark, keeps=keeps, at=timezone.now())


def closed(request: HttpRequest, came: Came) -> HttpResponse:
    """The code opens nothing any more, so there is no conversation left to show."""
    context = {"receiver": came.report.case.organisation}
    return render(request, "reports/closed.html", context)


def _messages(shown: Sequence[Shown], keys: ReporterKeys | None) -> list[Message]:
    if keys is not None:
        opened = opened_for_once.messages(shown, keys)
        return [Message(one.on, one.is_hers, one.parts) for one in opened]
    return [
        Message(
            timezone.localdate(one.piece.added_at),
            one.piece.sort == Piece.Sort.FROM_PERSON,
            sealed=b64encode(bytes(one.piece.sealed)).decode(),
        )
        for one in shown
    ]
