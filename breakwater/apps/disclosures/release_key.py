"""The gate's public key: what would leave is sealed to it at once, and the gate alone opens it."""

from django.conf import settings

from breakwater.domain.plain_error import PlainError
from breakwater.sealing.seal import is_recipient, seal


def seal_to_gate(value: str) -> bytes:
    """``value`` sealed to the gate; nothing of it is kept here.

    The gate writes its public key beside its socket at every start, so this also works while it
    is away.
    """
    return seal(value.encode(), recipients=[_key()])


def _key() -> str:
    path = settings.GATE_SOCKET.with_name(f"{settings.GATE_SOCKET.name}.recipient")
    try:
        key = path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        key = ""
    if not is_recipient(key):
        raise PlainError(
            "the gate has not been started yet, so nothing can be sealed, and nothing was kept"
        )
    return key
