"""Who a package can be sealed to, and which records systems may ask the rule."""

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.disclosures.models import ApiToken, Receiver
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words
from breakwater.sealing.seal import is_recipient


def list_receiver(
    *, force: Organisation, name: str, recipient: str, key: str, by: Person, at: datetime
) -> Receiver:
    """List a post and its public key; a supervisor sees the key in words before authorising."""
    if not is_recipient(key):
        raise PlainError("that is no key to seal to; it begins with “age1”")
    with transaction.atomic():
        made = Receiver.objects.create(
            force=force, name=name, recipient=recipient, key=key, listed_at=at, listed_by=by
        )
        _enter(Kind.KEY_ADDED, force, by, fingerprint=fingerprint_words(key))
    return made


def remove_receiver(*, receiver: Receiver, by: Person, at: datetime) -> None:
    """No request can name it any more; those that did keep the key they named."""
    with transaction.atomic():
        receiver.removed_at, receiver.removed_by = at, by
        receiver.save(update_fields=["removed_at", "removed_by"])
        _enter(Kind.KEY_REMOVED, receiver.force, by, fingerprint=fingerprint_words(receiver.key))


def make_token(*, force: Organisation, name: str, by: Person, at: datetime) -> str:
    """A token for one records system; shown once, stored is its SHA-256."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        ApiToken.objects.create(
            force=force,
            name=name,
            digest=sha256(secret.encode()).hexdigest(),
            made_at=at,
            made_by=by,
        )
        _enter(Kind.KEY_ADDED, force, by, purpose="records system")
    return secret


def end_token(*, token: ApiToken, by: Person, at: datetime) -> None:
    """The token opens nothing from now on."""
    with transaction.atomic():
        token.ended_at, token.ended_by = at, by
        token.save(update_fields=["ended_at", "ended_by"])
        _enter(Kind.KEY_REMOVED, token.force, by, purpose="records system")


def _enter(kind: Kind, force: Organisation, by: Person, **more: str) -> None:
    record: dict[str, object] = {"by": str(by.pk), "organisation": force.slug}
    append(log=OPERATOR_LOG, kind=kind, record=record | more)
