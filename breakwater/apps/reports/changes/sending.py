"""Taking a report in: sealed already, stored once, and acknowledged only after the commit."""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from breakwater.apps.cases.changes import SealedPiece, add_piece, open_case
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.cases.telling import that_it_waits
from breakwater.apps.reports.models import Report
from breakwater.apps.reports.routes import ClosedError, Route, readable_key
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError


class TakenBackError(PlainError):
    """She has taken back what this form was sent with, so nothing can be added."""


@dataclass(frozen=True)
class Return:
    """How she comes back: the hash of what her code is found under, and what opens with it."""

    lookup: str
    recipient: str
    safe_word_mark: str = ""


@dataclass(frozen=True)
class Sent:
    """A report as it arrives; ``token`` belongs to the form it was written in.

    ``content_mark`` tells whether the same form was sent again with other words; it says nothing of
    them to whoever does not have the token (``content_mark`` below).
    """

    token: str
    content_mark: str
    pieces: Sequence[SealedPiece]
    sealed_in: Report.SealedIn
    returns: Return | None = None
    is_in_danger: bool = False
    asks_to_keep_away: bool = False


class Arrival(Enum):
    """What became of something sent."""

    NEW = "new"
    KNOWN = "known"
    ADDED = "added"


@dataclass(frozen=True)
class Arrived:
    """The stored report, and whether this sending made it, found it, or added to it."""

    report: Report
    how: Arrival


def content_mark(token: str, contents: Iterable[bytes]) -> str:
    """The mark of what was written (before sealing), under the secret token of its form."""
    digests = b"".join(sha256(content).digest() for content in contents)
    return hmac.new(token.encode(), digests, sha256).hexdigest()


def digest_of(secret: str) -> str:
    """What is stored of a token or a lookup: its SHA-256 (both are full of chance)."""
    return sha256(secret.encode()).hexdigest()


def stored_with(token: str) -> Report | None:
    """The report that was sent with this token; None where none was."""
    found = Report.objects.filter(token_digest=digest_of(token))
    # Nearly always there is none, and asking for that alone costs a third.
    if not found.exists():
        return None
    return found.select_related("case__organisation").first()


def send(*, route: Route, sent: Sent, at: datetime) -> Arrived:
    """Store the report; the same form again is the same report, and other words are added to it.

    So double taps, retries and Back neither make two reports nor lose a word. ``ClosedError`` where
    nobody could open it, ``TakenBackError`` where she took it back: then nothing is stored. What is
    returned is committed, unless the caller holds a transaction of its own.
    """
    if (known := stored_with(sent.token)) is not None:
        return _sent_again(known, sent, at)
    key = readable_key(route.receiver)
    if key is None or any(piece.key_version != key.version for piece in sent.pieces):
        raise ClosedError("nobody could open this now, so it was not sent")
    try:
        with transaction.atomic():
            return Arrived(_store(route, sent, at), Arrival.NEW)
    except IntegrityError:
        # Sent twice at the same moment: the other one was first.
        known = stored_with(sent.token)
        if known is None:
            raise
        return _sent_again(known, sent, at)


def _store(route: Route, sent: Sent, at: datetime) -> Report:
    pathway = route.pathway
    case = open_case(
        organisation=route.receiver,
        origin=Case.Origin.REPORT,
        pieces=sent.pieces,
        kind=Kind.REPORT_RECEIVED,
        by=None,
        at=at,
        is_in_danger=sent.is_in_danger,
        answer_by=at + timedelta(hours=pathway.answer_within_hours),
        keep_days=pathway.keep_days,
        asks_to_keep_away=sent.asks_to_keep_away,
    )
    return Report.objects.create(
        case=case,
        routes_id=route.loaded,
        pathway=pathway.number,
        sealed_in=sent.sealed_in,
        token_digest=digest_of(sent.token),
        content_mark=sent.content_mark,
        **_coming_back(sent.returns),
    )


def _sent_again(known: Report, sent: Sent, at: datetime) -> Arrived:
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=known.pk)
        if _has_come(report, sent.content_mark):
            return Arrived(known, Arrival.KNOWN)
        if report.withdrawn_at is not None:
            raise TakenBackError("she has taken her report back")
        _require_key(known, sent)
        if sent.asks_to_keep_away:
            # Before anybody is told of it.
            Case.objects.filter(pk=known.case_id).update(asks_to_keep_away=True)
        for piece in sent.pieces:
            words = piece.sort == Piece.Sort.REPORT
            sort = Piece.Sort.FROM_PERSON if words else piece.sort
            kind = Kind.REPORT_ADDED_TO if words else None
            added = SealedPiece(sort, piece.sealed, piece.key_version)
            add_piece(case=known.case, piece=added, kind=kind, by=None, at=at)
        report.added_marks.create(mark=sent.content_mark)
        if not report.recipient and sent.returns is not None:
            Report.objects.filter(pk=known.pk).update(**_coming_back(sent.returns))
        if sent.is_in_danger and not known.case.is_in_danger:
            Case.objects.filter(pk=known.case_id).update(is_in_danger=True)
            known.case.is_in_danger = True
            kept_away = known.case.exclusions.values_list("membership", flat=True)
            that_it_waits(known.case, without=list(kept_away), at=at)
    found = stored_with(sent.token)
    assert found is not None
    return Arrived(found, Arrival.ADDED)


def _has_come(report: Report, mark: str) -> bool:
    return report.content_mark == mark or report.added_marks.filter(mark=mark).exists()


def _require_key(known: Report, sent: Sent) -> None:
    key = readable_key(known.case.organisation)
    if key is None or any(piece.key_version != key.version for piece in sent.pieces):
        raise ClosedError("nobody could open this now, so it was not sent")


def _coming_back(returns: Return | None) -> dict[str, Any]:
    if returns is None:
        return {}
    return {
        "lookup_digest": digest_of(returns.lookup),
        "recipient": returns.recipient,
        "safe_word_mark": returns.safe_word_mark,
    }
