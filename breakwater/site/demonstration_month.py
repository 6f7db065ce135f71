"""The demonstration's month before: a month that is over, counted and signed by its auditor.

Without it nobody who tries the product sees a figure: a month is shown once it is over. What was
done then goes through the verbs that everybody uses, while this process's clock stands in that
month, because an entry carries the day on which it is written. Refused outside a demonstration.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from breakwater.apps.audit_log import auditing, publication
from breakwater.apps.audit_log.logs import OPERATOR_LOG, force_log
from breakwater.apps.cases import changes as cases
from breakwater.apps.cases.changes import SealedPiece
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.disclosures.changes import decisions
from breakwater.apps.disclosures.changes.decisions import Offer
from breakwater.apps.disclosures.models import Link
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Notice, Organisation, OutgoingMessage
from breakwater.apps.organisations.recipients import key_in_use, signed_recipients
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.manifest import POLICY_PATH
from breakwater.domain.cases.content import Part, words_content
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.seal import seal
from breakwater.site import demonstration_keys
from breakwater.site import demonstration_people as people
from breakwater.site.demonstration_verbs import run_verb

# What the invented auditor signs with; a real one never leaves the auditor.
AUDITOR_KEY = "auditor.key"
_AUDITOR = "pcc.saltmarsh.example/auditor"
_ASKED = {"recipient": "immigration_enforcement", "about": "protected_person", "offence": "none"}
_CHECKS, _DECISIONS, _DECLINED = 17, 9, 2
_TOLD = Case.Origin.REPORT, Kind.REPORT_RECEIVED
_TELEPHONE = Case.Origin.TELEPHONE, Kind.REPORT_TOLD_BY_TELEPHONE
_IN_PERSON = Case.Origin.IN_PERSON, Kind.REPORT_TOLD_IN_PERSON
# To whom, who looked after it, by which way, how many, and after how many hours each was answered.
_CASES = (
    (people.SUPPORT, "Kit Kelp", _TOLD, 6, 9),
    (people.SUPPORT, "Kit Kelp", _TELEPHONE, 2, 1),
    (people.OTHER_SUPPORT, "Nia Nook", _TOLD, 3, 50),
    (people.OTHER_SUPPORT, "Nia Nook", _IN_PERSON, 5, 1),
    (people.FORCE, "Olive Oak", _TOLD, 6, 20),
)
_WRITTEN = "What was written here was answered, and nothing more was asked."


def load() -> list[str]:
    """Enter the month, then let its auditor count and sign what each log holds of it."""
    if not settings.DEMONSTRATION:
        raise PlainError("a month is invented only where BREAKWATER_DEMONSTRATION=1")
    day = last_month(timezone.now())
    force = Organisation.objects.get(name=people.FORCE)
    with demonstration_keys.gate():
        with _clock_standing_at(day), transaction.atomic():
            _decide(force, day)
            _look_after(day)
            # What came before is not news on the first day, and nobody reads these addresses.
            Notice.objects.filter(kind__startswith="case-").delete()
            OutgoingMessage.objects.all().delete()
        _name_the_auditor()
        for log in (force_log(force.slug), OPERATOR_LOG):
            _count_and_sign(log, f"{day:%Y-%m}")
    return [f"Entered {day:%B %Y}, and its auditor signed the figures."]


def last_month(now: datetime) -> datetime:
    """Noon of a day in the middle of the month that ended last."""
    ended = timezone.localtime(now).replace(day=1) - timedelta(days=1)
    return ended.replace(day=14, hour=12, minute=0, second=0, microsecond=0)


def ago(time: timedelta) -> datetime:
    """So long ago, but not before this month began: the month before is counted and signed.

    What is counted by when it happened would be counted there, and its entry, written now, here.
    """
    now = timezone.now()
    begun = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return max(now - time, begun)


@contextmanager
def _clock_standing_at(day: datetime) -> Iterator[None]:
    now = timezone.now
    timezone.now = lambda: day
    try:
        yield
    finally:
        timezone.now = now


def _decide(force: Organisation, day: datetime) -> None:
    officer, support = people.person("Olive Oak"), Organisation.objects.get(name=people.SUPPORT)
    for _ in range(_CHECKS):
        decisions.check(force=force, answers=_ASKED)
    for number in range(_DECISIONS):
        is_declined = number < _DECLINED
        decisions.record_and_link(
            force=force,
            incident=f"SM/{day.year}/{301 + number:04}",
            answers=_ASKED,
            offer=Offer(
                how=Link.How.DECLINED if is_declined else Link.How.MADE,
                offered_at=day,
                was_alone=True,
                interpreter=Interpreter.INDEPENDENT,
                organisation=None if is_declined else support,
            ),
            by=officer,
            at=day,
        )


def _look_after(day: datetime) -> None:
    signed = signed_recipients()
    for where, who, (origin, kind), count, hours in _CASES:
        organisation = Organisation.objects.get(name=where)
        key = key_in_use(organisation, signed)
        if key is None:
            raise PlainError("an organisation of the demonstration has no key in use")
        member = people.person(who)
        sealed = seal(words_content([Part("", _WRITTEN)]), recipients=[key.recipient])
        for _ in range(count):
            case = cases.open_case(
                organisation=organisation,
                origin=origin,
                pieces=[SealedPiece(Piece.Sort.REPORT, sealed, key.version)],
                kind=kind,
                by=None if origin is Case.Origin.REPORT else member,
                at=day - timedelta(hours=hours),
            )
            cases.take(case=case, by=member, at=day)
            answer = SealedPiece(Piece.Sort.CONTACT, sealed, key.version)
            cases.add_piece(case=case, piece=answer, kind=None, by=member, at=day)
            cases.close(case=case, outcome=Case.Outcome.ADVICE, by=member, at=day)


def _name_the_auditor() -> None:
    key = settings.DATA / AUDITOR_KEY
    key.unlink(missing_ok=True)
    line = run_verb("auditor", "key", _AUDITOR, "--key", key)
    # No witness runs yet; ``demonstration_logs`` adds the one that does.
    settings.LOG_POLICY.write_text(f"{line}quorum none\n", encoding="ascii")


def _count_and_sign(log: str, month: str) -> None:
    """As the guide tells operator and auditor; then once more public, with the figures."""
    publication.publish(log)
    with TemporaryDirectory() as given:
        export, openings, figures, signed = (
            Path(given) / name for name in ("export", "openings", "figures", "signed")
        )
        publication.export(log, export)
        openings.write_text("".join(auditing.openings(log)), encoding="ascii")
        believed = ("--policy", export / POLICY_PATH)
        counted = ("--month", month, "--figures", figures)
        run_verb("auditor", "check", export, openings, *believed, *counted)
        signed.write_text(
            run_verb("auditor", "sign", figures, "--key", settings.DATA / AUDITOR_KEY),
            encoding="utf-8",
        )
        auditing.accept_figures(signed.read_bytes())
    publication.publish(log)
