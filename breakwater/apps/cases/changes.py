"""Opening a case and adding to it: one transaction and one entry each, never a word unsealed."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append, force_log
from breakwater.apps.cases.models import Case, Exclusion, Piece
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.roles import Kind as OrganisationKind
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError

# No vowels, so that no word appears; nothing that is mistaken for something else.
_LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"


@dataclass(frozen=True)
class SealedPiece:
    """What somebody wrote, sealed to one version of the receiving organisation's key."""

    sort: Piece.Sort
    sealed: bytes
    key_version: int


def log_of(organisation: Organisation) -> str:
    """Where what happens in an organisation's cases is entered: a force has a log of its own."""
    is_force = organisation.kind == OrganisationKind.FORCE
    return force_log(organisation.slug) if is_force else OPERATOR_LOG


def open_case(
    *,
    organisation: Organisation,
    origin: Case.Origin,
    pieces: Sequence[SealedPiece],
    kind: Kind,
    by: Person | None,
    at: datetime,
    is_in_danger: bool = False,
    answer_by: datetime | None = None,
    excluded: Iterable[Membership] = (),
) -> Case:
    """Store a new case with its sealed pieces and enter ``kind`` in the organisation's log.

    Refused with no piece at all. ``by`` is nobody where the person wrote it herself.
    """
    if not pieces:
        raise PlainError("there is nothing in it")
    with transaction.atomic():
        case = Case.objects.create(
            organisation=organisation,
            reference=_new_reference(),
            origin=origin,
            is_in_danger=is_in_danger,
            opened_at=at,
            answer_by=answer_by,
        )
        Exclusion.objects.bulk_create(Exclusion(case=case, membership=one) for one in excluded)
        Piece.objects.bulk_create(_stored(case, one, by, at) for one in pieces)
        enter(case=case, kind=kind, by=by)
    return case


def add_piece(
    *, case: Case, piece: SealedPiece, kind: Kind | None, by: Person | None, at: datetime
) -> Piece:
    """Add a sealed piece; ``kind`` None where what happened is not the log's business (a note)."""
    with transaction.atomic():
        stored = _stored(case, piece, by, at)
        stored.save(force_insert=True)
        if kind is not None:
            enter(case=case, kind=kind, by=by)
    return stored


def enter(*, case: Case, kind: Kind, by: Person | None, **more: str) -> None:
    """Enter what happened to a case in its organisation's log: ids only, in the transaction."""
    record: dict[str, object] = {"case": case.pk.hex, "by": by.pk.hex if by else None}
    append(log=log_of(case.organisation), kind=kind, record=record | more)


def _stored(case: Case, piece: SealedPiece, by: Person | None, at: datetime) -> Piece:
    return Piece(
        case=case,
        sort=piece.sort,
        sealed=piece.sealed,
        key_version=piece.key_version,
        added_at=at,
        added_by=by,
    )


def _new_reference() -> str:
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
