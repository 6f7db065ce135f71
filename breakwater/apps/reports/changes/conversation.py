"""The conversation after a report: answered, added to, withdrawn, erased."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from breakwater.apps.cases.changes import SealedPiece, add_piece, enter, working
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.cases.telling import that_the_person_wrote
from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.roles import Kind as OrganisationKind
from breakwater.apps.referrals.changes.offering import forget_what_waits
from breakwater.apps.referrals.models import Consent
from breakwater.apps.reports.models import Report, Shown
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError

# Time for the recipients to see that she asked, and for her to change her mind.
ERASED_AFTER = timedelta(days=7)


def answer(*, case: Case, sealed: bytes, key_version: int, by: Person, at: datetime) -> Piece:
    """Answer her: one age file that the organisation's key and her code open.

    Refused where she kept no code or has withdrawn: nobody would read it.
    """
    with transaction.atomic():
        report = Report.objects.select_for_update().filter(case=case).first()
        if report is None:
            raise PlainError(
                "this case did not begin with a report, so nobody can be answered here"
            )
        if not report.recipient:
            raise PlainError("she kept no code, so nobody can answer her here")
        if report.withdrawn_at is not None:
            raise PlainError("she has withdrawn her report")
        if key_version < 1:
            raise PlainError("the page was damaged; open the case again")
        piece = SealedPiece(Piece.Sort.TO_PERSON, sealed, key_version)
        stored = add_piece(case=case, piece=piece, kind=Kind.REPORT_ANSWERED, by=by, at=at)
        Shown.objects.create(report=report, piece=stored)
    return stored


def add(*, report: Report, piece: SealedPiece, mark: str, keeps: bool, at: datetime) -> None:
    """She writes more; ``keeps`` where it is sealed to her code too, so that she can read it.

    ``mark`` (``sending.content_mark``) is that of her words in their form: however often and
    whenever they are sent again, they are stored once.
    """
    with transaction.atomic():
        locked = _still_open(report)
        _, is_new = locked.added_marks.get_or_create(mark=mark)
        if not is_new:
            return
        stored = add_piece(case=locked.case, piece=piece, kind=Kind.REPORT_ADDED_TO, by=None, at=at)
        if keeps:
            Shown.objects.create(report=locked, piece=stored, read_at=at)


def withdraw(*, report: Report, at: datetime) -> None:
    """She wants nothing more to happen with it; at once, and her recipients are told.

    Where the police hold it this closes the conversation only: what they do with a crime does not
    end because she wants it to.
    """
    with transaction.atomic():
        locked = _locked(report)
        if is_police(locked):
            close(report=locked, at=at)
        elif locked.withdrawn_at is None:
            Report.objects.filter(pk=locked.pk).update(withdrawn_at=at)
            working.withdraw(case=locked.case, erase_on=None, at=at)
            _goes_to_nobody_further(locked.case)


def erase(*, report: Report, at: datetime) -> None:
    """She wants it gone: withdrawn at once, and erased after seven days. Her recipients are told.

    Where the police hold it the record stays, and this closes the conversation.
    """
    with transaction.atomic():
        locked = _locked(report)
        if is_police(locked):
            close(report=locked, at=at)
        elif not locked.case.is_erasure_asked:
            Report.objects.filter(pk=locked.pk).update(withdrawn_at=locked.withdrawn_at or at)
            day = timezone.localdate(at + ERASED_AFTER)
            working.withdraw(case=locked.case, erase_on=day, at=at)
            _goes_to_nobody_further(locked.case)


def close(*, report: Report, at: datetime) -> None:
    """End the conversation: her code opens nothing more, and nobody can answer her here."""
    with transaction.atomic():
        Report.objects.filter(pk=report.pk).update(
            withdrawn_at=at, lookup_digest=None, recipient="", safe_word_mark=""
        )
        Shown.objects.filter(report=report).delete()
        enter(case=report.case, kind=Kind.REPORT_WITHDRAWN, by=None)
        Case.objects.filter(pk=report.case_id).update(has_news=True)
        that_the_person_wrote(report.case, at=at)


def keep(*, report: Report, at: datetime) -> None:
    """She wants it kept and gone on with after all; her recipients are told."""
    with transaction.atomic():
        locked = _locked(report)
        if locked.withdrawn_at is not None:
            Report.objects.filter(pk=locked.pk).update(withdrawn_at=None)
            working.go_on(case=locked.case, at=at)


def mark_read(*, shown: list[Shown], at: datetime) -> None:
    """From now on these are older messages, which ask for the safe word."""
    Shown.objects.filter(pk__in=[one.pk for one in shown], read_at__isnull=True).update(read_at=at)


def is_police(report: Report) -> bool:
    """Whether the police hold it."""
    return report.case.organisation.kind == OrganisationKind.FORCE


def _goes_to_nobody_further(case: Case) -> None:
    """Whoever was offered it keeps the offer; those named after them get nothing."""
    for consent in Consent.objects.filter(from_case=case, withdrawn_at__isnull=True):
        forget_what_waits(consent)


def _still_open(report: Report) -> Report:
    locked = _locked(report)
    if locked.withdrawn_at is not None:
        raise PlainError("this report was withdrawn")
    return locked


def _locked(report: Report) -> Report:
    found = Report.objects.select_for_update().select_related("case__organisation")
    return found.get(pk=report.pk)
