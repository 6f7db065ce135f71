"""What changed between two packs, region by region: the sheet a lawyer signs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from breakwater.domain.firewall.facts import Box, Fact, Space
from breakwater.domain.firewall.proof import ProvedPack
from breakwater.domain.firewall.rules import Pack, Rule

_HEADER = (
    *("title", "kind", "binds", "source", "source_address"),
    *("effective", "effective_note", "purpose", "unfinished"),
)


class Changed(StrEnum):
    """In what way the cases of a region changed."""

    OUTCOME = "outcome"
    DUTIES = "duties"
    WORDS = "words"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Region:
    """All cases that ``before`` answered and ``after`` answers; ``None`` did not have them."""

    changed: Changed
    before: Rule | None
    after: Rule | None
    where: str
    count: int


@dataclass(frozen=True, slots=True)
class Difference:
    """``regions`` are disjoint; ``beside`` says what changed beside the rules."""

    before: ProvedPack
    after: ProvedPack
    regions: tuple[Region, ...]
    beside: tuple[str, ...]

    def count(self, *changed: Changed) -> int:
        """How many cases changed in one of these ways."""
        return sum(region.count for region in self.regions if region.changed in changed)


def difference(before: ProvedPack, after: ProvedPack) -> Difference:
    """Every region whose answer changed, over the facts of both packs.

    A fact that only one pack asks counts as not mattering to the other. Cases with a value that
    only one pack knows are added or removed.
    """
    space = Space(_facts_of_both(before.pack, after.pack))
    common = _common(space, before.pack, after.pack)
    regions = [
        *_changed(space, common, before.pack.rules, after.pack.rules),
        *(
            Region(Changed.REMOVED, rule, None, space.words(box), space.count(box))
            for rule, box in _alone(space, common, before.pack)
        ),
        *(
            Region(Changed.ADDED, None, rule, space.words(box), space.count(box))
            for rule, box in _alone(space, common, after.pack)
        ),
    ]
    return Difference(before, after, tuple(regions), tuple(_beside(before.pack, after.pack)))


def _facts_of_both(before: Pack, after: Pack) -> Iterator[Fact]:
    old = {fact.name: fact for fact in before.facts}
    for fact in after.facts:
        known = old.pop(fact.name, fact)
        removed = tuple(v for v in known.values if v.name not in fact.value_names)
        yield Fact(fact.name, fact.question, fact.values + removed)
    yield from old.values()


def _common(space: Space, before: Pack, after: Pack) -> Box:
    """The cases whose every value is known to both packs."""
    return Box(_known(space, before) & _known(space, after))


def _known(space: Space, pack: Pack) -> Box:
    return space.box({fact.name: fact.value_names for fact in pack.facts})


def _changed(
    space: Space, common: Box, before: Sequence[Rule], after: Sequence[Rule]
) -> Iterator[Region]:
    for old in before:
        for new in after:
            changed = _how(old, new)
            box = Box(space.box(old.when) & space.box(new.when) & common)
            if changed and not space.is_empty(box):
                yield Region(changed, old, new, space.words(box), space.count(box))


def _how(old: Rule, new: Rule) -> Changed | None:
    if old.outcome is not new.outcome:
        return Changed.OUTCOME
    if set(old.must) != set(new.must):
        return Changed.DUTIES
    if (old.says, old.source) != (new.says, new.source):
        return Changed.WORDS
    return None


def _alone(space: Space, common: Box, pack: Pack) -> Iterator[tuple[Rule, Box]]:
    """The cases that only ``pack`` has, as disjoint boxes, each with its rule."""
    rest = _known(space, pack)
    for fact in space.facts:
        only = Box(rest & ~(common & space.mask(fact.name)))
        rest = Box(rest & ~space.mask(fact.name) | common & space.mask(fact.name))
        for rule in pack.rules:
            box = Box(only & space.box(rule.when))
            if not space.is_empty(box):
                yield rule, box


def _beside(before: Pack, after: Pack) -> Iterator[str]:
    for key in _HEADER:
        if getattr(before, key) != getattr(after, key):
            yield f"{key} changed"
    yield from _named(
        "the fact", {f.name: f for f in before.facts}, {f.name: f for f in after.facts}
    )
    yield from _named("the duty", before.duties, after.duties)
    yield from _named(
        "the property", {a.name: a for a in before.always}, {a.name: a for a in after.always}
    )


def _named(what: str, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    for name in dict.fromkeys([*before, *after]):
        if name not in after:
            yield f"{what} {name} was removed"
        elif name not in before:
            yield f"{what} {name} was added"
        elif before[name] != after[name]:
            yield f"{what} {name} changed"


def in_words(found: Difference) -> str:
    """The sheet as plain text."""
    lines = [
        f"From     {found.before.pack.full_name}, {found.before.cases:,} cases",
        f"         meaning {found.before.meaning}",
        f"To       {found.after.pack.full_name}, {found.after.cases:,} cases",
        f"         meaning {found.after.meaning}",
        "",
    ]
    for place, region in enumerate(found.regions, 1):
        lines += [f"{place}. {_headline(region)}", f"   where {region.where}"]
        lines += [f"   was  {rule}" for rule in _rule(region.before)]
        lines += [f"   now  {rule}" for rule in _rule(region.after)]
        lines.append("")
    lines += [f"Beside the rules: {change}." for change in found.beside]
    decided = found.count(Changed.OUTCOME, Changed.DUTIES)
    lines.append(
        f"Cases answered differently: {decided:,}."
        f" In other words: {found.count(Changed.WORDS):,}."
        f" New: {found.count(Changed.ADDED):,}. Gone: {found.count(Changed.REMOVED):,}."
    )
    return "\n".join(lines)


def _headline(region: Region) -> str:
    before, after = region.before, region.after
    match region.changed:
        case Changed.OUTCOME if before and after:
            return f"{before.outcome} becomes {after.outcome}"
        case Changed.DUTIES if before and after:
            return f"{after.outcome} stays, with other duties"
        case Changed.WORDS if before and after:
            return f"{after.outcome} stays, in other words"
        case _:
            gone = "New" if before is None else "Gone"
            return f"{gone}: cases that only one of the two packs has"


def _rule(rule: Rule | None) -> Iterable[str]:
    if rule is None:
        return
    duties = f" Duties: {', '.join(rule.must)}." if rule.must else ""
    yield f"{rule.name}, {rule.outcome}: {rule.says}{duties} [{rule.source}]"
