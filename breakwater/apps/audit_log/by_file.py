"""Witnesses that work from files: what is carried to them, and what is carried back."""

from breakwater.apps.audit_log import logs, publication, witnesses
from breakwater.apps.audit_log.models import Publication
from breakwater.apps.audit_log.stored_tree import StoredTree
from breakwater.domain.audit_log.checkpoint import read_checkpoint
from breakwater.domain.plain_error import PlainError


def ask(name: str, old_size: int) -> bytes:
    """The request for a witness that stands at ``old_size``, about the last publication."""
    last = _last(name)
    if not 0 <= old_size <= last.size:
        raise PlainError(f"{name} has {last.size} public entries; no witness stands at {old_size}")
    stored = StoredTree(last.log_id)
    signed = read_checkpoint(last.note.encode())
    return witnesses.request_for(signed, old_size, lambda old: stored.consistency(old, last.size))


def bring(name: str, answer: bytes) -> list[str]:
    """Keep the signatures in a witness's answer; the names of the witnesses that signed."""
    last = _last(name)
    signed = read_checkpoint(last.note.encode())
    lines = witnesses.read_answer(publication.policy_at(last), signed, answer)
    if not lines:
        raise PlainError("no witness of this log has signed its last publication in that file")
    publication.keep(last, {witness: str(line) for witness, line in lines.items()})
    return sorted(lines)


def _last(name: str) -> Publication:
    last = publication.latest(logs.standing_of(name).log_id)
    if last is None:
        raise PlainError(f"{name} has not been published yet; see “breakwater log publish”")
    return last
