"""ML-DSA-44 verification in plain Python (FIPS 204), for where nothing is installed.

Verification only, as with ``ed25519``: no secret is ever handled. Without it the stand-alone
verifier would have to pass over the log's own ML-DSA-44 line, and a byte changed there would go
unnoticed. Held to Wycheproof. Takes some 20 ms.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import shake_128, shake_256

ML_DSA_44_KEY_SIZE = 1312
ML_DSA_44_SIGNATURE_SIZE = 2420
_Q = 8380417
_N = 256
_ROWS = _COLUMNS = 4
_DROPPED = 13
_TAU = 39
_GAMMA1 = 2**17
_GAMMA2 = (_Q - 1) // 88
_BETA = 78
_OMEGA = 80
_CHALLENGE_SIZE = 32
_Z_BITS, _T1_BITS, _W1_BITS = 18, 10, 6
_ZETAS = [pow(1753, int(f"{power:08b}"[::-1], 2), _Q) for power in range(_N)]
_INVERSE_OF_N = pow(_N, _Q - 2, _Q)


def pure_ml_dsa_44_holds(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an ML-DSA-44 signature with empty context holds (FIPS 204 algorithms 3 and 8).

    Never raises: keys and signatures of any length and content are simply refused.
    """
    if len(public_key) != ML_DSA_44_KEY_SIZE or len(signature) != ML_DSA_44_SIGNATURE_SIZE:
        return False
    challenge = signature[:_CHALLENGE_SIZE]
    z_end = _CHALLENGE_SIZE + _COLUMNS * _N * _Z_BITS // 8
    z = [
        [_GAMMA1 - value for value in _unpack(part, _Z_BITS)]
        for part in _parts(signature[_CHALLENGE_SIZE:z_end], _COLUMNS)
    ]
    hints = _unpack_hints(signature[z_end:])
    if hints is None or max(abs(value) for row in z for value in row) >= _GAMMA1 - _BETA:
        return False
    high = _commitment(public_key, challenge, z, hints)
    digest = shake_256(shake_256(public_key).digest(64) + b"\0\0" + message).digest(64)
    packed = b"".join(_pack(row, _W1_BITS) for row in high)
    return shake_256(digest + packed).digest(_CHALLENGE_SIZE) == challenge


def _commitment(
    public_key: bytes, challenge: bytes, z: list[list[int]], hints: list[set[int]]
) -> list[list[int]]:
    """UseHint(h, A·z − c·t1·2^d): the high bits that the signer committed to."""
    seed = public_key[:32]
    z_hat = [_transform(row) for row in z]
    c_hat = _transform(_ball(challenge))
    high = []
    for row, part in enumerate(_parts(public_key[32:], _ROWS)):
        t_hat = _transform([value << _DROPPED for value in _unpack(part, _T1_BITS)])
        total = [-c * t for c, t in zip(c_hat, t_hat)]  # noqa: B905 (zip has no strict in 3.9)
        for column in range(_COLUMNS):
            matrix = _matrix_entry(seed + bytes([column, row]))
            total = [one + a * b for one, a, b in zip(total, matrix, z_hat[column])]  # noqa: B905
        approximate = _transform_back([value % _Q for value in total])
        high.append([_high_bits(v, at in hints[row]) for at, v in enumerate(approximate)])
    return high


def _parts(data: bytes, count: int) -> list[bytes]:
    size = len(data) // count
    return [data[at * size : (at + 1) * size] for at in range(count)]


def _unpack(data: bytes, bits: int) -> list[int]:
    whole, mask = int.from_bytes(data, "little"), (1 << bits) - 1
    return [whole >> bits * at & mask for at in range(_N)]


def _pack(values: Iterable[int], bits: int) -> bytes:
    whole = sum(value << bits * at for at, value in enumerate(values))
    return whole.to_bytes(_N * bits // 8, "little")


def _unpack_hints(data: bytes) -> list[set[int]] | None:
    """The places of each row's hints; None unless in their one spelling (algorithm 21)."""
    hints, start = [], 0
    for end in data[_OMEGA:]:
        places = list(data[start:end])
        if not start <= end <= _OMEGA or places != sorted(set(places)):
            return None
        hints.append(set(places))
        start = end
    return None if any(data[start:_OMEGA]) else hints


def _matrix_entry(seed: bytes) -> list[int]:
    """RejNTTPoly (algorithm 30): 256 numbers below q, three bytes at a time."""
    length, found = 1024, list[int]()
    while len(found) < _N:
        stream = shake_128(seed).digest(length)
        triples = (stream[at : at + 3] for at in range(0, length - 2, 3))
        numbers = (int.from_bytes(triple, "little") & 0x7FFFFF for triple in triples)
        found = [number for number in numbers if number < _Q]
        length *= 2
    return found[:_N]


def _ball(challenge: bytes) -> list[int]:
    """SampleInBall (algorithm 29): 39 coefficients of ±1."""
    length, ball = 256, list[int]()
    while not ball:
        stream = shake_256(challenge).digest(length)
        ball = _filled_ball(int.from_bytes(stream[:8], "little"), iter(stream[8:]))
        length *= 2
    return ball


def _filled_ball(signs: int, stream: Iterable[int]) -> list[int]:
    ball, at = [0] * _N, _N - _TAU
    for place in stream:
        if place <= at:
            ball[at] = ball[place]
            ball[place] = -1 if signs & 1 else 1
            signs, at = signs >> 1, at + 1
            if at == _N:
                return ball
    return []


def _transform(values: list[int]) -> list[int]:
    """NTT (algorithm 41)."""
    w, zeta, half = list(values), 0, _N // 2
    while half:
        for start in range(0, _N, 2 * half):
            zeta += 1
            factor = _ZETAS[zeta]
            for at in range(start, start + half):
                t = factor * w[at + half] % _Q
                w[at + half], w[at] = w[at] - t, w[at] + t
        half //= 2
    return w


def _transform_back(values: list[int]) -> list[int]:
    """Inverse NTT (algorithm 42)."""
    w, zeta, half = list(values), _N, 1
    while half < _N:
        for start in range(0, _N, 2 * half):
            zeta -= 1
            factor = -_ZETAS[zeta]
            for at in range(start, start + half):
                t = w[at]
                w[at], w[at + half] = t + w[at + half], factor * (t - w[at + half]) % _Q
        half *= 2
    return [value * _INVERSE_OF_N % _Q for value in w]


def _high_bits(value: int, hinted: bool) -> int:
    """UseHint (algorithm 40) on a number below q."""
    low = value % (2 * _GAMMA2)
    if low > _GAMMA2:
        low -= 2 * _GAMMA2
    high = (value - low) // (2 * _GAMMA2)
    if value - low == _Q - 1:
        high, low = 0, low - 1
    if hinted:
        high += 1 if low > 0 else -1
    return high % 44
