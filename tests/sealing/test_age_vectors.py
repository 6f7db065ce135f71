"""pyrage against C2SP's public age vectors, with the known differences named."""

import hashlib
import zlib

import pyrage

from tests.shared_input import shared

# pyrage 1.4 opens no post-quantum files: every hybrid vector that should open does not.
CANNOT_OPEN_HYBRID = "hybrid"
# It opens three files that the format calls malformed. None lets anybody but the holder of the key
# open anything: the payload is authentic in each.
OPENS_ALTHOUGH_MALFORMED = {"stanza_missing_final_line", "stanza_missing_body"}
# It would obey this one and fill 8 GB of memory. The server opens no file sealed by a passphrase.
OBEYS_A_HUGE_WORK_FACTOR = "scrypt_work_factor_23"


def _vector(data: bytes) -> tuple[dict[str, list[str]], bytes]:
    header, _, body = data.partition(b"\n\n")
    fields: dict[str, list[str]] = {}
    for line in header.decode().splitlines():
        name, _, value = line.partition(": ")
        fields.setdefault(name, []).append(value)
    return fields, zlib.decompress(body) if fields.get("compressed") == ["zlib"] else body


def _open(fields: dict[str, list[str]], body: bytes) -> bytes | None:
    try:
        if "passphrase" in fields:
            return bytes(pyrage.passphrase.decrypt(body, fields["passphrase"][0]))
        keys = [pyrage.x25519.Identity.from_str(text) for text in fields.get("identity", [])]
        return bytes(pyrage.decrypt(body, keys))
    except (pyrage.DecryptError, pyrage.IdentityError):
        return None


def test_pyrage_agrees_with_the_vectors_but_for_the_named_differences() -> None:
    differences = set()
    count = 0
    for path in sorted(shared("vectors/age/testdata").iterdir()):
        fields, body = _vector(path.read_bytes())
        if fields.get("armored") == ["yes"]:
            continue
        count += 1
        if path.name == OBEYS_A_HUGE_WORK_FACTOR:
            continue
        opened = _open(fields, body)
        should_open = fields["expect"] == ["success"]
        if (opened is not None) != should_open:
            differences.add(path.name)
        elif opened is not None:
            assert hashlib.sha256(opened).hexdigest() == fields["payload"][0], path.name

    assert count == 110
    assert {name for name in differences if not name.startswith(CANNOT_OPEN_HYBRID)} == (
        OPENS_ALTHOUGH_MALFORMED
    )
