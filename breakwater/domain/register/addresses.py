"""What stands in an address: keys of inspections and bodies, and numbers as they are printed.

A recommendation's number is free text ("1", "7.1", "AFI 3", "1/2", "2021-04", "1(a)"), and every
number has one address. Letters, digits and the marks ``. ( ) , ' : + &`` stay as they are; a space
is a hyphen, a hyphen an underscore, a slash a tilde; anything else is its code point in hexadecimal
between exclamation marks. Going back is exact, so two numbers never share an address.
"""

import re
import unicodedata

from breakwater.domain.plain_error import PlainError

LONGEST_NUMBER = 30
LONGEST_KEY = 80
LONGEST_SOURCE = 500

_KEY = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST_KEY}}}")
_SOURCE = re.compile(r"https?://\w[\w.-]*(:[0-9]{1,5})?([/?#]\S*)?", re.IGNORECASE)
_STAYS = frozenset(".(),':+&")
_TO_PART = {" ": "-", "-": "_", "/": "~"}
_TO_NUMBER = {part: sign for sign, part in _TO_PART.items()}
_ESCAPED = re.compile(r"!([0-9a-f]{1,6})!")
# What nobody can read and some databases refuse: controls, and halves of pairs.
_UNREADABLE = frozenset({"Cc", "Cs"})


def refuse_key(key: str, *, of: str) -> None:
    """``PlainError`` where ``key`` could not stand in an address; ``of`` names what it is."""
    if not _KEY.fullmatch(key):
        raise PlainError(
            f"{of} may hold letters from a to z, digits, hyphens and underscores only, "
            f"at most {LONGEST_KEY} of them"
        )


def refuse_source(address: str) -> None:
    """``PlainError`` where a page could not link to ``address``; empty is no link at all.

    What is published here is followed by people who trust the register: web addresses only.
    """
    is_web_address = len(address) <= LONGEST_SOURCE and _SOURCE.fullmatch(address)
    if address and not (is_web_address and address.isprintable()):
        raise PlainError(
            "a source is a web address that begins http:// or https://, "
            f"at most {LONGEST_SOURCE} characters long"
        )


def why_no_number(number: str) -> str:
    """Why the register can't hold this number, as the end of a sentence; empty where it can."""
    if not number.strip():
        return "it has no number"
    if len(number) > LONGEST_NUMBER:
        return f"its number is longer than {LONGEST_NUMBER} characters"
    if any(unicodedata.category(sign) in _UNREADABLE for sign in number):
        return "its number holds characters that can't be read"
    return ""


def refuse_number(number: str) -> None:
    """``PlainError`` where the register can't hold this number."""
    why = why_no_number(number)
    if why:
        raise PlainError(f"a recommendation can't be taken in: {why}")


def address_part(number: str) -> str:
    """The part of an address that stands for ``number``: never empty, without a slash."""
    if set(number) == {"."}:
        # A browser would take dots alone for a step up.
        return "".join(map(_escaped, number))
    return "".join(_part_of(sign) for sign in number)


def number_of(part: str) -> str:
    """The number that a part made by ``address_part`` stands for."""
    pieces = _ESCAPED.split(part)
    return "".join(
        _unescaped(piece) if place % 2 else "".join(_TO_NUMBER.get(sign, sign) for sign in piece)
        for place, piece in enumerate(pieces)
    )


def numbers_at(part: str) -> tuple[str, ...]:
    """The numbers that an address may mean, the likeliest first.

    The first is what the part stands for. The others keep addresses alive that were given out
    when a hyphen could be a space or itself.
    """
    meant = dict.fromkeys((number_of(part), part, part.replace("-", " ")))
    return tuple(number for number in meant if not why_no_number(number))


def _part_of(sign: str) -> str:
    if sign.isalnum() or sign in _STAYS:
        return sign
    return _TO_PART.get(sign) or _escaped(sign)


def _escaped(sign: str) -> str:
    return f"!{ord(sign):x}!"


def _unescaped(code: str) -> str:
    point = int(code, 16)
    return chr(point) if point <= 0x10FFFF else f"!{code}!"
