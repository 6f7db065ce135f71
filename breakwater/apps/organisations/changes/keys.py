"""Members' and organisations' keys: what browsers made and sealed is kept, replaced and retired.

Nothing here opens anything. A browser made each blob; what is checked is that it is meant for what
it says it is. Every fingerprint goes into the operator's log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from breakwater.apps.organisations import key_health, notices
from breakwater.apps.organisations.changes.entry import record
from breakwater.apps.organisations.models import (
    KeyCopy,
    MemberKey,
    Membership,
    Organisation,
    OrganisationKey,
    PasskeyCopy,
    Person,
    RecoveryCopy,
)
from breakwater.apps.organisations.recipients import (
    key_in_use,
    key_name,
    signed_recipients,
    statement_of,
)
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.fingerprint import fingerprint_words
from breakwater.sealing.seal import is_recipient
from breakwater.sealing.statement import SignedStatement, read_statement
from breakwater.sealing.voucher import is_vouched

MOST_PASSKEYS = 10


@dataclass(frozen=True)
class MadeKey:
    """A member's key as her browser sends it: public half, wrapped identity, locked memory."""

    recipient: str
    wrapped: bytes
    memory: bytes


@dataclass(frozen=True)
class MadeCopy:
    """The organisation's key sealed to one member's key, and the voucher that she may hold it."""

    sealed: bytes
    voucher: str


@dataclass(frozen=True)
class MadeOrganisationKey:
    """A new version as a browser sends it: who it says it is, and who can open it.

    ``copies`` by the primary key of the member's key; ``papers`` by version of the organisation's
    key: each version sealed to the recovery key that was just printed.
    """

    statement: str
    copies: Mapping[int, MadeCopy]
    papers: Mapping[int, bytes]


def make_member_key(
    *, membership: Membership, made: MadeKey, by: Person, at: datetime
) -> MemberKey:
    """Keep a member's own new key; one she had before is retired with all that it opened."""
    if membership.person != by:
        raise PlainError("only you can make your own key")
    if not is_recipient(made.recipient):
        raise PlainError("what the browser sent is no key")
    with transaction.atomic():
        before = key_health.own_key(membership)
        if before is not None:
            _retire(before, by=by, at=at)
        key = MemberKey.objects.create(
            membership=membership,
            recipient=made.recipient,
            wrapped=made.wrapped,
            memory=made.memory,
            made_at=at,
            made_by=by,
            wrapped_at=at,
            wrapped_by=by,
        )
        _tell_colleagues(membership, notices.Kind.KEY_COPY_WAITS, at)
        _record(Kind.KEY_ADDED, membership, by, made.recipient)
    return key


def rewrap(*, key: MemberKey, wrapped: bytes, by: Person, at: datetime) -> None:
    """Keep the same key under a new passphrase; the old wrapping is overwritten."""
    with transaction.atomic():
        key.wrapped, key.wrapped_at, key.wrapped_by = wrapped, at, by
        key.save(update_fields=["wrapped", "wrapped_at", "wrapped_by"])
        _record(Kind.KEY_REWRAPPED, key.membership, by, key.recipient)


def remember(*, key: MemberKey, memory: bytes) -> None:
    """Keep what the member's key remembers from now on.

    No entry: only her browser can write it or read it, and nobody else relies on it.
    """
    key.memory = memory
    key.save(update_fields=["memory"])


def add_passkey(
    *, key: MemberKey, name: str, credential: str, wrapped: bytes, by: Person, at: datetime
) -> PasskeyCopy:
    """Let a passkey open the key, too."""
    with transaction.atomic():
        if key.passkeys.count() >= MOST_PASSKEYS:
            raise PlainError(f"a key opens with at most {MOST_PASSKEYS} passkeys; remove one first")
        copy = PasskeyCopy.objects.create(
            key=key, name=name, credential=credential, wrapped=wrapped, added_at=at, added_by=by
        )
        _record(Kind.KEY_REWRAPPED, key.membership, by, key.recipient)
    return copy


