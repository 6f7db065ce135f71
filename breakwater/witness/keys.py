"""One secret of 32 bytes in a file of its own, and every signing key derived from it."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from breakwater.domain.audit_log.note import SignatureType
from breakwater.domain.audit_log.signing import SEED_SIZE, SigningKey
from breakwater.domain.plain_error import PlainError


def own_folder(folder: Path) -> Path:
    """A folder that only its owner can open, made if need be; refused if others can open it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise PlainError(
            f"the folder {folder.name} holds keys; it must be its owner's alone (0700)"
        )
    return folder


def secret_in(folder: Path) -> bytes:
    """The secret of this folder, made at the first start.

    It is complete on disk before it gets its name: if the process dies before that, the next start
    makes another, and nothing was signed with the lost one.
    """
    path = own_folder(folder) / "secret"
    if not path.exists():
        write_durably(path, secrets.token_bytes(SEED_SIZE))
    secret = path.read_bytes()
    if len(secret) != SEED_SIZE:
        raise PlainError(f"the file {path.name} in {folder.name} is damaged; take it from a backup")
    return secret


def write_durably(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Complete on disk before it has its name."""
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def derived(secret: bytes, name: str, kind: SignatureType) -> SigningKey:
    """The key called ``name`` of one type (HKDF-SHA256, RFC 5869, name and type as info)."""
    info = b"breakwater signing key\n" + bytes([kind]) + name.encode()
    seed = HKDF(algorithm=SHA256(), length=SEED_SIZE, salt=None, info=info).derive(secret)
    return SigningKey(name, kind, seed)
