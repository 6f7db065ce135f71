"""Cases as reports and referrals open them, sealed with pyrage to a key of the test's own."""

from datetime import datetime
from typing import Any

import pyrage
from django.utils import timezone

from breakwater.apps.cases import changes
from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.organisations.models import Organisation
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.cases.content import Part, words_content
from breakwater.sealing.seal import seal

IDENTITY = pyrage.x25519.Identity.generate()
WORDS = "He waits outside every evening"


def piece(text: str = WORDS, sort: Piece.Sort = Piece.Sort.REPORT) -> SealedPiece:
    """A sealed piece that says so."""
    content = words_content([Part("What happened", text)])
    return SealedPiece(sort, seal(content, recipients=[str(IDENTITY.to_public())]), 1)


def a_case(where: Organisation, *, at: datetime | None = None, **more: Any) -> Case:
    """A case with one report in it."""
    given: dict[str, Any] = {
        "origin": Case.Origin.REPORT,
        "pieces": [piece()],
        "kind": Kind.REPORT_RECEIVED,
        "by": None,
    }
    return changes.open_case(organisation=where, at=at or timezone.now(), **(given | more))
