"""The packs in force, and the answer when they are not all in order: nothing is shared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from breakwater.domain.firewall.approval import Approvers, lacking
from breakwater.domain.firewall.combination import Combination
from breakwater.domain.firewall.decision import Decision
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.pack_file import read_pack
from breakwater.domain.firewall.proof import ProvedPack, prove
from breakwater.domain.firewall.rules import CORE, Pack
from breakwater.domain.plain_error import PlainError


@dataclass(frozen=True, slots=True)
class PackFiles:
    """What lies in the folder of one active pack; ``None`` where there is nothing to read."""

    name: str
    version: str
    rule: bytes | None
    approval: bytes | None = None


@dataclass(frozen=True, slots=True)
class ActivePacks:
    """Every active pack, or the reasons why nothing may be shared; made by ``activate`` alone.

    ``unsigned`` names the packs that only a demonstration may use.
    """

    combination: Combination | None
    faults: tuple[str, ...]
    unsigned: tuple[str, ...]

    def decide(self, answers: Mapping[str, str]) -> Decision:
        """The answer to a complete question (``QuestionError`` for any other).

        With any fault there is one answer to every question: never share.
        """
        if self.combination is None:
            return _nothing_is_shared(answers)
        return self.combination.decide(answers)


def activate(
    files: Sequence[PackFiles], *, approvers: Approvers, is_demonstration: bool = False
) -> ActivePacks:
    """Read, check and prove every active pack; never raises for what is in them.

    The core must be among them: no setting narrows or ends it. A pack that lacks one of the two
    approvals is a fault, except in a demonstration, which must then say so.
    """
    faults: list[str] = []
    packs: list[Pack] = []
    unsigned: list[str] = []
    for found in files:
        try:
            packs.append(_read(found))
        except PlainError as fault:
            faults.append(f"{found.name}: {fault}")
        missing = lacking(found.rule or b"", found.approval, approvers)
        if missing and is_demonstration:
            unsigned.append(found.name)
        elif missing:
            faults.append(f"{found.name}: not approved for use, because {' and '.join(missing)}")
    core = next((pack for pack in packs if pack.name == CORE), None)
    if core is None:
        faults.append(f"{CORE} is not active")
    proved = list(_proved(packs, core, faults))
    return ActivePacks(_combined(proved, faults), tuple(faults), tuple(unsigned))


def _read(files: PackFiles) -> Pack:
    if files.rule is None:
        raise PlainError("the pack is missing or cannot be read")
    pack = read_pack(files.rule)
    if (pack.name, pack.version) != (files.name, files.version):
        raise PlainError("the name and version inside the file are not those of its folder")
    return pack


def _proved(packs: Iterable[Pack], core: Pack | None, faults: list[str]) -> Iterable[ProvedPack]:
    for pack in packs:
        try:
            yield prove(pack, core)
        except PlainError as fault:
            faults.append(f"{pack.name}: {fault}")


def _combined(packs: Sequence[ProvedPack], faults: list[str]) -> Combination | None:
    if faults:
        return None
    try:
        return Combination(packs)
    except PlainError as fault:
        faults.append(str(fault))
        return None


def _nothing_is_shared(answers: Mapping[str, str]) -> Decision:
    return Decision(
        outcome=Outcome.NEVER_SHARE,
        pack="none",
        rule="no-rule-in-force",
        says="Do not share. The rule could not be checked, and without it nothing is shared."
        " Link them to support instead.",
        source="Breakwater: what is unknown is never shared",
        duties=("link_to_support",),
        facts=MappingProxyType(dict(answers)),
        would_change=(),
    )
