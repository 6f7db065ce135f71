"""Ed25519 verification in plain Python (RFC 8032 section 5.1.7), for where nothing is installed.

Verification only: no secret is ever handled, so nothing here needs constant time. It is strict:
the scalar must be below the group order, both points must be in their one canonical spelling, and
R must match byte for byte (the cofactorless equation). Held to Wycheproof.
"""

from __future__ import annotations

from hashlib import sha512

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT_OF_MINUS_ONE = pow(2, (_P - 1) // 4, _P)
# A point is (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z (RFC 8032 section 5.1.4).
_NEUTRAL = (0, 1, 1, 0)


def pure_ed25519_holds(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether ``signature`` (64 bytes) over ``message`` is by ``public_key`` (32 bytes).

    Never raises: keys and signatures of any length and content are simply refused.
    """
    if len(signature) != 64 or len(public_key) != 32:
        return False
    key = _decode(public_key)
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or scalar >= _ORDER:
        return False
    digest = sha512(signature[:32] + public_key + message).digest()
    challenge = int.from_bytes(digest, "little") % _ORDER
    return _encode(_sum_of_multiples(scalar, challenge, _negative(key))) == signature[:32]


def _decode(encoded: bytes) -> tuple[int, int, int, int] | None:
    sign, y = encoded[31] >> 7, int.from_bytes(encoded, "little") & (1 << 255) - 1
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT_OF_MINUS_ONE % _P
    if (x * x - square) % _P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


def _encode(point: tuple[int, int, int, int]) -> bytes:
    inverse = pow(point[2], _P - 2, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _negative(point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    x, y, z, t = point
    return -x % _P, y, z, -t % _P


def _add(
    one: tuple[int, int, int, int], other: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * _D * one[3] * other[3] % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _double(point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    a, b, c = point[0] * point[0] % _P, point[1] * point[1] % _P, 2 * point[2] * point[2] % _P
    e = (point[0] + point[1]) ** 2 % _P - a - b
    g, h = b - a, -a - b
    f = g - c
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _sum_of_multiples(
    of_base: int, of_point: int, point: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    """``of_base``·B + ``of_point``·point, two bits of each scalar at a time (Straus)."""
    sums = [_NEUTRAL]
    for place in range(1, 16):
        sums.append(_add(sums[place - 4], _BASE) if place > 3 else _add(sums[place - 1], point))
    total = _NEUTRAL
    for shift in range(254, -2, -2):
        total = _double(_double(total))
        digit = (of_base >> shift & 3) << 2 | of_point >> shift & 3
        if digit:
            total = _add(total, sums[digit])
    return total


def _base_point() -> tuple[int, int, int, int]:
    point = _decode((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))
    if point is None:
        raise AssertionError
    return point


_BASE = _base_point()
