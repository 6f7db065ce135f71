"""What a pack is: facts, rules, duties and what must always hold, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from breakwater.domain.firewall.facts import Fact
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.plain_error import PlainError

CORE = "safe-to-share-r1"

When = Mapping[str, tuple[str, ...]]


class PackError(PlainError):
    """A pack that may not be used; ``faults`` are sentences, each with its counter-example."""

    def __init__(self, *faults: str) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


class Kind(StrEnum):
    """What a pack is for, which decides what else must be proved of it."""

    BINDING = "binding"
    INFORMATIONAL = "informational"
    LOCAL = "local"

    @property
    def sentence(self) -> str:
        """What this kind promises, and what is proved of it."""
        match self:
            case Kind.BINDING:
                return "It decides."
            case Kind.INFORMATIONAL:
                return "It informs only: it is proved never to make sharing safe."
            case Kind.LOCAL:
                return f"It decides for one force, and is proved never looser than {CORE}."


@dataclass(frozen=True, slots=True)
class Rule:
    """All cases in ``when`` have this outcome; facts not named in ``when`` do not matter."""

    name: str
    when: When
    outcome: Outcome
    says: str
    source: str
    must: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Always:
    """What must hold whatever the rules say.

    Of every rule that reaches into ``when`` with an outcome in ``where_outcome``: its outcome is
    one of ``outcome``, and it carries every duty in ``must``.
    """

    name: str
    says: str
    when: When
    where_outcome: frozenset[Outcome]
    outcome: frozenset[Outcome]
    must: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """One version of one pack, as read and well formed, but not yet proved."""

    name: str
    version: str
    title: str
    kind: Kind
    binds: str
    source: str
    source_address: str
    effective: str
    effective_note: str
    purpose: str
    unfinished: tuple[str, ...]
    facts: tuple[Fact, ...]
    duties: Mapping[str, str]
    rules: tuple[Rule, ...]
    always: tuple[Always, ...]

    @property
    def full_name(self) -> str:
        """``name/version``, as its folder is called."""
        return f"{self.name}/{self.version}"
