"""Does a signature hold? By ``cryptography`` where it is installed, else in plain Python.

The stand-alone verifier runs where nothing is installed: Ed25519 is then checked by our own
``ed25519``; ML-DSA-44 cannot be, and the answer is None, which callers report as "not checked"
and never as "holds".
"""

from __future__ import annotations

from breakwater.domain.audit_log.ed25519 import pure_ed25519_holds

ED25519_KEY_SIZE = 32
ED25519_SIGNATURE_SIZE = 64
ML_DSA_44_KEY_SIZE = 1312
ML_DSA_44_SIGNATURE_SIZE = 2420
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


def ml_dsa_44_holds(public_key: bytes, message: bytes, signature: bytes) -> bool | None:
    """Say whether an ML-DSA-44 signature (FIPS 204, empty context) holds; None: cannot be checked.

    Never raises.
    """
    if len(public_key) != ML_DSA_44_KEY_SIZE or len(signature) != ML_DSA_44_SIGNATURE_SIZE:
        return False
    try:
        from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey
    except ImportError:
        return None
    try:
        MLDSA44PublicKey.from_public_bytes(public_key).verify(signature, message)
    except UnsupportedAlgorithm:
        return None
    except (InvalidSignature, ValueError):
        return False
    return True
