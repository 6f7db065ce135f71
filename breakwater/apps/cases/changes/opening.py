"""Opening a case and adding to it."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append, force_log
from breakwater.apps.cases import retention, telling
from breakwater.apps.cases.changes.counting import count
from breakwater.apps.cases.models import Case, Exclusion, Piece
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.roles import Kind as OrganisationKind
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.cases.first_answer import FirstAnswer, first_answer
from breakwater.domain.plain_error import PlainError

# No vowels, so that no word appears; nothing that is mistaken for something else.
_LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
# Whoever sends one of these to the person, or tried to, has answered.
_ANSWERS = (Piece.Sort.TO_PERSON, Piece.Sort.CONTACT)
_ANSWERED = {
    FirstAnswer.DAY: Kind.FIRST_ANSWER_IN_A_DAY,
    FirstAnswer.THREE_DAYS: Kind.FIRST_ANSWER_IN_THREE_DAYS,
    FirstAnswer.LATER: Kind.FIRST_ANSWER_LATER,
}


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
    keep_days: int | None = None,
    asks_to_keep_away: bool = False,
) -> Case:
    """Store a new case with its sealed pieces and enter ``kind`` in the organisation's log.

    Refused with no piece at all. ``by`` is nobody where the person wrote it herself. ``keep_days``
    (after closing) is what she was promised; without it the organisation's rule at this moment is.
    ``asks_to_keep_away``: inside what is sealed she named somebody to keep away.
    Members are told that a case waits, those on call at once where she is in danger; the
    ``excluded`` are not.
    """
    if not pieces:
        raise PlainError("there is nothing in it")
    if keep_days is None:
        rule = retention.rule_of(organisation)
        keep_days = rule.keep_days if rule else None
    with transaction.atomic():
        case = Case.objects.create(
            organisation=organisation,
            reference=_new_reference(),
            origin=origin,
            is_in_danger=is_in_danger,
            alarm_since=at if is_in_danger else None,
            opened_at=at,
            answer_by=answer_by,
            keep_days=keep_days,
            asks_to_keep_away=asks_to_keep_away,
        )
        kept_away = Exclusion.objects.bulk_create(
            Exclusion(case=case, membership=one) for one in excluded
        )
        Piece.objects.bulk_create(_stored(case, one, by, at) for one in pieces)
        telling.that_it_waits(case, without=[one.membership_id for one in kept_away], at=at)
        count(organisation, f"opened.{origin.value}", at)
        enter(case=case, kind=kind, by=by)
    return case


def add_piece(
    *, case: Case, piece: SealedPiece, kind: Kind | None, by: Person | None, at: datetime
) -> Piece:
    """Add a sealed piece; ``kind`` None where what happened is not the log's business (a note).

    A piece from the person marks the case as having news, tells whoever looks after it, and opens
    a closed case again. A piece to her, or an attempt to reach her, counts as the answer.
    """
    with transaction.atomic():
        stored = _stored(case, piece, by, at)
        stored.save(force_insert=True)
        if piece.sort in _ANSWERS and by is not None:
            _is_answered(case, by, at)
        if piece.sort == Piece.Sort.FROM_PERSON:
            _has_news(case, at)
        if kind is not None:
            enter(case=case, kind=kind, by=by)
    return stored


def enter(*, case: Case, kind: Kind, by: Person | None, **more: str) -> None:
    """Enter what happened to a case in its organisation's log: ids only, in the transaction."""
    record: dict[str, object] = {"case": case.pk.hex, "by": by.pk.hex if by else None}
    append(log=log_of(case.organisation), kind=kind, record=record | more)


def _is_answered(case: Case, by: Person, at: datetime) -> None:
    """The first answer is marked, and counted by how long the person waited for it."""
    unanswered = Case.objects.filter(pk=case.pk, answered_at__isnull=True)
    if not unanswered.update(answered_at=at, answered_by=by):
        return
    took = first_answer(at - case.opened_at)
    count(case.organisation, f"answered.{took.value}", at)
    enter(case=case, kind=_ANSWERED[took], by=by)


def _has_news(case: Case, at: datetime) -> None:
    Case.objects.filter(pk=case.pk).update(has_news=True)
    Case.objects.filter(pk=case.pk, state=Case.State.ASIDE).update(state=Case.State.WAITING)
    closed = Case.objects.filter(pk=case.pk, state=Case.State.CLOSED, is_erasure_asked=False)
    closed.update(
        state=Case.State.WAITING, closed_at=None, closed_by=None, outcome="", erase_on=None
    )
    case.refresh_from_db()
    telling.that_the_person_wrote(case, at=at)


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
