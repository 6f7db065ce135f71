"""Who may open which page about keys."""

from django.utils import timezone

from breakwater.apps.organisations.changes import keys
from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.roles import Kind
from tests.apps.organisations.made_keys import own_key
from tests.people import Cast
from tests.staff_pages import Row, Who, everyone


def holders(cast: Cast) -> list[Person]:
    """Whoever opens what people write."""
    return [cast.officer, cast.supervisor, cast.caseworker, cast.other_caseworker]


def _receiving(cast: Cast) -> list[Person]:
    kinds = {Kind.FORCE, Kind.SUPPORT_ORGANISATION}
    return [one for one in everyone(cast) if one.membership.kind in kinds]


def _colleague_with_a_key(cast: Cast) -> object:
    """Everyone has a key, so that nobody is only sent to make one."""
    for one in holders(cast):
        own_key(one)
    return cast.officer.membership.pk


def _passkey(cast: Cast) -> object:
    made = {one: own_key(one) for one in holders(cast)}
    return keys.add_passkey(
        key=made[cast.officer],
        name="phone",
        credential="AGE-PLUGIN-FIDO2PRF-1TEST",
        wrapped=b"age-encryption.org/v1",
        by=cast.officer,
        at=timezone.now(),
    ).pk


KEY_ROWS = {
    "organisations:share-key": Row(_colleague_with_a_key, lambda cast: [cast.supervisor]),
    "organisations:remove-key-passkey": Row(_passkey, lambda cast: [cast.officer]),
}

KEYS_ONLY_FOR: dict[str, Who] = {
    "organisations:keys": _receiving,
    "organisations:make-key": holders,
    "organisations:change-passphrase": holders,
    "organisations:add-key-passkey": holders,
    "organisations:organisation-key": holders,
    "organisations:organisation-key-anew": holders,
    "organisations:test-key": holders,
    "organisations:remember-keys": holders,
    "organisations:recover-key": holders,
    "organisations:lost-key": holders,
    "organisations:bring-key-into-use": holders,
    "organisations:signed-list": holders,
}
