"""What a verifier says: sentences, each marked holds, fails or not checked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from breakwater.domain.audit_log.cosignature import Check


@dataclass(frozen=True)
class Finding:
    """One sentence, with its full stop, and whether what it speaks of holds."""

    check: Check
    says: str


def holds(says: str) -> Finding:
    """A finding that something was checked and is so."""
    return Finding(Check.HOLDS, says)


def fails(says: str) -> Finding:
    """A finding that something was checked and is not so."""
    return Finding(Check.FAILS, says)


def not_checked(says: str) -> Finding:
    """A finding that something could not be checked here, and does not count either way."""
    return Finding(Check.NOT_CHECKED, says)


def judged(held: bool, says: str, otherwise: str) -> Finding:
    """``holds(says)`` or ``fails(otherwise)``."""
    return holds(says) if held else fails(otherwise)


def all_hold(findings: Iterable[Finding]) -> bool:
    """Say whether something holds and nothing fails."""
    checks = {finding.check for finding in findings}
    return Check.HOLDS in checks and Check.FAILS not in checks


def counted(number: int, one: str, many: str) -> str:
    """``1 entry``, ``1,024 entries``."""
    return f"{number:,} {one if number == 1 else many}"
