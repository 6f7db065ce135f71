"""Making a log public: on a schedule, filled up, and never because of what somebody did.

One round: enter the MANIFEST of the last round's files (and the policy, where it changed), fill up,
have the gate sign, store the publication, ask the witnesses, write the files. Everything public is
written from what is stored, so a round that dies is finished by the next one: before the gate
signs, nothing was promised; after it, ``write_files`` makes the same files again. The checkpoint
is written last.
"""

import json
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from breakwater.apps.audit_log import changes, continuing, logs, witnesses
from breakwater.apps.audit_log.logs import Standing
from breakwater.apps.audit_log.models import Cosignature, Entry, Publication, Record, StoredLog
from breakwater.apps.audit_log.receipts import publicly_signed
from breakwater.apps.audit_log.stored_tree import StoredTree, TileReader
from breakwater.domain.audit_log import exporting
from breakwater.domain.audit_log.checkpoint import SignedCheckpoint, read_checkpoint
from breakwater.domain.audit_log.entry import Opening, read_kind
from breakwater.domain.audit_log.figures import read_statement
from breakwater.domain.audit_log.filling import fillers_needed
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.manifest import (
    CHECKPOINT_PATH,
    Manifest,
    read_manifest,
)
from breakwater.domain.audit_log.note import read_signature_lines
from breakwater.domain.audit_log.openings import OpenedEntry
from breakwater.domain.audit_log.policy import Policy, read_policy
from breakwater.domain.plain_error import PlainError

# Somebody else's receipt may be signed between our filling and our asking; then we fill again.
_ROUNDS = 10
# Beside the files of an export: what a log says of the one it continues.
CONTINUES_PATH = "CONTINUES"


def publish(name: str) -> Publication:
    """Publish one log now; a day on which nothing happened grows by fillers all the same."""
    here = logs.standing_of(name)
    policy = witnesses.policy_of(here.origin)
    read_policy(policy)  # a damaged list of witnesses stops the round before anything is entered
    _enter_companions(name, here, policy)
    publication = _sign(name)
    collect(publication)
    return publication


def collect(publication: Publication) -> int:
    """Ask the witnesses that have not signed this publication yet; write its files; count them."""
    signed = read_checkpoint(publication.note.encode())
    policy = policy_at(publication)
    already = set(publication.cosignatures.values_list("witness", flat=True))
    stored = StoredTree(publication.log_id)
    lines = witnesses.collect(
        policy, signed, lambda old: stored.consistency(old, publication.size), already
    )
    return keep(publication, {name: str(line) for name, line in lines.items()})


def keep(publication: Publication, lines: dict[str, str]) -> int:
    """Keep signature lines that were checked, by witness, and write the public files anew."""
    now = timezone.now()
    with transaction.atomic():
        for witness, line in lines.items():
            Cosignature.objects.get_or_create(
                publication=publication,
                witness=witness,
                defaults={"line": line, "collected_at": now},
            )
    if lines or not _is_written(publication):
        write_files(publication)
    return len(lines)


def latest(log: StoredLog | int) -> Publication | None:
    """The last publication of one tree."""
    return Publication.objects.filter(log=log).order_by("-size").first()


def signed_by_all(publication: Publication) -> SignedCheckpoint:
    """The checkpoint with every signature there is: the log's and the witnesses'."""
    signed = read_checkpoint(publication.note.encode())
    lines = [read_signature_lines(row.line)[0] for row in publication.cosignatures.all()]
    return SignedCheckpoint(signed.checkpoint, signed.note.with_signatures(lines))


def policy_at(publication: Publication) -> Policy:
    """The policy that went public with this publication."""
    return read_policy(_last_record(publication.log_id, Kind.POLICY_CHANGED, publication.size))


def figures_of(log_id: int) -> dict[str, bytes]:
    """Every statement of figures that was accepted for a log, by month."""
    statements = _records(log_id, Kind.FIGURES_SIGNED)
    return {read_statement(statement)[0].month: statement for statement in statements}


def write_files(publication: Publication) -> None:
    """Write what is public of this log, from what is stored; what is there already stays."""
    folder = logs.folder_of(publication.log.origin)
    files = dict(_files(publication, written_in=folder))
    last = files.pop(CHECKPOINT_PATH)
    if said := continuing.continues(publication.log):
        files[CONTINUES_PATH] = json.dumps(said, indent=1).encode()
    for path, data in [*files.items(), (CHECKPOINT_PATH, last)]:
        _write(folder / path, data)


def _is_written(publication: Publication) -> bool:
    try:
        written = (logs.folder_of(publication.log.origin) / CHECKPOINT_PATH).read_bytes()
    except FileNotFoundError:
        return False
    return written == str(signed_by_all(publication)).encode()


