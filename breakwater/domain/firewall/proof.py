"""Prove a pack, or refuse it with a counter-example in words.

Proved of every pack, by algebra on boxes and never by listing cases: no case has two rules (their
boxes are pairwise disjoint), every case has one (their volumes sum to the whole), and every
property of the pack holds. Of an informational pack also that it never makes sharing safe; of a
local pack that no case is answered less protectively than by the core.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from breakwater.domain.firewall.decision import Table
from breakwater.domain.firewall.facts import Box, FactsError, Space, listed, union
from breakwater.domain.firewall.meaning import meaning_hash
from breakwater.domain.firewall.outcome import Outcome
from breakwater.domain.firewall.rules import CORE, Always, Kind, Pack, PackError, Rule


@dataclass(frozen=True, slots=True)
class ProvedPack:
    """A pack that answers every case of ``space`` exactly once; made by ``prove`` alone."""

    pack: Pack
    space: Space
    meaning: str
    table: Table

    @property
    def cases(self) -> int:
        """How many different questions it answers."""
        return self.space.count(self.space.whole)


def prove(pack: Pack, core: Pack | None = None) -> ProvedPack:
    """The pack, proved; ``PackError`` carries one sentence for each fault found.

    ``core`` is the pack that a local pack may only be stricter than; other kinds do not need it.
    """
    space = Space(pack.facts)
    rows = [(rule, space.box(rule.when)) for rule in pack.rules]
    faults = list(_overlaps(space, rows))
    if not faults:  # counting finds gaps only where nothing is counted twice
        faults += _gaps(space, [box for _, box in rows])
    for promise in pack.always:
        faults += _violations(space, rows, promise)
    faults += _faults_of_kind(pack, core)
    if faults:
        raise PackError(*faults)
    answers = [(box, " ".join([rule.outcome, *sorted(rule.must)])) for rule, box in rows]
    return ProvedPack(pack, space, meaning_hash(space, answers), Table(pack, space))


def _overlaps(space: Space, rows: Sequence[tuple[Rule, Box]]) -> Iterator[str]:
    for (first, one), (second, other) in combinations(rows, 2):
        both = Box(one & other)
        if not space.is_empty(both):
            yield (
                f"overlap: the rules {first.name} ({first.outcome}) and {second.name}"
                f" ({second.outcome}) both answer where {space.words(both)}"
            )


def _gaps(space: Space, boxes: list[Box]) -> list[str]:
    """At most one gap, made as wide as it goes; ``boxes`` must be disjoint."""
    missing = space.count(space.whole) - sum(map(space.count, boxes))
    if not missing:
        return []
    inside = space.whole
    for fact in space.facts:
        for value in fact.value_names:
            narrowed = Box(inside & ~space.mask(fact.name) | space.bit(fact.name, value))
            answered = sum(space.count(Box(box & narrowed)) for box in boxes)
            if answered < space.count(narrowed):
                inside = narrowed
                break
    for fact in space.facts:
        for value in fact.value_names:
            wider = Box(inside | space.bit(fact.name, value))
            if all(space.is_empty(Box(box & wider)) for box in boxes):
                inside = wider
    return [f"gap: no rule answers where {space.words(inside)}; without a rule in all: {missing:,}"]


def _violations(space: Space, rows: Sequence[tuple[Rule, Box]], promise: Always) -> Iterator[str]:
    region = space.box(promise.when)
    for rule, box in rows:
        reached = Box(region & box)
        if rule.outcome not in promise.where_outcome or space.is_empty(reached):
            continue
        where = f"where {space.words(reached)}"
        broken = f"violated: {promise.name} ({promise.says}):"
        if rule.outcome not in promise.outcome:
            yield f"{broken} the rule {rule.name} answers {rule.outcome} {where}"
        lacking = [duty for duty in promise.must if duty not in rule.must]
        if lacking:
            yield f"{broken} the rule {rule.name} lacks the duty {listed(lacking)} {where}"


def _faults_of_kind(pack: Pack, core: Pack | None) -> Iterator[str]:
    match pack.kind:
        case Kind.BINDING:
            return
        case Kind.INFORMATIONAL:
            for rule in pack.rules:
                if rule.outcome is not Outcome.NOT_THIS_RULE:
                    yield (
                        f"violated: an informational pack decides nothing, but the rule"
                        f" {rule.name} answers {rule.outcome}"
                    )
        case Kind.LOCAL:
            if core is None:
                yield f"a local pack is proved against {CORE}, which is not there"
            else:
                yield from _looser(pack, core)


def _looser(local: Pack, core: Pack) -> Iterator[str]:
    try:
        space = union([Space(local.facts), Space(core.facts)])
    except FactsError as disagreement:
        yield f"it cannot be compared with {core.name}: {disagreement}"
        return
    for ours in local.rules:
        for theirs in core.rules:
            both = Box(space.box(ours.when) & space.box(theirs.when))
            fault = _less_protective(ours, theirs)
            if fault and not space.is_empty(both):
                yield f"looser: the rule {ours.name} {fault} {core.name} where {space.words(both)}"


def _less_protective(ours: Rule, theirs: Rule) -> str:
    """What is looser about ``ours``, or nothing.

    An equal answer must carry the same duties. ``may_share`` outranks ``not_this_rule``, but it
    alone permits a release, so a local rule may say it only where the core does.
    """
    if ours.outcome.protection < theirs.outcome.protection:
        return f"answers {ours.outcome}, less protective than {theirs.outcome} in"
    if ours.outcome is Outcome.MAY_SHARE and theirs.outcome is not Outcome.MAY_SHARE:
        return f"answers {ours.outcome}, which permits what is {theirs.outcome} in"
    lacking = [duty for duty in theirs.must if duty not in ours.must]
    if ours.outcome is theirs.outcome and lacking:
        return f"lacks the duty {listed(lacking)} of"
    return ""
