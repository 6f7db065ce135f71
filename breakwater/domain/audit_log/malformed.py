"""The one error of every reader in this package."""

from __future__ import annotations

from breakwater.domain.plain_error import PlainError


class MalformedError(PlainError):
    """What was read is not what it claims to be; ``str()`` is one plain sentence.

    Every ``read_…`` function of this package raises this and nothing else, whatever the bytes.
    """
