"""Auditing a whole export offline: every file, every entry, every signature.

An export is a directory: ``checkpoint`` (cosigned), every tile and entry bundle, ``log.vkey``
(the log's verifier keys), ``policy``, ``MANIFEST``, ``MANIFEST.entry``, and ``figures/YYYY-MM``
where there are any. ``manifest`` tells how the MANIFEST can be an entry of the log it lists.

Nothing in it is without a check: a signature line of the checkpoint by a key that neither its own
policy nor the reader's names is refused here (stricter than signed-note, which ignores it), and so
is a file that does not belong, so that no byte can be changed unnoticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import chain

from breakwater.domain.audit_log.bulk import FRAMED_ENTRY, audit_tree, read_whole, root_from_tiles
from breakwater.domain.audit_log.checkpoint import Checkpoint, SignedCheckpoint, read_checkpoint
from breakwater.domain.audit_log.encoding import read_lines, read_text, shown
from breakwater.domain.audit_log.figures import read_statement
from breakwater.domain.audit_log.findings import (
    Finding,
    counted,
    fails,
    holds,
    judged,
    not_checked,
)
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.manifest import (
    CHECKPOINT_PATH,
    KEYS_PATH,
    MANIFEST_ENTRY_PATH,
    MANIFEST_PATH,
    POLICY_PATH,
    Manifest,
    is_figures_path,
    log_paths,
    read_manifest,
    read_manifest_entry,
)
from breakwater.domain.audit_log.note import read_verifier_key
from breakwater.domain.audit_log.policy import Policy, read_policy
from breakwater.domain.audit_log.tiles import TILE_HEIGHT, TILE_WIDTH, Bundle, Tile, read_tile_path
from breakwater.domain.audit_log.verify import check_signatures, verify_checkpoint, verify_figures

LARGEST_FILE = 64 << 20
_ALWAYS = (CHECKPOINT_PATH, KEYS_PATH, POLICY_PATH, MANIFEST_PATH, MANIFEST_ENTRY_PATH)
_OWN_POLICY = (
    "The policy and its keys came with the export itself. Compare them with what the witnesses "
    "publish, or give that policy with --policy."
)
_COMPLETENESS = (
    "That everything which happened was entered: no log can show that. It shows that nothing "
    "entered was changed, removed or reordered."
)


def verify_export(
    read: Callable[[str], bytes | None], paths: Iterable[str], policy: Policy | None
) -> list[Finding]:
    """Audit an export; never raises for what it holds.

    ``read`` gives the bytes of a path inside the export, None where it is missing, and may raise
    MalformedError for what is no plain file or larger than ``LARGEST_FILE``. ``paths`` are all
    files there are. Stops at the first thing on which all else rests.
    """
    findings: list[Finding] = []
    try:
        _audit(read, set(paths), policy, findings)
    except MalformedError as wrong:
        sentence = str(wrong)
        findings.append(fails(sentence[:1].upper() + sentence[1:] + "."))
    return findings


def _audit(
    read: Callable[[str], bytes | None],
    paths: set[str],
    policy: Policy | None,
    findings: list[Finding],
) -> None:
    signed = read_checkpoint(read_whole(read, CHECKPOINT_PATH))
    own = read_policy(read_whole(read, POLICY_PATH))
    if policy is None:
        findings.append(not_checked(_OWN_POLICY))
    findings += verify_checkpoint(signed, policy or own)
    findings += _other_signatures(signed, own, policy or own)
    checkpoint = signed.checkpoint
    findings.append(_keys_finding(read, checkpoint.origin, own))
    manifest = read_manifest(read_whole(read, MANIFEST_PATH))
    _check_list(manifest, checkpoint)
    findings.append(_belonging_finding(checkpoint, manifest, paths))
    root = audit_tree(checkpoint.size, read)
    findings.append(
        judged(
            root == checkpoint.root,
            f"{counted(checkpoint.size, 'entry hashes', 'entries hash')} to the signed root.",
            "The entries do not hash to the root that the checkpoint signs.",
        )
    )
    findings.append(_manifest_finding(read, manifest, checkpoint))
    findings.append(_manifest_entry_finding(read, checkpoint))
    findings += _figures_findings(read, manifest, checkpoint, policy or own)
    findings.append(not_checked(_COMPLETENESS))


def _other_signatures(signed: SignedCheckpoint, own: Policy, used: Policy) -> list[Finding]:
    """Findings for the lines by keys that the policy in use does not name."""
    known = used.checkpoint_keys()
    others = [key for key in own.checkpoint_keys() if key not in known]
    findings, _ = check_signatures(signed, others)
    findings += [
        fails(f"The checkpoint carries a signature by “{shown(line.name)}”, whom no policy names.")
        for line in signed.note.signatures
        if not any(line.is_by(key) for key in known + others)
    ]
    signers = {(line.name, line.key_id) for line in signed.note.signatures}
    if len(signers) < len(signed.note.signatures):
        findings.append(fails("The checkpoint carries two signatures by one key."))
    return findings


def _keys_finding(read: Callable[[str], bytes | None], origin: str, own: Policy) -> Finding:
    lines = read_lines(read_text(read_whole(read, KEYS_PATH), KEYS_PATH), KEYS_PATH)
    keys = [read_verifier_key(line) for line in lines]
    listed = [key for key in own.logs if key.name == origin]
    return judged(
        keys == listed,
        f"The keys in {KEYS_PATH} are those the export's policy lists for {shown(origin)}.",
        f"The keys in {KEYS_PATH} are not those the export's policy lists for {shown(origin)}.",
    )


def _belonging_finding(checkpoint: Checkpoint, manifest: Manifest, paths: set[str]) -> Finding:
    """Every file that must be there is, and no other.

    Walks the expected paths lazily and stops at the first missing one, so that a checkpoint that
    claims a huge log costs nothing.
    """
    left = set(paths)
    for path in chain(_ALWAYS, manifest.sums, log_paths(checkpoint.size)):
        if path not in paths:
            raise MalformedError(f"the file {shown(path)} is missing")
        left.discard(path)
    if left:
        others = f" (nor do {len(left) - 1:,} others)" if len(left) > 1 else ""
        raise MalformedError(f"the file “{shown(min(left))}” does not belong to the export{others}")
    return holds(f"{counted(len(paths), 'file', 'files')}: none is missing and none was added.")


def _check_list(manifest: Manifest, checkpoint: Checkpoint) -> None:
    """The MANIFEST is of this log and lists all there was at its size, and nothing foreign."""
    if manifest.origin != checkpoint.origin or manifest.size > checkpoint.size:
        raise MalformedError("the MANIFEST is of another log, or of a larger one")
    listed = set(manifest.sums)
    for path in chain((KEYS_PATH, POLICY_PATH), log_paths(manifest.size)):
        if path not in listed:
            raise MalformedError(f"the MANIFEST does not list {path}")
        listed.discard(path)
    for path in listed:
        if not is_figures_path(path):
            raise MalformedError(f"the MANIFEST lists {shown(path)}, which is no file of an export")


def _manifest_finding(
    read: Callable[[str], bytes | None], manifest: Manifest, checkpoint: Checkpoint
) -> Finding:
    for path in sorted(manifest.sums):
        data = read_whole(read, path)
        if not manifest.matches(path, data):
            raise MalformedError(f"the file {path} is not the one the MANIFEST lists")
        if path.startswith("tile/") and not _wider(read, path, checkpoint.size).startswith(data):
            raise MalformedError(f"the file {path} is not what the log's tree begins with")
    files = counted(len(manifest.sums), "file", "files")
    return holds(f"All {files} that the MANIFEST lists are as it lists them.")


def _wider(read: Callable[[str], bytes | None], path: str, size: int) -> bytes:
    """The tile or bundle that stands where ``path`` stood once the log had grown to ``size``."""
    tile = read_tile_path(path)
    level = tile.level if isinstance(tile, Tile) else 0
    width = min(TILE_WIDTH, (size >> TILE_HEIGHT * level) - tile.index * TILE_WIDTH)
    return read_whole(read, replace(tile, width=width).path)


def _manifest_entry_finding(read: Callable[[str], bytes | None], checkpoint: Checkpoint) -> Finding:
    listed = read_manifest_entry(read_whole(read, MANIFEST_ENTRY_PATH))
    opened = listed.opened
    if listed.index >= checkpoint.size:
        raise MalformedError("the entry of the MANIFEST is not in the log")
    number, place = divmod(listed.index, TILE_WIDTH)
    width = min(TILE_WIDTH, checkpoint.size - number * TILE_WIDTH)
    bundle = read_whole(read, Bundle(number, width).path)
    entry = bundle[place * FRAMED_ENTRY + 2 : (place + 1) * FRAMED_ENTRY]
    proper = opened.opening is not None and opened.opening.kind is Kind.MANIFEST
    return judged(
        proper and opened.entry == entry and opened.holds(read_whole(read, MANIFEST_PATH)),
        f"The MANIFEST is entry {listed.index:,} of the log.",
        f"The MANIFEST is not entry {listed.index:,} of the log.",
    )


def _figures_findings(
    read: Callable[[str], bytes | None],
    manifest: Manifest,
    checkpoint: Checkpoint,
    policy: Policy,
) -> list[Finding]:
    findings: list[Finding] = []
    for path in sorted(filter(is_figures_path, manifest.sums)):
        statement, note = read_statement(read_whole(read, path))
        at = statement.checkpoint
        here = (
            at.origin == checkpoint.origin
            and at.size <= checkpoint.size
            and path.endswith(statement.month)
            and root_from_tiles(at.size, checkpoint.size, read) == at.root
        )
        findings += verify_figures(statement, note, policy)
        findings.append(
            judged(
                here,
                f"The figures of {statement.month} were counted on this very log.",
                f"The figures in {path} were not counted on this log.",
            )
        )
    return findings
