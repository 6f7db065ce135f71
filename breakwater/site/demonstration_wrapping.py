"""Wraps a demonstration's key under its printed passphrase, in the age format.

pyrage chooses how hard a passphrase is to guess by how fast the machine is: on this one that makes
4 seconds and 1 GiB for each key, more than a browser should be asked for. A printed passphrase
protects nothing, so here the work is little. Only the demonstration uses this; real keys are
wrapped in their members' browsers.
"""

import base64
import hmac
import secrets

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

_WORK = 14
_LABEL = b"age-encryption.org/v1"


def wrap(content: str, passphrase: str) -> bytes:
    """An age file with one scrypt stanza and one chunk (C2SP age, Scrypt recipient, Payload)."""
    file_key, salt, nonce = (secrets.token_bytes(16) for _ in range(3))
    work = Scrypt(salt=_LABEL + b"/scrypt" + salt, length=32, n=2**_WORK, r=8, p=1)
    wrapping_key = work.derive(passphrase.encode())
    body = ChaCha20Poly1305(wrapping_key).encrypt(bytes(12), file_key, None)
    stanza = b"-> scrypt " + _base64(salt) + b" %d\n" % _WORK + _base64(body)
    header = _LABEL + b"\n" + stanza + b"\n---"
    mac = hmac.digest(_derive(file_key, b"", b"header"), header, "sha256")
    last_chunk = bytes(11) + b"\1"
    payload = ChaCha20Poly1305(_derive(file_key, nonce, b"payload")).encrypt(
        last_chunk, content.encode(), None
    )
    return header + b" " + _base64(mac) + b"\n" + nonce + payload


def _derive(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=salt, info=info).derive(key)


def _base64(value: bytes) -> bytes:
    return base64.b64encode(value).rstrip(b"=")
