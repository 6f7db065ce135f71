"""Does a signature hold? By ``cryptography`` where it is installed, else in plain Python.

Both give the same answer to everything (Wycheproof holds both to it); the one is faster, the other
runs in the stand-alone verifier where nothing is installed.
"""

from __future__ import annotations

from breakwater.domain.audit_log.ed25519 import pure_ed25519_holds
from breakwater.domain.audit_log.ml_dsa_44 import pure_ml_dsa_44_holds

ED25519_KEY_SIZE = 32
_FIELD = 2**255 - 19


def ed25519_holds(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an Ed25519 signature holds (RFC 8032, canonical keys only). Never raises."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return pure_ed25519_holds(public_key, message, signature)
    # OpenSSL takes a second spelling of a few points; we must answer alike on every machine.
    if int.from_bytes(public_key, "little") & (1 << 255) - 1 >= _FIELD:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def ml_dsa_44_holds(public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an ML-DSA-44 signature (FIPS 204, empty context) holds. Never raises."""
    try:
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
    except ImportError:
        return pure_ml_dsa_44_holds(public_key, message, signature)
    try:
        MLDSA44PublicKey.from_public_bytes(public_key).verify(signature, message)
    except UnsupportedAlgorithm:
        return pure_ml_dsa_44_holds(public_key, message, signature)
    except (InvalidSignature, ValueError):
        return False
    return True
