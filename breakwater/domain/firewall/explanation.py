"""A decision in words for a person, and as plain data for a records system."""

from collections.abc import Mapping

from breakwater.domain.firewall.decision import Change, Decision
from breakwater.domain.firewall.facts import listed


def as_data(decision: Decision) -> dict[str, object]:
    """The answer as JSON-ready data with exactly the six public keys."""
    return {
        "outcome": decision.outcome.value,
        "rule": decision.rule,
        "says": decision.says,
        "source": decision.source,
        "duties": list(decision.duties),
        "would_change": [
            {"fact": change.fact, "values": list(change.values), "outcome": change.outcome.value}
            for change in decision.would_change
        ],
    }


def in_words(decision: Decision, duties: Mapping[str, str]) -> str:
    """The answer as lines of text; ``duties`` gives each duty's sentence, where it is known."""
    lines = [
        f"{decision.outcome.headline} ({decision.outcome})",
        "",
        decision.says,
        "",
        f"Rule    {decision.rule}, in {decision.pack}",
        f"Source  {decision.source}",
    ]
    lines += [f"Do      {duties.get(duty, duty)}" for duty in decision.duties]
    if decision.would_change:
        lines += ["", "This alone would change the answer:"]
        lines += [f"  {change_in_words(change)}" for change in decision.would_change]
    return "\n".join(lines)


def change_in_words(change: Change) -> str:
    """One change of one fact, as a sentence."""
    return f"if {change.fact} were {listed(change.values, 'or')}: {change.outcome}"