def remove_passkey(*, copy: PasskeyCopy, by: Person) -> None:
    """Let that passkey open nothing any more; the passphrase still does."""
    with transaction.atomic():
        copy.delete()
        _record(Kind.KEY_REWRAPPED, copy.key.membership, by, copy.key.recipient)


def make_organisation_key(
    *,
    organisation: Organisation,
    made: MadeOrganisationKey,
    by: Person,
    at: datetime,
    starts_anew: bool = False,
) -> OrganisationKey:
    """Keep a new version; it waits until two members have tested it and the gate has signed.

    It must follow the version in use: who held that one agreed. ``starts_anew`` is for an
    organisation that lost every copy; then two people at the gate must agree instead.
    """
    signed = _fitting_statement(organisation, made.statement)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        current = key_in_use(organisation, signed_recipients())
        _must_come_next(signed, current, starts_anew=starts_anew)
        _withdraw_waiting(organisation, by=by, at=at)
        key = OrganisationKey.objects.create(
            organisation=organisation,
            version=signed.statement.version,
            recipient=signed.statement.recipient,
            statement=made.statement,
            made_at=at,
            made_by=by,
        )
        _keep_papers(key, made.papers, held=_held_by(by, organisation))
        for member_key in _keys_of(organisation, made.copies):
            _keep_copy(key, member_key, made.copies[member_key.pk], by=by, at=at)
        _retire_departed(organisation, by=by, at=at)
        _tell_holders(key, by, at)
        record(
            Kind.KEY_ADDED,
            by=by,
            organisation=organisation,
            fingerprint=fingerprint_words(key.recipient),
        )
    return key


def share_key(
    *, member_key: MemberKey, copies: Mapping[int, MadeCopy], by: Person, at: datetime
) -> None:
    """Let a member's key open what a colleague's browser sealed to it, by version of the key."""
    _share(member_key, copies, by=by, at=at)


def recover_key(
    *, member_key: MemberKey, copies: Mapping[int, MadeCopy], by: Person, at: datetime
) -> None:
    """The same with the printed recovery key, by a member for her own key; the log says so."""
    _share(member_key, copies, by=by, at=at, kind=Kind.RECOVERY_USED)


def _share(
    member_key: MemberKey,
    copies: Mapping[int, MadeCopy],
    *,
    by: Person,
    at: datetime,
    kind: Kind = Kind.KEY_SHARED,
) -> None:
    membership = member_key.membership
    if member_key.retired_at is not None:
        raise PlainError("that key was replaced; open the page again")
    if membership.pk not in {one.pk for one in key_health.entitled(membership.organisation)}:
        raise PlainError("this person may not open what people write; give them a role first")
    kept = OrganisationKey.objects.kept().filter(organisation=membership.organisation)
    versions = {key.version: key for key in kept}
    if not copies or not set(copies) <= set(versions):
        raise PlainError("the organisation's key was changed meanwhile; open the page again")
    with transaction.atomic():
        for version, made in copies.items():
            _keep_copy(versions[version], member_key, made, by=by, at=at)
        if membership.person != by:
            _tell(membership.person, notices.Kind.KEY_TEST_WAITS, at)
        _record(kind, membership, by, member_key.recipient)


def _keep_copy(
    key: OrganisationKey, member_key: MemberKey, made: MadeCopy, *, by: Person, at: datetime
) -> None:
    person = str(member_key.membership.person_id)
    statement = statement_of(key).statement
    if not is_vouched(made.voucher, statement, person=person, recipient=member_key.recipient):
        raise PlainError("the organisation's key does not vouch for that copy")
    KeyCopy.objects.update_or_create(
        organisation_key=key,
        member_key=member_key,
        defaults={
            "sealed": made.sealed,
            "voucher": made.voucher,
            "sealed_at": at,
            "sealed_by": by,
        },
    )


