"""What a page about keys gives to the member's browser, which alone can do anything with it.

Nothing here is secret from the member; all of it is wrapped, sealed, signed or public. The browser
believes none of it before it has checked signatures against what the member's key remembers.
"""

from base64 import b64encode
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from breakwater.apps.audit_log.gate_client import GateAwayError
from breakwater.apps.organisations import key_health
from breakwater.apps.organisations.models import (
    KeyCopy,
    MemberKey,
    Membership,
    OrganisationKey,
    RecoveryCopy,
)
from breakwater.apps.organisations.notices import page
from breakwater.apps.organisations.recipients import key_name, signed_recipients

Data = dict[str, Any]


def public_part(member: Membership) -> Data:
    """What every browser of this organisation compares: the signed list and the statements."""
    organisation = member.organisation
    try:
        signed = signed_recipients()
        listed: Data = {"list": signed.note, "gate": signed.key}
    except GateAwayError:
        listed = {"list": None, "gate": None}
    kept = OrganisationKey.objects.kept().filter(organisation=organisation).order_by("version")
    return listed | {
        "domain": settings.DOMAIN,
        "slug": organisation.slug,
        "organisation": key_name(organisation),
        "person": str(member.person_id),
        "remember": page("organisations:remember-keys"),
        "statements": [key.statement for key in kept],
    }


def own_part(member: Membership) -> Data:
    """The same, with the member's wrapped key and the copies that are sealed to it."""
    key = key_health.own_key(member)
    if key is None:
        return public_part(member) | {"own": None, "copies": []}
    copies = KeyCopy.objects.filter(member_key=key, organisation_key__withdrawn_at__isnull=True)
    return public_part(member) | {
        "own": {
            "key": key.pk,
            "recipient": key.recipient,
            "wrapped": _text(key.wrapped),
            "memory": _text(key.memory),
            "passkeys": [
                {"name": one.name, "credential": one.credential, "wrapped": _text(one.wrapped)}
                for one in key.passkeys.all()
            ],
        },
        "copies": [
            {"version": copy.organisation_key.version, "sealed": _text(copy.sealed)}
            for copy in copies.select_related("organisation_key")
        ],
    }


def holders_part(key: OrganisationKey | None) -> list[Data]:
    """Whoever holds this version and still may: their keys, and the vouchers for them."""
    if key is None:
        return []
    allowed = [member.pk for member in key_health.entitled(key.organisation)]
    copies = KeyCopy.objects.filter(
        organisation_key=key,
        member_key__membership__in=allowed,
        member_key__retired_at__isnull=True,
    ).select_related("member_key__membership__person")
    return [
        {
            "key": copy.member_key_id,
            "recipient": copy.member_key.recipient,
            "person": str(copy.member_key.membership.person_id),
            "name": copy.member_key.membership.person.name,
            "voucher": copy.voucher,
        }
        for copy in copies
    ]


def colleague_part(key: MemberKey) -> Data:
    """The colleague whom a copy is for."""
    return {
        "key": key.pk,
        "recipient": key.recipient,
        "person": str(key.membership.person_id),
        "name": key.membership.person.name,
    }


def papers_part(member: Membership) -> list[Data]:
    """Every printed recovery key of the organisation, and what it opens."""
    copies = RecoveryCopy.objects.filter(
        printed_with__organisation=member.organisation, organisation_key__withdrawn_at__isnull=True
    ).select_related("organisation_key", "printed_with")
    return [
        {
            "printed_with": copy.printed_with.version,
            "version": copy.organisation_key.version,
            "sealed": _text(copy.sealed),
        }
        for copy in copies
    ]


def versions_of(copies: Iterable[Data]) -> set[int]:
    """The versions among copies."""
    return {copy["version"] for copy in copies}


def _text(sealed: bytes | memoryview) -> str:
    return b64encode(bytes(sealed)).decode()
