"""Releasing: the gate reads again, decides again, and only then opens exactly the named fields.

In this order: the guards stand and the rows are there (``main_database``); the request is in time
and has not ended; its log entry is covered by a checkpoint that this gate signed and the witnesses'
quorum cosigned; a pinned passkey of another person signed exactly this question; the rule, asked
anew from this gate's own packs, says that it may be shared. Whatever fails refuses. The package is
complete on disk in the outbox before the answer leaves; if the gate stops before that, nothing has
left, and it is asked again.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pyrage

from breakwater.domain.audit_log.cosignature import Check, check_signature
from breakwater.domain.audit_log.kinds import Kind, Log
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.policy import read_policy
from breakwater.domain.audit_log.receipt import Receipt, read_receipt
from breakwater.domain.disclosures.question import LASTS, Question
from breakwater.domain.firewall.active_packs import ActivePacks
from breakwater.domain.firewall.asking import AUTHORISED, STEPS, complete
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.plain_error import PlainError
from breakwater.gate.log_signer import LogSigner, RefusedError
from breakwater.gate.main_database import Asked, MainDatabase
from breakwater.gate.package import sealed_package
from breakwater.gate.passkeys import PasskeyKeeper
from breakwater.sealing.opener import open_sealed
from breakwater.witness.keys import own_folder, write_durably

# A force's clock and the gate's may differ by this much.
_SLACK = 300.0


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Sources:
    """What the gate decides by; all of it its own, none of it the web process's."""

    domain: str
    database: MainDatabase
    packs: Callable[[], ActivePacks]
    # The policy that names them and their quorum; where there is no such file, nothing is released.
    witnesses: Path
    outbox: Path


class Releaser:
    """Holds the release key; one for each gate process."""

    def __init__(
        self,
        folder: Path,
        sources: Sources,
        logs: LogSigner,
        passkeys: PasskeyKeeper,
        *,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._identity = _identity_in(own_folder(folder))
        self._sources, self._logs, self._passkeys, self._now = sources, logs, passkeys, now
        sources.outbox.mkdir(mode=0o750, parents=True, exist_ok=True)

    @property
    def recipient(self) -> str:
        """The public key that requests are sealed to."""
        return str(pyrage.x25519.Identity.from_str(self._identity).to_public())

    def release(self, request: UUID, receipt_text: str, record: bytes) -> str:
        """Release one request into the outbox; the SHA-256 of the package, in hex.

        Asked again for what was released, it gives the same package again. RefusedError, or another
        PlainError, says why not; then nothing was opened and nothing left.
        """
        kept = self._sources.outbox / f"{request.hex}.age"
        if kept.exists():
            return sha256(kept.read_bytes()).hexdigest()
        asked = self._sources.database.asked(request)
        self._require_open(asked)
        self._require_entered(asked.question, receipt_text, record)
        self._require_authorised(asked)
        self._require_permitted(asked.question)
        fields = self._opened(asked)
        package = sealed_package(
            fields=fields, question=asked.question, receipt=receipt_text, record=record
        )
        write_durably(kept, package, mode=0o640)
        return sha256(package).hexdigest()

    def _require_open(self, asked: Asked) -> None:
        waited = (self._now() - asked.asked_at).total_seconds()
        if asked.has_ended or asked.outcome != Outcome.MAY_SHARE:
            raise RefusedError("this request was refused, withdrawn or has lapsed")
        if not -_SLACK <= waited <= LASTS.total_seconds():
            raise RefusedError("this request has lapsed")

    def _require_entered(self, question: Question, receipt_text: str, record: bytes) -> None:
        """The release was entered, is covered, and enough witnesses saw it."""
        receipt = read_receipt(receipt_text.encode())
        opening = receipt.opened.opening
        origin = receipt.signed.checkpoint.origin
        if not (
            opening is not None
            and opening.kind is Kind.RELEASED
            and receipt.opened.holds(record)
            and receipt.is_included()
            and _is_about(record, question)
            and self._is_log_of(question.force, origin)
        ):
            raise RefusedError("the release was not entered in the force's log")
        key = self._logs.public_keys(origin)[0]
        ours = any(
            check_signature(receipt.signed, line, key) is Check.HOLDS
            for line in receipt.signed.note.signatures
            if line.is_by(key)
        )
        if not ours:
            raise RefusedError("that checkpoint was not signed by this gate")
        self._require_quorum(receipt)

    def _is_log_of(self, force: str, origin: str) -> bool:
        """Whether that is this installation's own log of the force, or its continuation."""
        own = f"{self._sources.domain}/{force}/{Log.FORCE.value}"
        return re.fullmatch(f"{re.escape(own)}(-[0-9]+)?", origin) is not None

    def _require_quorum(self, receipt: Receipt) -> None:
        try:
            policy = read_policy(self._sources.witnesses.read_bytes())
        except FileNotFoundError:
            # No file is no answer: whoever could remove it would otherwise lift the quorum.
            raise RefusedError("the gate does not know its witnesses") from None
        except OSError:
            raise PlainError("the gate cannot read which witnesses there are") from None
        held = [
            key
            for key in policy.witnesses.values()
            for line in receipt.signed.note.signatures
            if line.is_by(key) and check_signature(receipt.signed, line, key) is Check.HOLDS
        ]
        if not policy.quorum_reached(held):
            raise RefusedError("not enough witnesses have seen the log yet")

    def _require_authorised(self, asked: Asked) -> None:
        if asked.authorised_by == asked.question.asked_by:
            raise RefusedError("nobody can authorise their own request")
        self._passkeys.require_signed(
            asked.assertion,
            person=asked.authorised_by,
            force=asked.question.force,
            digest=asked.question.digest,
        )

    def _require_permitted(self, question: Question) -> None:
        """Ask the rule anew: the situation from the question, the steps from what was proved."""
        active = self._sources.packs()
        situation = {name: said for name, said in question.facts.items() if name not in STEPS}
        recorded = question.statute and question.purpose and question.regime and question.necessity
        if active.combination is None or not recorded:
            raise RefusedError("the rule is not in force at the gate, so nothing is shared")
        decision = active.decide(complete(active.combination, situation, AUTHORISED))
        if decision.outcome is not Outcome.MAY_SHARE:
            raise RefusedError("the rule does not permit this")

    def _opened(self, asked: Asked) -> dict[str, str]:
        """Exactly the named fields, each of which is what was authorised."""
        fields = {}
        for named in asked.question.fields:
            sealed = asked.sealed.get(named.name, b"")
            if sha256(sealed).hexdigest() != named.sealed:
                raise RefusedError("a field is not the one that was authorised")
            fields[named.name] = open_sealed(sealed, identity=self._identity).decode()
        if not fields:
            raise RefusedError("no field was named")
        return fields


def _is_about(record: bytes, question: Question) -> bool:
    try:
        said = json.loads(record)
    except ValueError:
        raise MalformedError("the record is not JSON") from None
    return (
        isinstance(said, dict)
        and said.get("request") == question.request
        and said.get("question") == question.digest.hex()
    )


def _identity_in(folder: Path) -> str:
    """The release key of this folder, made at the first start."""
    path = folder / "release.key"
    if not path.exists():
        write_durably(path, str(pyrage.x25519.Identity.generate()).encode())
    identity = path.read_text(encoding="ascii").strip()
    try:
        pyrage.x25519.Identity.from_str(identity)
    except pyrage.IdentityError:
        raise PlainError("the gate's release key is damaged; take it from a backup") from None
    return identity
