"""What an outsider can check offline, in plain words: checkpoint, receipt, figures.

Every function returns findings and never raises for what it was given to verify; an export is
``export``. Only the keys of the policy are believed, whatever the file itself says.
"""

from __future__ import annotations

import datetime

from breakwater.domain.audit_log.checkpoint import SignedCheckpoint, read_checkpoint
from breakwater.domain.audit_log.cosignature import Check, check_signature, cosigned_at
from breakwater.domain.audit_log.encoding import shown
from breakwater.domain.audit_log.figures import (
    FIGURES_HEADER,
    ROWS,
    Statement,
    log_of,
    read_statement,
)
from breakwater.domain.audit_log.findings import (
    Finding,
    counted,
    fails,
    holds,
    judged,
    not_checked,
)
from breakwater.domain.audit_log.note import (
    Note,
    SignatureLine,
    SignatureType,
    VerifierKey,
    plain_signature_holds,
)
from breakwater.domain.audit_log.policy import Policy
from breakwater.domain.audit_log.receipt import RECEIPT_HEADER, Receipt, read_receipt
from breakwater.domain.audit_log.suppression import Hidden

_ALGORITHMS = {
    SignatureType.NOTE: "Ed25519",
    SignatureType.COSIGNATURE: "Ed25519",
    SignatureType.ML_DSA_44_COSIGNATURE: "ML-DSA-44",
}
_REASONS = {
    Hidden.FEWER_THAN_FIVE: "The auditor says fewer than 5",
    Hidden.NOT_SHOWN: "Not shown, because a smaller figure could be worked out from it",
}
_NOT_OPENED: dict[int | Hidden, str] = {0: "none", Hidden.FEWER_THAN_FIVE: "fewer than 5 entries"}
_NO_POLICY = "No policy was given, so there is no key whose signature could be believed."


def verify_file(data: bytes, policy: Policy | None, record: bytes | None = None) -> list[Finding]:
    """Verify a receipt, a statement of figures or a checkpoint, told apart by how it begins.

    Raises MalformedError if the bytes are none of these.
    """
    if data.startswith(RECEIPT_HEADER.encode() + b"\n"):
        return verify_receipt(read_receipt(data), policy, record)
    if data.startswith(FIGURES_HEADER.encode() + b"\n"):
        return verify_figures(*read_statement(data), policy)
    return verify_checkpoint(read_checkpoint(data), policy)


def verify_checkpoint(signed: SignedCheckpoint, policy: Policy | None) -> list[Finding]:
    """Is it signed by a log of the policy, with the policy's quorum of witnesses?"""
    checkpoint = signed.checkpoint
    about = f"the checkpoint of {shown(checkpoint.origin)} at " + counted(
        checkpoint.size, "entry", "entries"
    )
    if policy is None:
        return [fails(_NO_POLICY)]
    findings, held = check_signatures(signed, policy.checkpoint_keys())
    log_signed = any(key in policy.logs and key.name == checkpoint.origin for key in held)
    findings += [
        not_checked(f"There is a signature by {shown(line.name)}, whom the policy does not name.")
        for line in signed.note.signatures
        if not any(line.is_by(key) for key in policy.checkpoint_keys())
    ]
    return [
        *findings,
        judged(
            log_signed,
            f"The log's own key signed {about}.",
            f"No key that the policy lists for this log signed {about}.",
        ),
        _quorum_finding(policy, held),
    ]


def check_signatures(
    signed: SignedCheckpoint, keys: list[VerifierKey]
) -> tuple[list[Finding], list[VerifierKey]]:
    """A finding for each signature by one of ``keys``, and the keys whose signature is good."""
    findings, held = [], []
    for line in signed.note.signatures:
        for key in keys:
            if line.is_by(key):
                check = check_signature(signed, line, key)
                findings.append(_signature_finding(check, line, key))
                held += [key] if check is Check.HOLDS else []
    return findings, held


