"""C2SP tlog-proof: the receipt handed out, verifiable offline for ever.

Our extra data is the text of an ``OpenedEntry``: the entry, and as much of its opening as the
holder may have. It need not be trusted: it must hash to the leaf that the proof leads from.
"""

from __future__ import annotations

from dataclasses import dataclass

from breakwater.domain.audit_log.check import LONGEST_PROOF, inclusion_holds
from breakwater.domain.audit_log.checkpoint import SignedCheckpoint, read_checkpoint
from breakwater.domain.audit_log.encoding import (
    read_base64,
    read_decimal,
    read_lines,
    read_text,
    write_base64,
)
from breakwater.domain.audit_log.hashing import HASH_SIZE, leaf_hash
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import LARGEST_NOTE
from breakwater.domain.audit_log.openings import OpenedEntry, read_opened_entry

RECEIPT_HEADER = "c2sp.org/tlog-proof@v1"
_LARGEST_RECEIPT = 2 * LARGEST_NOTE


@dataclass(frozen=True)
class Receipt:
    """A proof that ``opened.entry`` is entry ``index`` under ``signed``; ``str()`` is its file."""

    opened: OpenedEntry
    index: int
    proof: tuple[bytes, ...]
    signed: SignedCheckpoint

    def __str__(self) -> str:
        extra = write_base64(str(self.opened).encode())
        proof = "".join(write_base64(value) + "\n" for value in self.proof)
        return f"{RECEIPT_HEADER}\nextra {extra}\nindex {self.index}\n{proof}\n{self.signed}"

    def is_included(self) -> bool:
        """Say whether the proof leads from the entry to the checkpoint's root."""
        checkpoint = self.signed.checkpoint
        leaf = leaf_hash(self.opened.entry)
        return inclusion_holds(self.index, checkpoint.size, leaf, self.proof, checkpoint.root)


def read_receipt(data: bytes) -> Receipt:
    """Read a receipt (tlog-proof, Format); MalformedError if it is none, or none of ours."""
    if len(data) > _LARGEST_RECEIPT:
        raise MalformedError("the receipt is larger than 2 MiB")
    head, blank, checkpoint = data.partition(b"\n\n")
    lines = read_lines(read_text(head + b"\n", "receipt"), "receipt")
    if not blank or lines[0] != RECEIPT_HEADER:
        raise MalformedError(f"a receipt begins with {RECEIPT_HEADER}")
    if len(lines) > 3 + LONGEST_PROOF:
        raise MalformedError(f"the receipt's proof has more than {LONGEST_PROOF} lines")
    extra = read_base64(_value(lines, 1, "extra"), "extra data of the receipt")
    return Receipt(
        opened=read_opened_entry(read_text(extra, "extra data of the receipt")),
        index=read_decimal(_value(lines, 2, "index"), "index of the receipt"),
        proof=tuple(read_base64(line, "inclusion proof", HASH_SIZE) for line in lines[3:]),
        signed=read_checkpoint(checkpoint),
    )


def _value(lines: list[str], place: int, name: str) -> str:
    line = lines[place] if place < len(lines) else ""
    if not line.startswith(f"{name} "):
        raise MalformedError(f"line {place + 1} of the receipt should begin with “{name}”")
    return line[len(name) + 1 :]
