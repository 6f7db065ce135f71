"""Handing what was said to a member's browser: noted first, and only then handed over."""

from datetime import datetime

from django.db import transaction

from breakwater.apps.audit_log.access import Act, record_access
from breakwater.apps.cases.models import Piece
from breakwater.apps.organisations.models import Person
from breakwater.apps.referrals.models import Referral
from breakwater.domain.plain_error import PlainError


def hand_over(*, referral: Referral, by: Person, at: datetime) -> list[Piece]:
    """What the sender said, still sealed; the access log has committed before this returns."""
    if referral.case is None:
        raise PlainError("what was said is no longer kept")
    with transaction.atomic():
        pieces = list(referral.case.pieces.filter(sort=Piece.Sort.REFERRAL))
        record_access(
            act=Act.CONSULTATION,
            by=str(by.pk),
            record_kind="referral",
            record_id=referral.pk.hex,
            because="offered-to-us",
            organisation=referral.receiver.slug,
            at=at,
        )
    return pieces