def _signature_finding(check: Check, line: SignatureLine, key: VerifierKey) -> Finding:
    who = f"{shown(key.name)} ({_ALGORITHMS[key.type]})"
    if check is Check.FAILS:
        return fails(f"The signature by {who} is wrong.")
    when = "" if key.type is SignatureType.NOTE else f", at {_moment(cosigned_at(line))}"
    return holds(f"The signature by {who} is good{when}.")


def _moment(at: int) -> str:
    try:
        moment = datetime.datetime.fromtimestamp(at, datetime.timezone.utc)  # noqa: UP017
    except (OverflowError, ValueError, OSError):
        return "an impossible time"
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def _quorum_finding(policy: Policy, held: list[VerifierKey]) -> Finding:
    signed = [shown(name) for name, key in policy.witnesses.items() if key in held]
    names = f"{len(signed)} of {len(policy.witnesses)} witnesses" + (
        f" ({', '.join(signed)})" if signed else ""
    )
    if not policy.witnesses:
        return not_checked("The policy names no witness: only the log itself vouches for this.")
    return judged(
        policy.quorum_reached(held),
        f"It is cosigned by {names}: the quorum the policy asks for.",
        f"It is cosigned by {names}: not the quorum the policy asks for.",
    )


def verify_receipt(
    receipt: Receipt, policy: Policy | None, record: bytes | None = None
) -> list[Finding]:
    """Is the receipt's entry in the tree its checkpoint signs, and opened as it says?

    ``record`` is what the holder of the receipt was given with it, where it is at hand.
    """
    checkpoint, opened = receipt.signed.checkpoint, receipt.opened
    place = f"entry {receipt.index:,} of {shown(checkpoint.origin)}"
    findings = [
        judged(
            receipt.is_included(),
            f"The receipt's entry is {place}, under the root of the checkpoint.",
            f"The receipt's entry is not {place} under the root of the checkpoint.",
        )
    ]
    if opened.opening:
        event = f"“{opened.opening.kind.says}”, on {opened.opening.day.isoformat()}"
        findings.append(
            judged(
                opened.opening.opens(opened.entry),
                f"It was entered as {event}.",
                f"It was not entered as {event}.",
            )
        )
    findings.append(_record_finding(receipt, record))
    return findings + verify_checkpoint(receipt.signed, policy)


def _record_finding(receipt: Receipt, record: bytes | None) -> Finding:
    if record is None:
        return not_checked("The record itself was not given, so only its commitment was checked.")
    return judged(
        receipt.opened.holds(record),
        f"The record given ({len(record):,} bytes) is exactly the one that was entered.",
        "The record given is not the one that was entered.",
    )


def verify_figures(statement: Statement, note: Note, policy: Policy | None) -> list[Finding]:
    """Is the statement signed by an auditor of the policy, and what does it say?

    What it says is repeated as "not checked": counting again takes the openings, which only
    auditors have.
    """
    checkpoint, rows = statement.checkpoint, ROWS[log_of(statement.checkpoint.origin)]
    about = (
        f"The figures are of {statement.month}, counted at the checkpoint of "
        f"{shown(checkpoint.origin)} with {counted(checkpoint.size, 'entry', 'entries')}. "
        f"Not opened to the auditor: {_NOT_OPENED.get(statement.not_opened, statement.not_opened)}."
    )
    says = [about] + [
        f"The auditor says: {rows[name].says}, {value:,}."
        for name, value in statement.figures.items()
        if isinstance(value, int)
    ]
    for reason, words in _REASONS.items():
        hidden = [rows[name].says for name, value in statement.figures.items() if value is reason]
        says += [f"{words}: {'; '.join(hidden)}."] if hidden else []
    return [_auditor_finding(note, policy), *map(not_checked, says)]


def _auditor_finding(note: Note, policy: Policy | None) -> Finding:
    if policy is None:
        return fails(_NO_POLICY)
    for line in note.signatures:
        for key in policy.auditors:
            if line.is_by(key):
                return judged(
                    plain_signature_holds(note.text, line, key),
                    f"The figures are signed by the auditor {shown(key.name)}.",
                    f"The signature under the figures by {shown(key.name)} is wrong.",
                )
    return fails("The figures are not signed by an auditor that the policy names.")
