"""Plans what an inspection's own facts would change in the register."""

from collections.abc import Iterable
from dataclasses import replace

from breakwater.domain.register.facts import InspectionFacts, RecommendationFacts
from breakwater.domain.register.merging import changed_fields, merge_facts_file
from breakwater.domain.register.plan import (
    KEEP,
    TAKE,
    Change,
    Decisions,
    Held,
    HeldInspection,
    HeldRecommendation,
    Item,
    Plan,
    TakeInspection,
    TakeRecommendation,
)


def plan_inspection(facts: InspectionFacts, held: Held, decisions: Decisions) -> Plan:
    """What storing ``facts`` would do; recommendations it does not mention are left as they are."""
    known = held.inspections.get(facts.slug)
    rows = known.recommendations if known else {}
    items = [_inspection(facts, known)]
    for row, recommendation in enumerate(facts.recommendations, 1):
        said = decisions.get(row, frozenset())
        items.append(
            _recommendation(row, facts, recommendation, rows.get(recommendation.number), said)
        )
    numbers = {recommendation.number for recommendation in facts.recommendations} | set(rows)
    items += stubs(facts.slug, facts.recommendations, numbers)
    return Plan(tuple(items))


def name_of(number: str) -> str:
    """What a numbered item is called in a plan: ``Recommendation 7.1``, ``AFI 2``."""
    return number if number.startswith("AFI") else f"Recommendation {number}"


def stubs(slug: str, citing: Iterable[RecommendationFacts], numbers: set[str]) -> list[Item]:
    """A stub for each recommendation that is cited and not there, in order of first mention."""
    items = []
    for facts in citing:
        for number in facts.cites:
            if number not in numbers:
                numbers.add(number)
                items.append(
                    Item(
                        0,
                        Change.NEW,
                        name_of(number),
                        f"cited by {facts.number}; its text is not held",
                        step=TakeRecommendation(slug, RecommendationFacts(number), is_stub=True),
                    )
                )
    return items


def _inspection(facts: InspectionFacts, known: HeldInspection | None) -> Item:
    subject = facts.title
    step = TakeInspection(replace(facts, recommendations=()))
    if known is None:
        return Item(0, Change.NEW, subject, f"a new inspection, {facts.slug}", step=step)
    if replace(known.facts, recommendations=()) == step.facts:
        return Item(0, Change.UNCHANGED, subject)
    return Item(0, Change.CHANGED, subject, "the facts of the inspection", step=step)


def _recommendation(
    row: int,
    inspection: InspectionFacts,
    given: RecommendationFacts,
    known: HeldRecommendation | None,
    said: frozenset[str],
) -> Item:
    subject = name_of(given.number)
    if known is None:
        step = TakeRecommendation(inspection.slug, given)
        return Item(row, Change.NEW, subject, after=given.text, step=step)
    merged = merge_facts_file(known.facts, given)
    if merged.texts_conflict and TAKE not in said:
        if KEEP in said:
            return Item(row, Change.LEFT_OUT, subject, "the text held is kept")
        return Item(
            row,
            Change.CONFLICT,
            subject,
            "its published text differs from the one held",
            before=known.facts.text,
            after=given.text,
            answers=(TAKE, KEEP),
        )
    if merged.facts == known.facts and not known.is_stub:
        return Item(row, Change.UNCHANGED, subject)
    return Item(
        row,
        Change.CHANGED,
        subject,
        ", ".join(changed_fields(known.facts, merged.facts)),
        before=known.facts.text,
        after=merged.facts.text,
        step=TakeRecommendation(inspection.slug, merged.facts),
    )
