"""Padding, so that the length of a sealed text says almost nothing about the text.

Shape: the content's length as four bytes, big end first; the content; zeros up to 1, 4, 16 or
64 KiB, and beyond that up to the next multiple of 64 KiB.
"""

from breakwater.domain.plain_error import PlainError

_LENGTH = 4
_STEPS = (1024, 4096, 16384, 65536)


def pad(content: bytes) -> bytes:
    """``content`` with its length in front, filled up to the next step."""
    needed = _LENGTH + len(content)
    whole_blocks = -(-needed // _STEPS[-1]) * _STEPS[-1]
    size = next((step for step in _STEPS if needed <= step), whole_blocks)
    return len(content).to_bytes(_LENGTH, "big") + content + bytes(size - needed)


def unpad(padded: bytes) -> bytes:
    """The content that ``pad`` was given; refused where the padding is not ours."""
    length = int.from_bytes(padded[:_LENGTH], "big")
    content, filling = padded[_LENGTH : _LENGTH + length], padded[_LENGTH + length :]
    if len(padded) < _LENGTH or len(content) != length or any(filling):
        raise PlainError("what was sealed is damaged: its padding does not fit")
    return content
