"""Decimals, base64 and lines, as strict as the C2SP texts ask.

Strict means that each value has exactly one spelling: a changed byte is a changed value or an
error, never the same value written differently.
"""

from __future__ import annotations

import base64
import binascii

from breakwater.domain.audit_log.malformed import MalformedError

LARGEST_NUMBER = 2**63 - 1
SHOWN = 60


def shown(text: str) -> str:
    """A piece of foreign text short and harmless enough to stand in a sentence for people."""
    safe = "".join(letter if letter.isprintable() else "?" for letter in text[:SHOWN])
    return safe if len(text) <= SHOWN else safe + "…"


def read_text(data: bytes, what: str) -> str:
    """Decode UTF-8 without control characters other than newline (signed-note, Format)."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise MalformedError(f"the {what} is not UTF-8 text") from None
    if any(letter < " " and letter != "\n" for letter in text):
        raise MalformedError(f"the {what} holds a control character")
    return text


def read_lines(text: str, what: str) -> list[str]:
    """Split at newlines only; every line, the last one too, must end in one."""
    if not text.endswith("\n"):
        raise MalformedError(f"the {what} is cut short: its last line has no end")
    return text[:-1].split("\n")


def read_decimal(text: str, what: str) -> int:
    """Read an ASCII decimal without leading zeroes, at most 2^63 − 1 (tlog-checkpoint, line 2)."""
    plain = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_NUMBER))
    if not plain or (text[0] == "0" and text != "0") or int(text) > LARGEST_NUMBER:
        raise MalformedError(f"the {what} is not a number: “{shown(text)}”")
    return int(text)


def read_base64(text: str, what: str, length: int | None = None) -> bytes:
    """Read standard padded base64 (RFC 4648 section 4) in its one canonical spelling."""
    value = read_loose_base64(text, what)
    if write_base64(value) != text:
        raise MalformedError(f"the {what} is not base64 in its plain form")
    if length is not None and len(value) != length:
        raise MalformedError(f"the {what} has {len(value)} bytes instead of {length}")
    return value


def read_loose_base64(text: str, what: str) -> bytes:
    """Read base64 whose last letter may have bits that mean nothing (RFC 4648 section 3.5)."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise MalformedError(f"the {what} is not base64") from None


def write_base64(value: bytes) -> str:
    """Write standard padded base64."""
    return base64.b64encode(value).decode("ascii")
