"""An organisation's keys for it to take away: sealed, each an age file that any age tool opens."""

from base64 import b64encode
from collections.abc import Iterator

from breakwater.apps.organisations.models import (
    KeyCopy,
    Organisation,
    OrganisationKey,
    RecoveryCopy,
)


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Every version of the key with the copies for members and for the printed recovery keys.

    Members' own keys stay behind: their passphrases are theirs. The newest paper opens everything.
    """
    found = OrganisationKey.objects.kept().filter(organisation=organisation).order_by("version")
    yield "keys", [_key(key) for key in found]


def _key(key: OrganisationKey) -> dict[str, object]:
    copies = KeyCopy.objects.filter(organisation_key=key).select_related(
        "member_key__membership__person"
    )
    papers = RecoveryCopy.objects.filter(organisation_key=key).select_related("printed_with")
    return {
        "version": key.version,
        "statement": key.statement,
        "made_at": key.made_at,
        "in_use_at": key.in_use_at,
        "copies": [
            {
                "person": copy.member_key.membership.person.email,
                "recipient": copy.member_key.recipient,
                "age_file_base64": b64encode(bytes(copy.sealed)).decode(),
            }
            for copy in copies
        ],
        "recovery_copies": [
            {
                "printed_with_version": copy.printed_with.version,
                "age_file_base64": b64encode(bytes(copy.sealed)).decode(),
            }
            for copy in papers
        ],
    }
