"""Test openings: a sealed message, the word inside it given back, and what follows from two.

The word exists twice: sealed in the message, and as a hash in a signed token beside it. Nothing is
stored until it comes back.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from breakwater.apps.audit_log import gate_client
from breakwater.apps.organisations import key_health
from breakwater.apps.organisations.changes.entry import record
from breakwater.apps.organisations.models import (
    KeyCopy,
    KeyTest,
    MemberKey,
    OrganisationKey,
    Person,
)
from breakwater.domain.audit_log.encoding import write_base64
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words
from breakwater.sealing.seal import seal

# The browser gives back what follows this line and nothing else, so that a test can never be used
# to have something else opened.
FIRST_LINE = "breakwater test message\n"
_SALT = "breakwater.key-test"
_TIME_TO_OPEN = timedelta(hours=1)


@dataclass(frozen=True)
class TestMessage:
    """A message to open, and the token to send back with the word inside it."""

    __test__ = False  # pytest takes every class called Test… for a test

    sealed: bytes
    token: str

    def for_the_page(self) -> dict[str, str]:
        """Both as text."""
        return {"sealed": write_base64(self.sealed), "token": self.token}


def test_message(*, member_key: MemberKey, key: OrganisationKey) -> TestMessage:
    """A new message that only whoever opens ``key`` can answer, within an hour."""
    word = secrets.token_urlsafe(16)
    sealed = seal(f"{FIRST_LINE}{word}".encode(), recipients=[key.recipient])
    token = signing.dumps([member_key.pk, key.pk, _hash(word)], salt=_SALT)
    return TestMessage(sealed, token)


test_message.__test__ = False  # type: ignore[attr-defined]


def record_test(
    *, member_key: MemberKey, token: str, word: str, by: Person, at: datetime
) -> KeyTest:
    """Record that the member's key opened a test; two of them bring a waiting key into use."""
    key = _tested_key(member_key, token, word)
    if not KeyCopy.objects.filter(organisation_key=key, member_key=member_key).exists():
        raise PlainError("this key no longer opens that version; open the page again")
    with transaction.atomic():
        test = KeyTest.objects.create(
            member_key=member_key, organisation_key=key, opened_at=at, opened_by=by
        )
        if key.waits and len(key_health.readers(key, at)) >= key_health.READERS_NEEDED:
            transaction.on_commit(lambda: _try_to_bring_into_use(key, by=by, at=at))
        record(
            Kind.KEY_TESTED,
            by=by,
            organisation=key.organisation,
            about=by,
            fingerprint=fingerprint_words(member_key.recipient),
        )
    return test


def bring_into_use(*, key: OrganisationKey, by: Person, at: datetime) -> None:
    """Have the gate sign for a tested key, and seal to it from then on.

    The gate is asked while the row is locked. If we stop after its signature, the list is ahead of
    the row: mail is sealed to the key all the same, and asking again completes the row.
    """
    with transaction.atomic():
        key = OrganisationKey.objects.select_for_update().get(pk=key.pk)
        if not key.waits:
            raise PlainError("this key is in use already, or was given up")
        if len(key_health.readers(key, at)) < key_health.READERS_NEEDED:
            raise PlainError("two members must test the key before it comes into use")
        refused = gate_client.take_recipient(key.statement)
        if refused is not None:
            raise PlainError(f"the gate refused the key: {refused}")
        key.in_use_at, key.in_use_by = at, by
        key.save(update_fields=["in_use_at", "in_use_by"])
        record(
            Kind.RECIPIENTS_SIGNED,
            by=by,
            organisation=key.organisation,
            fingerprint=fingerprint_words(key.recipient),
        )


def _try_to_bring_into_use(key: OrganisationKey, *, by: Person, at: datetime) -> None:
    """The test stands whatever the gate says; the page of keys shows what is still to do."""
    try:
        bring_into_use(key=key, by=by, at=at)
    except PlainError:
        return


def _tested_key(member_key: MemberKey, token: str, word: str) -> OrganisationKey:
    try:
        member_pk, key_pk, expected = signing.loads(token, salt=_SALT, max_age=_TIME_TO_OPEN)
    except (signing.BadSignature, ValueError, TypeError):
        raise PlainError("this test has run out; open the page again") from None
    if member_pk != member_key.pk or not hmac.compare_digest(_hash(word), expected):
        raise PlainError("that is not what the test message said")
    key = OrganisationKey.objects.kept().filter(pk=key_pk).select_related("organisation").first()
    if key is None:
        raise PlainError("the organisation's key was changed meanwhile; open the page again")
    return key


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
