"""An organisation reports to the police for somebody; what passes between the two after that."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from breakwater.apps.cases import telling
from breakwater.apps.cases.changes import SealedPiece, add_piece, enter, open_case
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.apps.receiving.models import OnBehalf
from breakwater.apps.referrals.consent_words import AsSaid
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError

ANSWERED_WITHIN = timedelta(hours=24)


@dataclass(frozen=True)
class Passed:
    """One age file that both organisations open, and the version of each one's key."""

    sealed: bytes
    own_version: int
    police_version: int


@dataclass(frozen=True)
class Agreed:
    """What the person agreed to, how they were asked, and whether the police learn who."""

    said: AsSaid
    was_alone: bool
    interpreter: Interpreter
    names_person: bool


def report_for(
    *,
    own_case: Case,
    police: Organisation,
    passed: Passed,
    agreed: Agreed,
    is_in_danger: bool,
    token: UUID,
    by: Person,
    at: datetime,
) -> OnBehalf:
    """Report to ``police`` for the person of ``own_case``; both sides keep exactly what was passed.

    The police's case names the organisation, not who of it wrote. The same ``token`` sent twice is
    one report.
    """
    try:
        with transaction.atomic():
            police_case = open_case(
                organisation=police,
                origin=Case.Origin.REFERRAL,
                pieces=[SealedPiece(Piece.Sort.REPORT, passed.sealed, passed.police_version)],
                kind=Kind.REPORT_MADE_FOR_SOMEBODY,
                by=None,
                at=at,
                is_in_danger=is_in_danger,
                answer_by=at + ANSWERED_WITHIN,
            )
            made = OnBehalf.objects.create(
                token=token,
                organisation=own_case.organisation,
                own_case=own_case,
                police_case=police_case,
                **vars(agreed.said),
                was_alone=agreed.was_alone,
                interpreter=agreed.interpreter,
                names_person=agreed.names_person,
                made_at=at,
                made_by=by,
            )
            _keep_own(own_case, Piece.Sort.TO_POLICE, passed, by, at)
            enter(case=own_case, kind=Kind.CONSENT_RECORDED, by=by)
            enter(case=own_case, kind=Kind.REPORT_PASSED_ON, by=by)
    except IntegrityError:
        return OnBehalf.objects.get(token=token, organisation=own_case.organisation)
    return made


def police_answer(*, on_behalf: OnBehalf, passed: Passed, by: Person, at: datetime) -> None:
    """The police write to the organisation: kept in their case, and news in the organisation's."""
    with transaction.atomic():
        locked = _standing(on_behalf)
        own_case = locked.own_case
        if own_case is None:
            raise PlainError("the organisation no longer keeps this case, so nobody would read it")
        piece = SealedPiece(Piece.Sort.TO_PERSON, passed.sealed, passed.police_version)
        add_piece(case=locked.police_case, piece=piece, kind=Kind.REPORT_ANSWERED, by=by, at=at)
        _keep_own(own_case, Piece.Sort.FROM_POLICE, passed, None, at)
        Case.objects.filter(pk=own_case.pk).update(has_news=True)
        telling.that_the_person_wrote(own_case, at=at)


def write_to_police(*, on_behalf: OnBehalf, passed: Passed, by: Person, at: datetime) -> None:
    """The organisation writes to the police for the person; kept in both cases."""
    with transaction.atomic():
        locked = _standing(on_behalf)
        piece = SealedPiece(Piece.Sort.FROM_PERSON, passed.sealed, passed.police_version)
        add_piece(case=locked.police_case, piece=piece, kind=Kind.REPORT_ADDED_TO, by=None, at=at)
        if locked.own_case is not None:
            _keep_own(locked.own_case, Piece.Sort.TO_POLICE, passed, by, at)


def withdraw(*, on_behalf: OnBehalf, by: Person, at: datetime) -> None:
    """The person wants no more of it: the police are told, and nothing more passes.

    The police's record stays; that was said when the person agreed.
    """
    with transaction.atomic():
        locked = _standing(on_behalf)
        locked.withdrawn_at, locked.withdrawn_by = at, by
        locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
        enter(case=locked.police_case, kind=Kind.REPORT_WITHDRAWN, by=None)
        if locked.own_case is not None:
            enter(case=locked.own_case, kind=Kind.CONSENT_WITHDRAWN, by=by)
        Case.objects.filter(pk=locked.police_case_id).update(has_news=True)
        telling.that_the_person_wrote(locked.police_case, at=at)


def _standing(on_behalf: OnBehalf) -> OnBehalf:
    locked = OnBehalf.objects.select_for_update().get(pk=on_behalf.pk)
    if locked.withdrawn_at is not None:
        raise PlainError("the person took this report back; nothing more passes")
    return locked


def _keep_own(
    case: Case, sort: Piece.Sort, passed: Passed, by: Person | None, at: datetime
) -> None:
    piece = SealedPiece(sort, passed.sealed, passed.own_version)
    add_piece(case=case, piece=piece, kind=None, by=by, at=at)
