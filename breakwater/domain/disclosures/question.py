"""The exact question that a supervisor authorises, and its digest, which the passkey signs.

The web process makes one from what an officer asks and shows it; the gate makes it again from the
rows it reads itself. Two questions that differ in one letter have two digests, so an assertion
serves for one question alone: these facts, these fields, this receiver, this channel.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

_FORMAT = "breakwater-question/v1"
# A request that nobody has released by then lapses.
LASTS = timedelta(hours=72)


@dataclass(frozen=True)
class NamedField:
    """One field that would leave: why it is needed, and the SHA-256 of its sealed content."""

    name: str
    reason: str
    sealed: str


@dataclass(frozen=True)
class Question:
    """Everything that was asked; identifiers of people are their random keys."""

    request: str
    force: str
    incident: str
    recipient: str
    receiver: str
    receiver_key: str
    channel: str
    facts: Mapping[str, str]
    offence: str
    evidence: str
    statute: str
    purpose: str
    regime: str
    necessity: str
    told: str
    told_reason: str
    asked_by: str
    asked_at: str
    fields: tuple[NamedField, ...]

    @property
    def text(self) -> str:
        """JSON with sorted keys and no spaces: one text for one question."""
        content = asdict(self) | {"format": _FORMAT, "facts": dict(self.facts)}
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    @property
    def digest(self) -> bytes:
        """SHA-256 of the text: the challenge of the supervisor's passkey."""
        return sha256(self.text.encode()).digest()


def moment(at: datetime) -> str:
    """A moment as questions write it: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
