"""A report that a member was told in person or by telephone, entered for the person."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from breakwater.apps.cases.changes import SealedPiece, open_case
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.apps.receiving.models import Entered
from breakwater.domain.audit_log.kinds import Kind

_KINDS = {
    Case.Origin.IN_PERSON: Kind.REPORT_TOLD_IN_PERSON,
    Case.Origin.TELEPHONE: Kind.REPORT_TOLD_BY_TELEPHONE,
}
# What everyone is owed who did not choose a pathway with a promise of its own.
ANSWERED_WITHIN = timedelta(hours=48)


def enter_report(
    *,
    organisation: Organisation,
    origin: Case.Origin,
    sealed: bytes,
    key_version: int,
    is_in_danger: bool,
    token: UUID,
    by: Person,
    at: datetime,
) -> Case:
    """Open a case with what was told, sealed to the organisation's key.

    ``token`` is the form's: sent twice, it gives the case of the first time.
    """
    try:
        with transaction.atomic():
            case = open_case(
                organisation=organisation,
                origin=origin,
                pieces=[SealedPiece(Piece.Sort.REPORT, sealed, key_version)],
                kind=_KINDS[origin],
                by=by,
                at=at,
                is_in_danger=is_in_danger,
                answer_by=at + ANSWERED_WITHIN,
            )
            Entered.objects.create(case=case, token=token)
    except IntegrityError:
        return Entered.objects.get(token=token, case__organisation=organisation).case
    return case
