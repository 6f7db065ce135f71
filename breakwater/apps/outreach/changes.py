"""Drafting and signing what a force tells the public, and putting it into other languages."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.organisations import access, notices
from breakwater.apps.organisations.models import Membership, Organisation, Person
from breakwater.apps.organisations.permissions import Action
from breakwater.apps.outreach.models import Statement, Translation
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError


@dataclass(frozen=True)
class Said:
    """The words in one language; a list has one sentence on each line."""

    opening: str
    will: str
    will_not: str
    limits: str

    def tidied(self) -> "Said":
        """The same without empty lines and blanks around lines."""
        return Said(**{name: _tidy(text) for name, text in asdict(self).items()})


def draft(*, force: Organisation, said: Said, post: str, by: Person, at: datetime) -> Statement:
    """Write or rewrite the one draft of ``force``; whoever wrote last cannot sign it.

    Those who may sign it are told. Nothing is published.
    """
    with transaction.atomic():
        words = asdict(said.tidied())
        statement = Statement.objects.drafts().select_for_update().filter(force=force).first()
        statement = statement or Statement(force=force)
        for name, text in (words | {"post": post.strip()}).items():
            setattr(statement, name, text)
        statement.drafted_at, statement.drafted_by = at, by
        statement.save()
        address = notices.page("outreach:statement", statement.pk)
        for member in _who_may(force, Action.SIGN_STATEMENT):
            if member.person_id != by.pk:
                notices.tell(member.person, notices.Kind.STATEMENT_WAITS, address=address, at=at)
    return statement


def sign(*, statement: Statement, seen: str, by: Person, at: datetime) -> None:
    """Publish ``statement`` for good, as its next version.

    ``seen`` is the digest of what the signer read: refused if a colleague rewrote it meanwhile, and
    for whoever wrote it. The log's entry holds the digest of the words.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=statement.force_id)
        statement = Statement.objects.select_for_update().get(pk=statement.pk)
        if not statement.is_draft:
            raise PlainError("this was signed or put aside already")
        if statement.drafted_by_id == by.pk:
            raise PlainError("whoever wrote it last cannot sign it; ask a colleague")
        if digest_of(statement) != seen:
            raise PlainError("a colleague changed it while you read; read it again")
        latest = Statement.objects.filter(force=statement.force).aggregate(Max("version"))
        statement.version = (latest["version__max"] or 0) + 1
        statement.signed_at, statement.signed_by, statement.digest = at, by, seen
        statement.save()
        _enter(
            Kind.PROMISE_CHANGED,
            {
                "force": statement.force.slug,
                "version": statement.version,
                "sha256": seen,
                "by": by.pk.hex,
            },
        )


def put_aside(*, statement: Statement, by: Person, at: datetime) -> None:
    """Drop a draft; refused once it is signed."""
    changed = Statement.objects.drafts().filter(pk=statement.pk)
    if not changed.update(put_aside_at=at, put_aside_by=by):
        raise PlainError("this was signed or put aside already")


def translate(
    *, statement: Statement, language: str, said: Said, by: Person, at: datetime
) -> Translation:
    """Enter the words in ``language`` (a code), or enter them anew; nobody sees them yet.

    Refused where the lists have another number of lines than the English, or once approved.
    """
    said = said.tidied()
    if statement.version is None:
        raise PlainError("only what was signed can be translated")
    for name in ("will", "will_not", "limits"):
        wanted = len(getattr(statement, name).splitlines())
        if len(getattr(said, name).splitlines()) != wanted:
            raise PlainError(f"each list needs as many lines as in English; one needs {wanted}")
    with transaction.atomic():
        found = Translation.objects.filter(statement=statement, language=language)
        translation = found.select_for_update().first() or Translation(
            statement=statement, language=language
        )
        if translation.approved_at:
            raise PlainError("this translation was approved already")
        for name, text in asdict(said).items():
            setattr(translation, name, text)
        translation.entered_at, translation.entered_by = at, by
        translation.save()
    return translation


def approve(*, translation: Translation, seen: str, post: str, by: Person, at: datetime) -> None:
    """Let the public read a translation; ``post`` answers for it.

    Refused for whoever entered it, and if it was entered anew since ``seen`` (its digest) was read.
    """
    with transaction.atomic():
        translation = Translation.objects.select_for_update().get(pk=translation.pk)
        if translation.approved_at:
            raise PlainError("this translation was approved already")
        if translation.entered_by_id == by.pk:
            raise PlainError("whoever entered it cannot approve it; ask a colleague")
        if digest_of(translation) != seen:
            raise PlainError("a colleague changed it while you read; read it again")
        translation.approved_at, translation.approved_by = at, by
        translation.post = post.strip()
        translation.save()
        _enter(
            Kind.TRANSLATION_APPROVED,
            {
                "force": translation.statement.force.slug,
                "version": translation.statement.version,
                "language": translation.language,
                "sha256": seen,
                "by": by.pk.hex,
            },
        )


def digest_of(words: Statement | Translation) -> str:
    """SHA-256 of the words as JSON with sorted names, as anyone can work it out again."""
    said = {name: getattr(words, name) for name in ("opening", "will", "will_not", "limits")}
    if isinstance(words, Statement):
        said["post"] = words.post
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _enter(kind: Kind, record: dict[str, object]) -> None:
    append(log=OPERATOR_LOG, kind=kind, record=record)


def _tidy(text: str) -> str:
    return "\n".join(filter(None, (line.strip() for line in text.splitlines())))


def _who_may(force: Organisation, action: Action) -> list[Membership]:
    members = (
        Membership.objects.current()
        .filter(organisation=force, person__is_active=True)
        .select_related("person", "organisation")
        .prefetch_related("grants")
    )
    return [one for one in members if access.may(one, action)]
