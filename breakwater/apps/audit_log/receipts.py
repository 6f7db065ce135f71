"""Waiting until an entry is covered by a checkpoint, and the receipt that proves it.

Nobody waits for *their own* checkpoint: whoever asks first has everything signed that has been
committed by then, and the others find themselves covered.
"""

import time
from dataclasses import replace

from breakwater.apps.audit_log import gate_client, logs, signed_last, witnesses
from breakwater.apps.audit_log.gate_client import Answered, GateAwayError
from breakwater.apps.audit_log.models import Entry, Record
from breakwater.apps.audit_log.signed_last import SignedLast
from breakwater.apps.audit_log.stored_tree import StoredTree
from breakwater.domain.audit_log import prove, tree
from breakwater.domain.audit_log.checkpoint import SignedCheckpoint
from breakwater.domain.audit_log.entry import Opening, read_kind
from breakwater.domain.audit_log.openings import OpenedEntry
from breakwater.domain.audit_log.policy import read_policy
from breakwater.domain.audit_log.receipt import Receipt
from breakwater.domain.plain_error import PlainError

_PAUSE = 0.05


class RolledBackError(PlainError):
    """The database holds less, or other, than the gate has signed: it was restored or changed."""


def receipt_for(log: str, index: int, wait_seconds: float = 10.0) -> Receipt:
    """The receipt of one entry, once a checkpoint covers it; call it after the commit.

    Waits while the gate is away, and raises GateAwayError when the time is up: the entry is in the
    log all the same, and a receipt can be had later.
    """
    give_up_at = time.monotonic() + wait_seconds
    while True:
        try:
            return _receipt(log, index, covering(log, index))
        except GateAwayError:
            if time.monotonic() + _PAUSE > give_up_at:
                raise
            time.sleep(_PAUSE)


def witnessed_receipt(log: str, index: int) -> tuple[Receipt, bytes]:
    """The receipt of one entry with every witness's signature that can be had now, and its record.

    GateAwayError after a moment: whoever waits for this is a person at a page.
    """
    receipt = receipt_for(log, index, wait_seconds=1.0)
    here, signed = logs.standing_of(log), receipt.signed
    stored = StoredTree(here.log_id)
    policy = read_policy(witnesses.policy_of(here.origin))
    lines = witnesses.collect(
        policy, signed, lambda old: stored.consistency(old, signed.checkpoint.size), ()
    )
    note = signed.note.with_signatures(lines.values())
    content = Record.objects.get(log_id=here.log_id, index=index).content
    return replace(receipt, signed=SignedCheckpoint(signed.checkpoint, note)), bytes(content)


def covering(log: str, index: int) -> SignedCheckpoint:
    """A checkpoint, signed by the gate, of a size above ``index``."""
    here = logs.standing_of(log)
    if here.size <= index:
        raise PlainError(f"{here.origin} has no entry {index}")
    with signed_last.asking(here.origin) as heard:
        if heard.signed is not None and heard.signed.checkpoint.size > index:
            return heard.signed
        here = logs.standing_of(log)
        return _signed_at(here, here.size, heard).signed


def publicly_signed(here: logs.Standing, size: int) -> SignedCheckpoint | None:
    """The checkpoint of exactly ``size`` for publication; None if the gate has gone beyond it."""
    with signed_last.asking(here.origin) as heard:
        answered = _signed_at(here, size, heard, public=True)
    return answered.signed if answered.refused is None else None


def _signed_at(
    here: logs.Standing, size: int, heard: SignedLast, *, public: bool = False
) -> Answered[SignedCheckpoint]:
    """Ask the gate to sign the tree of ``size``, from wherever it stands.

    It may have signed for another process already: then the answer is what it signed for that one,
    of ``size`` or more (``public``: of more than ``size``), and ``refused`` is set. RolledBackError
    if what it signed is not in our tree.
    """
    stored = StoredTree(here.log_id)
    old = min(heard.signed.checkpoint.size if heard.signed else 0, size)
    stored.fetch([*tree.peaks(size), *prove.consistency_nodes(old, size)])
    root = stored.root(size)
    while True:
        proof = stored.consistency(old, size)
        answered = gate_client.sign(
            origin=here.origin, old=old, size=size, root=root, proof=proof, public=public
        )
        signed = answered.signed
        if signed is None:
            raise PlainError(f"the gate refused: {answered.refused}")
        if answered.refused is not None:
            _is_ours(here, stored, signed)
        heard.hear(signed)
        if answered.refused is None or signed.checkpoint.size >= size + public:
            return Answered(signed, answered.refused)
        if old == min(signed.checkpoint.size, size):
            raise PlainError(f"the gate refused: {answered.refused}")
        old = min(signed.checkpoint.size, size)


def _is_ours(here: logs.Standing, stored: StoredTree, signed: SignedCheckpoint) -> None:
    checkpoint = signed.checkpoint
    now = logs.standing_of(here.origin).size
    if checkpoint.size > now or stored.root(checkpoint.size) != checkpoint.root:
        raise RolledBackError(
            f"{here.origin} is not what the gate has signed: the database was restored from a "
            "backup or changed; see “breakwater log continue”"
        )


def _receipt(log: str, index: int, signed: SignedCheckpoint) -> Receipt:
    log_id = logs.standing_of(log).log_id
    entry = Entry.objects.get(log_id=log_id, index=index)
    record = Record.objects.filter(log_id=log_id, index=index).first()
    opening = Opening(read_kind(entry.kind), entry.day, bytes(entry.salt1))
    receipt = Receipt(
        opened=OpenedEntry(
            bytes(entry.commitment), opening, bytes(record.salt2) if record else None
        ),
        index=index,
        proof=tuple(StoredTree(log_id).inclusion(index, signed.checkpoint.size)),
        signed=signed,
    )
    if not receipt.is_included():
        raise RolledBackError(
            f"entry {index} of {signed.checkpoint.origin} is not as it was signed"
        )
    return receipt