def _keep_papers(key: OrganisationKey, papers: Mapping[int, bytes], *, held: set[int]) -> None:
    """``held``: the versions that whoever made the key can open, and so the paper must."""
    kept = OrganisationKey.objects.kept().filter(organisation=key.organisation)
    versions = {one.version: one for one in kept}
    if not {key.version, *held} <= set(papers) <= set(versions):
        raise PlainError("the recovery key must open the new key and the older versions")
    for version, sealed in papers.items():
        RecoveryCopy.objects.create(
            organisation_key=versions[version], printed_with=key, sealed=sealed
        )


def _held_by(person: Person, organisation: Organisation) -> set[int]:
    held = KeyCopy.objects.filter(
        organisation_key__organisation=organisation,
        member_key__membership__person=person,
        member_key__retired_at__isnull=True,
    )
    return set(held.values_list("organisation_key__version", flat=True))


def _keys_of(organisation: Organisation, copies: Mapping[int, MadeCopy]) -> list[MemberKey]:
    allowed = {member.pk for member in key_health.entitled(organisation)}
    found = list(
        MemberKey.objects.filter(
            pk__in=copies, membership__in=allowed, retired_at__isnull=True
        ).select_related("membership__person")
    )
    if len(found) != len(copies) or not found:
        raise PlainError("who may open the key has changed meanwhile; open the page again")
    return found


def _fitting_statement(organisation: Organisation, statement: str) -> SignedStatement:
    signed = read_statement(statement.encode())
    if signed.statement.organisation != key_name(organisation):
        raise PlainError("that key is another organisation's")
    return signed


def _must_come_next(
    signed: SignedStatement, current: OrganisationKey | None, *, starts_anew: bool
) -> None:
    if signed.statement.version != (current.version + 1 if current else 1):
        raise PlainError("the organisation's key was changed meanwhile; open the page again")
    if current is not None and not (starts_anew or signed.follows(statement_of(current))):
        raise PlainError("whoever holds the key in use has not agreed to the new one")


def _withdraw_waiting(organisation: Organisation, *, by: Person, at: datetime) -> None:
    """Give up a version that never came into use; the gate's list was just looked at."""
    for key in OrganisationKey.objects.kept().filter(
        organisation=organisation, in_use_at__isnull=True
    ):
        listed = signed_recipients().recipients.recipients.get(organisation.slug)
        if listed is not None and listed.version == key.version:
            raise PlainError("the new key is coming into use; open the page of keys first")
        key.copies.all().delete()
        key.paper_copies.all().delete()
        key.withdrawn_at, key.withdrawn_by = at, by
        key.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _retire_departed(organisation: Organisation, *, by: Person, at: datetime) -> None:
    for key in MemberKey.objects.filter(
        membership__organisation=organisation,
        membership__ended_at__isnull=False,
        retired_at__isnull=True,
    ):
        _retire(key, by=by, at=at)


def _retire(key: MemberKey, *, by: Person, at: datetime) -> None:
    key.copies.all().delete()
    key.passkeys.all().delete()
    key.wrapped = key.memory = b""
    key.retired_at, key.retired_by = at, by
    key.save()


def _tell_colleagues(membership: Membership, kind: notices.Kind, at: datetime) -> None:
    newest = key_health.newest(membership.organisation)
    if newest is None:
        return
    for holder in key_health.holders(membership.organisation, newest, at):
        if holder.opens and holder.membership != membership:
            _tell(holder.membership.person, kind, at)


def _tell_holders(key: OrganisationKey, by: Person, at: datetime) -> None:
    for copy in key.copies.select_related("member_key__membership__person"):
        person = copy.member_key.membership.person
        if person != by:
            _tell(person, notices.Kind.KEY_TEST_WAITS, at)


def _tell(person: Person, kind: notices.Kind, at: datetime) -> None:
    notices.tell(person, kind, address=notices.page("organisations:keys"), at=at)


def _record(kind: Kind, membership: Membership, by: Person, recipient: str) -> None:
    record(
        kind,
        by=by,
        organisation=membership.organisation,
        about=membership.person,
        fingerprint=fingerprint_words(recipient),
    )
