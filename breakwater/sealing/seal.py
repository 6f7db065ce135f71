"""Seal to recipients; opening is somebody else's."""

from collections.abc import Sequence

import pyrage

from breakwater.domain.plain_error import PlainError
from breakwater.sealing.padding import pad


def seal(content: bytes, *, recipients: Sequence[str]) -> bytes:
    """An age file that each of ``recipients`` (``age1…``) can open; padded first.

    Refused with no recipient at all: nothing is accepted that nobody could open.
    """
    if not recipients:
        raise PlainError("nobody could open this, so it was not sealed")
    sealed: bytes = pyrage.encrypt(pad(content), [_recipient(text) for text in recipients])
    return sealed


def is_recipient(text: str) -> bool:
    """Whether ``text`` is an X25519 age recipient."""
    try:
        _recipient(text)
    except PlainError:
        return False
    return True


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise PlainError("that is not a recipient of sealed mail") from None
