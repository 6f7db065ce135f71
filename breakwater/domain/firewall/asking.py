"""Which question to ask next: only what can still change the answer, and never what is recorded.

A pack's facts are of two sorts. Some describe the situation, and a person is asked for them. The
others say which steps were already recorded; before anything was, they stand as in ``STEPS``.
"""

from collections.abc import Mapping

from breakwater.domain.firewall.combination import Combination
from breakwater.domain.firewall.facts import Fact
from breakwater.domain.firewall.proof import ProvedPack

# Fact → how it stands while nobody has recorded anything.
STEPS: Mapping[str, str] = {
    "victim_first": "not_yet",
    "legal_basis": "missing",
    "necessity": "missing",
    "amount": "not_reduced",
    "authorised_by": "nobody",
}
# The same once an officer has recorded all that an officer can.
RECORDED: Mapping[str, str] = {
    "victim_first": "done",
    "legal_basis": "recorded",
    "necessity": "recorded",
    "amount": "least_needed",
    "authorised_by": "nobody",
}
# And once a second person has authorised it.
AUTHORISED: Mapping[str, str] = {**RECORDED, "authorised_by": "another_supervisor"}


def situation(combination: Combination) -> list[Fact]:
    """The facts that a person may be asked for, in the order of the packs."""
    return [fact for fact in combination.space.facts if fact.name not in STEPS]


def next_question(combination: Combination, answers: Mapping[str, str]) -> Fact | None:
    """The first fact that can still change the answer; ``None`` once nothing asked can.

    ``answers`` that no pack knows are not looked at; ``complete`` refuses them.
    """
    for fact in situation(combination):
        if fact.name not in answers and _matters(combination, fact, answers):
            return fact
    return None


def complete(
    combination: Combination, answers: Mapping[str, str], steps: Mapping[str, str]
) -> dict[str, str]:
    """A complete question out of what was asked; what does not matter is given its first value.

    Only for ``decide``: what was never asked must not be stored as if somebody had said it. A
    ``QuestionError`` is left to ``decide``, which sees every answer that is given here.
    """
    filled = {
        fact.name: steps.get(fact.name, fact.value_names[0]) for fact in combination.space.facts
    }
    return {**filled, **answers}


def _matters(combination: Combination, fact: Fact, answers: Mapping[str, str]) -> bool:
    return any(_matters_to(pack, fact, answers) for pack in combination.packs)


def _matters_to(pack: ProvedPack, fact: Fact, answers: Mapping[str, str]) -> bool:
    """Whether a rule that could still answer is limited by ``fact``."""
    names = {known.name: known.value_names for known in pack.space.facts}
    if fact.name not in names:
        return False
    known = {
        name: (value,) for name, value in answers.items() if name in names and value in names[name]
    }
    still_open = pack.space.box(known)
    for rule in pack.pack.rules:
        reached = still_open & pack.space.box(rule.when)
        if pack.space.is_empty(reached):  # type: ignore[arg-type]
            continue
        if pack.space.values(reached, fact.name) != names[fact.name]:  # type: ignore[arg-type]
            return True
    return False
