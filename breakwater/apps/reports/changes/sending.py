"""Taking a report in: sealed already, stored once, and acknowledged only after the commit."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction

from breakwater.apps.cases.changes import SealedPiece, open_case
from breakwater.apps.cases.models import Case
from breakwater.apps.reports.models import Report
from breakwater.apps.reports.routes import ClosedError, Route, readable_key
from breakwater.domain.audit_log.kinds import Kind

TOKEN_BYTES = 32


@dataclass(frozen=True)
class Return:
    """How she comes back: the hash of what her code is found under, and what opens with it."""

    lookup: str
    recipient: str
    safe_word_mark: str = ""


@dataclass(frozen=True)
class Sent:
    """A report as it arrives; ``token`` belongs to the form it was written in."""

    token: str
    pieces: Sequence[SealedPiece]
    language: str
    sealed_in: Report.SealedIn
    returns: Return | None = None
    is_in_danger: bool = False
    asks_to_keep_away: bool = False


def new_token() -> str:
    """The token of one form: whatever is sent with it is one report."""
    return secrets.token_hex(TOKEN_BYTES)


def stored_with(token: str) -> Report | None:
    """The report that was sent with this token; None where none was."""
    found = Report.objects.select_related("case")
    return found.filter(token_digest=digest_of(token)).first()


def send(*, route: Route, sent: Sent, at: datetime) -> Report:
    """Store the report and return it; the same token again returns the one that is there.

    ``ClosedError`` where nobody could open it: then nothing is stored. Returned is committed, unless
    the caller holds a transaction of its own.
    """
    digest = digest_of(sent.token)
    if (known := stored_with(sent.token)) is not None:
        return known
    key = readable_key(route.receiver)
    if key is None or any(piece.key_version != key.version for piece in sent.pieces):
        raise ClosedError("nobody could open this now, so it was not sent")
    try:
        with transaction.atomic():
            return _store(route, sent, digest, at)
    except IntegrityError:
        # Sent twice at the same moment: the other one was first.
        return Report.objects.get(token_digest=digest)


def _store(route: Route, sent: Sent, digest: str, at: datetime) -> Report:
    pathway = route.pathway
    case = open_case(
        organisation=route.receiver,
        origin=Case.Origin.REPORT,
        pieces=sent.pieces,
        kind=Kind.REPORT_RECEIVED,
        by=None,
        at=at,
        is_in_danger=sent.is_in_danger and pathway.has_on_call,
        answer_by=at + timedelta(hours=pathway.answer_within_hours),
        keep_days=pathway.keep_days,
    )
    return Report.objects.create(
        case=case,
        routes_id=route.loaded,
        pathway=pathway.number,
        language=sent.language,
        sealed_in=sent.sealed_in,
        token_digest=digest,
        lookup_digest=digest_of(sent.returns.lookup) if sent.returns else None,
        recipient=sent.returns.recipient if sent.returns else "",
        safe_word_mark=sent.returns.safe_word_mark if sent.returns else "",
        asks_to_keep_away=sent.asks_to_keep_away,
    )


def digest_of(secret: str) -> str:
    """What is stored of a token or a lookup: its SHA-256 (both are full of chance)."""
    return sha256(secret.encode()).hexdigest()
