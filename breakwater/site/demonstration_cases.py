"""The demonstration's cases: sealed words in each inbox, opened through the verbs of the house."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from breakwater.apps.cases import changes
from breakwater.apps.cases.changes import SealedPiece, keeping, working
from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.organisations.models import Notice, Organisation, OutgoingMessage
from breakwater.apps.organisations.recipients import key_in_use, signed_recipients
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.cases.content import Part, words_content
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.seal import seal
from breakwater.site import demonstration_keys
from breakwater.site import demonstration_people as people
from breakwater.site.demonstration_month import ago


@dataclass(frozen=True)
class _Told:
    """One thing somebody told an organisation."""

    where: str
    origin: Case.Origin
    parts: tuple[Part, ...]
    language: str = "en"
    hours_ago: int = 30
    is_in_danger: bool = False
    taken_by: str = ""


_TOLD = (
    _Told(
        people.SUPPORT,
        Case.Origin.REPORT,
        (
            Part("What happened", "My husband takes my wages and locks my papers away."),
            Part("How to reach me safely", "Text only, Tuesdays before noon. Sign it “Library”."),
        ),
    ),
    _Told(
        people.SUPPORT,
        Case.Origin.REPORT,
        (Part("ماذا حدث", "زوجي يضربني ويقول إن لا أحد سيصدقني."),),
        language="ar",
        hours_ago=2,
        is_in_danger=True,
    ),
    _Told(
        people.SUPPORT,
        Case.Origin.TELEPHONE,
        (
            Part(
                "What was said",
                "Sleeps on a friend’s sofa with two children.",
            ),
        ),
        hours_ago=80,
        taken_by="Cem Cliff",
    ),
    _Told(
        people.OTHER_SUPPORT,
        Case.Origin.REPORT,
        (Part("What happened", "The man who found me the work keeps half of what I earn."),),
    ),
    _Told(
        people.OTHER_SUPPORT,
        Case.Origin.IN_PERSON,
        (Part("What was said", "Came to the drop-in. Wants advice first, nothing more."),),
        hours_ago=50,
        taken_by="Nia Nook",
    ),
    _Told(
        people.FORCE,
        Case.Origin.REPORT,
        (Part("What happened", "Two men on a moped took my bag by the bus station."),),
    ),
    _Told(
        people.FORCE,
        Case.Origin.TELEPHONE,
        (Part("What was said", "Followed home from work three nights in a row."),),
        hours_ago=60,
        taken_by="Olive Oak",
    ),
)


def load() -> list[str]:
    """Open them; somebody looks after some of them already."""
    with demonstration_keys.gate(), transaction.atomic():
        signed = signed_recipients()
        for told in _TOLD:
            organisation = Organisation.objects.get(name=told.where)
            key = key_in_use(organisation, signed)
            if key is None:
                raise PlainError("an organisation of the demonstration has no key in use")
            _open(told, organisation, key.recipient, key.version)
        _put_on_call("Olive Oak", by="Sam Sand")
        # What came before is not news on the first day, and nobody reads these addresses.
        Notice.objects.filter(kind__startswith="case-").delete()
        OutgoingMessage.objects.all().delete()
    return [f"Opened {len(_TOLD)} sealed cases."]


def _open(told: _Told, organisation: Organisation, recipient: str, version: int) -> None:
    at = ago(timedelta(hours=told.hours_ago))
    by_phone = told.origin is not Case.Origin.REPORT
    writer = people.person(told.taken_by) if by_phone else None
    content = words_content(told.parts, language=told.language)
    case = changes.open_case(
        organisation=organisation,
        origin=told.origin,
        pieces=[SealedPiece(Piece.Sort.REPORT, seal(content, recipients=[recipient]), version)],
        kind=Kind.REPORT_RECEIVED,
        by=writer,
        at=at,
        is_in_danger=told.is_in_danger,
        answer_by=_answer_by(at),
    )
    if told.taken_by:
        taken_at = min(at + timedelta(hours=1), timezone.now())
        working.take(case=case, by=people.person(told.taken_by), at=taken_at)


def _put_on_call(name: str, *, by: str) -> None:
    now = timezone.now()
    keeping.arrange_on_call(
        member=people.person(name).membership,
        from_on=timezone.localdate(now),
        until_on=timezone.localdate(now + timedelta(days=365)),
        by=people.person(by),
        at=now,
    )


def _answer_by(at: datetime) -> datetime:
    return at + timedelta(days=2)
