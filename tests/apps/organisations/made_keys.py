"""Keys as members' browsers would send them, made with pyrage."""

from datetime import datetime

import pyrage
from django.utils import timezone

from breakwater.apps.organisations.changes import key_tests, keys
from breakwater.apps.organisations.models import (
    KeyTest,
    MemberKey,
    Organisation,
    OrganisationKey,
    Person,
)
from breakwater.apps.organisations.recipients import key_name
from breakwater.domain.audit_log.signing import sign
from breakwater.sealing.opener import open_sealed
from breakwater.sealing.voucher import voucher_text
from tests.sealing.keys import MadeKey, make_key

BLOB = b"age-encryption.org/v1\n-> what only the browser could have made"


def own_key(someone: Person, *, at: datetime | None = None) -> MemberKey:
    """A member's own key."""
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    made = keys.MadeKey(recipient=recipient, wrapped=BLOB, memory=BLOB)
    return keys.make_member_key(
        membership=someone.membership, made=made, by=someone, at=at or timezone.now()
    )


def copy_for(key: MadeKey, holder: MemberKey, *, signed_by: MadeKey | None = None) -> keys.MadeCopy:
    """A copy with its voucher (or with somebody else's signature under it)."""
    text = voucher_text(
        key.signed.statement,
        person=str(holder.membership.person_id),
        recipient=holder.recipient,
    )
    return keys.MadeCopy(BLOB, str(sign(text, [(signed_by or key).signing])))


def made_for(
    where: Organisation, *holders: MemberKey, after: MadeKey | None = None
) -> tuple[MadeKey, keys.MadeOrganisationKey]:
    """A version of the key of ``where`` that these can open, and what the browser sends of it."""
    key = make_key(key_name(where), after=after)
    version = key.signed.statement.version
    return key, keys.MadeOrganisationKey(
        statement=str(key.signed),
        copies={one.pk: copy_for(key, one) for one in holders},
        papers=dict.fromkeys(range(1, version + 1), BLOB),
    )


def keep(
    where: Organisation, *holders: MemberKey, after: MadeKey | None = None
) -> tuple[MadeKey, OrganisationKey]:
    """The same, kept by the first of them."""
    key, made = made_for(where, *holders, after=after)
    by = holders[0].membership.person
    return key, keys.make_organisation_key(organisation=where, made=made, by=by, at=timezone.now())


def passes_a_test(
    holder: MemberKey, key: MadeKey, stored: OrganisationKey, *, at: datetime | None = None
) -> KeyTest:
    """The holder's browser opens a test message and sends back its word."""
    message = key_tests.test_message(member_key=holder, key=stored)
    said = open_sealed(message.sealed, identity=key.identity).decode()
    return key_tests.record_test(
        member_key=holder,
        token=message.token,
        word=said.removeprefix(key_tests.FIRST_LINE),
        by=holder.membership.person,
        at=at or timezone.now(),
    )
