"""C2SP tlog-policy: which logs are known, which witnesses count, and how many must have signed.

One extension, a comment to every other reader: a line ``#auditor <vkey>`` (no space after ``#``)
names a key whose signature under figures is believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from breakwater.domain.audit_log.encoding import read_decimal, read_lines, shown
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.note import SignatureType, VerifierKey, read_verifier_key

LARGEST_POLICY = 1 << 20
# tlog-policy, Implementation limits: at least 32 each.
MOST_OF_EACH = 64
_NONE = "none"
_AUDITOR = "#auditor"
_LOG_TYPES = (SignatureType.NOTE, SignatureType.ML_DSA_44_COSIGNATURE)
_WITNESS_TYPES = (SignatureType.COSIGNATURE, SignatureType.ML_DSA_44_COSIGNATURE)


@dataclass(frozen=True)
class Group:
    """``needed`` of ``members`` (names of witnesses or groups) must have cosigned."""

    needed: int
    members: tuple[str, ...]


@dataclass
class Policy:
    """A read policy; ``quorum`` names a witness or group, or is ``none``."""

    logs: list[VerifierKey] = field(default_factory=list)
    witnesses: dict[str, VerifierKey] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    auditors: list[VerifierKey] = field(default_factory=list)
    urls: dict[str, str] = field(default_factory=dict)
    quorum: str = ""

    def checkpoint_keys(self) -> list[VerifierKey]:
        """Every key whose signature on a checkpoint means something here."""
        return [*self.logs, *self.witnesses.values()]

    def quorum_reached(self, cosigned_by: Iterable[VerifierKey]) -> bool:
        """Say whether these keys' cosignatures are enough (tlog-policy, Defining the quorum)."""
        if self.quorum == _NONE:
            return True
        keys = set(cosigned_by)
        witnessed = {name for name, key in self.witnesses.items() if key in keys}
        # Groups name only what stands before them, so one pass in their order settles all.
        for name, group in self.groups.items():
            if sum(member in witnessed for member in group.members) >= group.needed:
                witnessed.add(name)
        return self.quorum in witnessed


def read_policy(data: bytes) -> Policy:
    """Read a policy file; MalformedError if any line is not as tlog-policy says."""
    if len(data) > LARGEST_POLICY:
        raise MalformedError("the policy is larger than 1 MiB")
    if any((octet < 0x20 and octet not in b"\t\n") or octet == 0x7F for octet in data):
        raise MalformedError("the policy holds a control character")
    # Octets above 0x7F are opaque (tlog-policy, Character set); this keeps different ones apart.
    text = data.decode("utf-8", "surrogateescape")
    policy = _Reader().read(read_lines(text, "policy") if text else [])
    if not policy.quorum:
        raise MalformedError("the policy has no quorum line")
    return policy


class _Reader:
    """Reads line by line, because each line may only name what stands before it."""

    def __init__(self) -> None:
        self.policy = Policy()
        self.members: set[str] = set()
        self.public_keys: set[tuple[str, bytes]] = set()

    def read(self, lines: list[str]) -> Policy:
        for number, line in enumerate(lines, start=1):
            words = [word for word in re.split("[ \t]+", line) if word]
            if not words or (words[0].startswith("#") and words[0] != _AUDITOR):
                continue
            try:
                self._line(words)
            except MalformedError as wrong:
                raise MalformedError(f"line {number} of the policy: {wrong}") from None
        return self.policy

    def _line(self, words: list[str]) -> None:
        readers = {
            "log": (self._log, 2, 3),
            "witness": (self._witness, 3, 4),
            "group": (self._group, 4, 3 + 2 * MOST_OF_EACH),
            "quorum": (self._quorum, 2, 2),
            _AUDITOR: (self._auditor, 2, 2),
        }
        reader, least, most = readers.get(words[0], (None, 0, 0))
        if reader is None:
            raise MalformedError(f"“{shown(words[0])}” is not log, witness, group or quorum")
        if not least <= len(words) <= most:
            raise MalformedError(f"a {words[0]} line has {least} to {most} words, not {len(words)}")
        reader(words[1:])

    def _key(self, role: str, vkey: str, types: tuple[SignatureType, ...]) -> VerifierKey:
        key = read_verifier_key(vkey)
        if key.type not in types:
            raise MalformedError(f"the key of {shown(key.name)} is of the wrong type for a {role}")
        if (role, key.public_key) in self.public_keys:
            raise MalformedError(f"the key of {shown(key.name)} is listed twice")
        self.public_keys.add((role, key.public_key))
        return key

    def _log(self, words: list[str]) -> None:
        if len(self.policy.logs) >= MOST_OF_EACH:
            raise MalformedError(f"more than {MOST_OF_EACH} logs")
        self.policy.logs.append(self._key("log", words[0], _LOG_TYPES))

    def _auditor(self, words: list[str]) -> None:
        self.policy.auditors.append(self._key("auditor", words[0], (SignatureType.NOTE,)))

    def _witness(self, words: list[str]) -> None:
        name = self._new_name(words[0], len(self.policy.witnesses))
        self.policy.witnesses[name] = self._key("witness", words[1], _WITNESS_TYPES)
        if len(words) > 2:
            self.policy.urls[name] = words[2]

    def _group(self, words: list[str]) -> None:
        name = self._new_name(words[0], len(self.policy.groups))
        members = tuple(words[2:])
        for member in members:
            self._defined(member)
            if member in self.members:
                raise MalformedError(f"“{shown(member)}” is a member twice")
            self.members.add(member)
        thresholds = {"any": 1, "all": len(members)}
        needed = thresholds.get(words[1]) or read_decimal(words[1], "number of members needed")
        if not 1 <= needed <= len(members):
            raise MalformedError(f"{needed} of {len(members)} members cannot be needed")
        self.policy.groups[name] = Group(needed, members)

    def _quorum(self, words: list[str]) -> None:
        if self.policy.quorum:
            raise MalformedError("there is a second quorum line")
        if words[0] != _NONE:
            self._defined(words[0])
        self.policy.quorum = words[0]

    def _new_name(self, name: str, count: int) -> str:
        if name == _NONE or name in self.policy.witnesses or name in self.policy.groups:
            raise MalformedError(f"the name “{shown(name)}” is taken")
        if count >= MOST_OF_EACH:
            raise MalformedError(f"more than {MOST_OF_EACH} witnesses or groups")
        return name

    def _defined(self, name: str) -> None:
        if name not in self.policy.witnesses and name not in self.policy.groups:
            raise MalformedError(f"“{shown(name)}” is not defined above")
