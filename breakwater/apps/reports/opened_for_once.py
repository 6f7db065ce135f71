"""Reading without JavaScript: her own code opens her own conversation, for this one request.

The only place of the web process that may open anything (import contract), and only with what she
typed herself a moment ago. Nothing of it is kept. With JavaScript her browser does this instead,
and her code never leaves it; the page says which of the two happened.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from breakwater.apps.cases.models import Piece
from breakwater.apps.reports.models import Shown
from breakwater.domain.cases.content import File, Part, read_content
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.opener import open_sealed
from breakwater.sealing.reporter import ReporterKeys


@dataclass(frozen=True)
class Message:
    """One message as she reads it; no ``parts`` where it is damaged or a file."""

    on: date
    is_hers: bool
    parts: tuple[Part, ...]


def messages(shown: Iterable[Shown], keys: ReporterKeys) -> list[Message]:
    """These messages, opened."""
    return [_opened(one.piece, keys) for one in shown]


def _opened(piece: Piece, keys: ReporterKeys) -> Message:
    is_hers = piece.sort == Piece.Sort.FROM_PERSON
    on = timezone.localdate(piece.added_at)
    try:
        content = read_content(open_sealed(bytes(piece.sealed), identity=keys.identity))
    except PlainError:
        return Message(on, is_hers, ())
    return Message(on, is_hers, () if isinstance(content, File) else content.parts)