def export(name: str, folder: Path) -> Publication:
    """Write a complete export of what is public of a log into a new folder."""
    here = logs.standing_of(name)
    publication = latest(here.log_id)
    if publication is None:
        raise PlainError(f"{here.origin} has not been published yet; see “breakwater log publish”")
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise PlainError(f"{folder} is there already; an export goes into a new folder") from None
    for path, data in _files(publication, written_in=None):
        _write(folder / path, data)
    return publication


def _enter_companions(name: str, here: Standing, policy: bytes) -> None:
    """Enter the policy if it changed, and then the MANIFEST of what the last round published."""
    size = last.size if (last := latest(here.log_id)) else 0
    if not Entry.objects.filter(log_id=here.log_id, kind=Kind.POLICY_CHANGED.value).exists():
        before = None
    else:
        before = _last_record(here.log_id, Kind.POLICY_CHANGED, here.size)
    with transaction.atomic():
        if policy != before:
            changes.append_bytes(log=name, kind=Kind.POLICY_CHANGED, record=policy)
        companions = _companions(here.log_id, policy)
        manifest = exporting.manifest_of(_readable(here.log_id, here.origin), size, companions)
        changes.append_bytes(log=name, kind=Kind.MANIFEST, record=str(manifest).encode())


def _sign(name: str) -> Publication:
    for _ in range(_ROUNDS):
        with transaction.atomic():
            here = logs.locked_standing(name)
            if here is None:
                raise PlainError(f"there is no log {name!r}")
            needed = fillers_needed(here.size, settings.LOG_MULTIPLE)
            size = changes.fill(log=name, count=needed)
        signed = publicly_signed(here, size)
        if signed is not None:
            return Publication.objects.create(
                log_id=here.log_id,
                size=size,
                note=str(signed),
                published_at=timezone.now(),
            )
    raise PlainError(f"{name} is too busy to be published just now; try again")


def _files(publication: Publication, written_in: Path | None) -> Iterable[tuple[str, bytes]]:
    """Every file of an export at this publication; tiles already in ``written_in`` are left out."""
    log = _readable(publication.log_id, publication.log.origin)
    index, manifest, opened = _manifest_entry(publication)
    policy = _last_record(publication.log_id, Kind.POLICY_CHANGED, publication.size)
    beside = {
        path: data
        for path, data in _companions(publication.log_id, policy).items()
        if path in manifest.sums
    }
    files = exporting.export_files(
        log, signed_by_all(publication), manifest, (index, opened), beside
    )
    for path, data in files:
        tile = path.startswith("tile/")
        if not (tile and written_in and (written_in / path).exists()):
            yield path, data


def _companions(log_id: int, policy: bytes) -> dict[str, bytes]:
    origin = StoredLog.objects.get(pk=log_id).origin
    keys = [key for key in read_policy(policy).logs if key.name == origin]
    return exporting.companions(keys, policy, figures_of(log_id))


def _manifest_entry(publication: Publication) -> tuple[int, Manifest, OpenedEntry]:
    entry = _last_entry(publication.log_id, Kind.MANIFEST, publication.size)
    record = Record.objects.get(log_id=entry.log_id, index=entry.index)
    opening = Opening(read_kind(entry.kind), entry.day, bytes(entry.salt1))
    opened = OpenedEntry(bytes(entry.commitment), opening, bytes(record.salt2))
    return entry.index, read_manifest(bytes(record.content)), opened


def _last_entry(log_id: int, kind: Kind, below: int) -> Entry:
    found = Entry.objects.filter(log_id=log_id, kind=kind.value, index__lt=below)
    return found.order_by("-index")[0]


def _last_record(log_id: int, kind: Kind, below: int) -> bytes:
    entry = _last_entry(log_id, kind, below)
    return bytes(Record.objects.get(log_id=log_id, index=entry.index).content)


def _records(log_id: int, kind: Kind) -> list[bytes]:
    indexes = Entry.objects.filter(log_id=log_id, kind=kind.value).values_list("index", flat=True)
    found = Record.objects.filter(log_id=log_id, index__in=list(indexes)).order_by("index")
    return [bytes(row.content) for row in found]


def _readable(log_id: int, origin: str) -> exporting.StoredLog:
    def read_entries(start: int, end: int) -> list[bytes]:
        rows = Entry.objects.filter(log_id=log_id, index__gte=start, index__lt=end)
        return [bytes(value) for value in rows.values_list("commitment", flat=True)]

    return exporting.StoredLog(origin, TileReader(log_id).read_node, read_entries)


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all: whoever fetches it meanwhile sees the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_bytes(data)
    unfinished.replace(path)
