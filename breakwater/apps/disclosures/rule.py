"""The rule in force, as this process loaded it; asked by every page and by the API alike."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from breakwater.domain.firewall import keeping
from breakwater.domain.firewall.active_packs import ActivePacks, activate
from breakwater.domain.firewall.asking import complete, next_question, situation
from breakwater.domain.firewall.decision import Decision
from breakwater.domain.firewall.facts import Fact, QuestionError
from breakwater.domain.plain_error import PlainError
from breakwater.pack_folder import packs_in_force


def in_force() -> ActivePacks:
    """Every active pack, proved; loaded once by each process."""
    return _load(
        tuple(settings.ACTIVE_PACKS), settings.PACK_APPROVERS, settings.UNSIGNED_PACKS_ALLOWED
    )


@lru_cache(maxsize=4)
def _load(references: tuple[str, ...], approvers: Path, is_demonstration: bool) -> ActivePacks:
    try:
        return packs_in_force(references, approvers=approvers, is_demonstration=is_demonstration)
    except PlainError:
        # The list of approvers is damaged: then nobody has approved anything.
        return activate([], approvers={})


def question_after(answers: Mapping[str, str]) -> Fact | None:
    """What to ask next; nothing once the answer is settled, and nothing where no rule stands."""
    combination = in_force().combination
    return next_question(combination, answers) if combination else None


def questions() -> list[Fact]:
    """Every question that a person may be asked, in order; none where no rule stands."""
    combination = in_force().combination
    return situation(combination) if combination else []


def most_questions() -> int:
    """How many questions there can be at most."""
    return len(questions())


def fact(name: str) -> Fact | None:
    """One fact that a person may be asked for, by its name."""
    return next((one for one in questions() if one.name == name), None)


def decide(answers: Mapping[str, str], steps: Mapping[str, str]) -> Decision:
    """The answer to what was asked, with the recorded steps standing as ``steps`` says.

    ``QuestionError`` where a question that matters was not answered, or an answer is none.
    """
    active = in_force()
    if active.combination is None:
        return active.decide(answers)
    missing = next_question(active.combination, answers)
    if missing is not None:
        raise QuestionError(f"one question is still open: {missing.name}")
    return active.decide(complete(active.combination, answers, steps))


def decide_complete(facts: Mapping[str, str]) -> Decision:
    """The answer to a question that names every fact of the rule; ``QuestionError`` otherwise."""
    return in_force().decide(facts)


def kept(said: Decision) -> Decision:
    """An answer as it may be stored, copied, exported and entered; see ``domain.firewall.keeping``.

    The facts of an answer without any rule in force were vouched for by nobody, so none are kept.
    """
    combination = in_force().combination
    return keeping.kept(combination, said) if combination else replace(said, facts={})


def kept_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """What was answered, as it may be kept; nothing where no rule stands that asks for it."""
    combination = in_force().combination
    if combination is None:
        return {}
    asked = {fact.name for fact in combination.space.facts}
    return {name: said for name, said in keeping.kept_facts(facts).items() if name in asked}


def duties_in_words(decision: Decision) -> list[str]:
    """Each duty of a decision as its sentence."""
    combination = in_force().combination
    known = {
        name: words
        for pack in (combination.packs if combination else ())
        for name, words in pack.pack.duties.items()
    }
    return [known.get(duty, _WITHOUT_A_PACK.get(duty, duty)) for duty in decision.duties]


def value_in_words(name: str, value: str) -> str:
    """One answer as the person who gave it read it."""
    if value == keeping.NOTHING_LIFTS:
        return keeping.NOTHING_LIFTS_SAYS
    found = fact(name)
    words = {one.name: one.words for one in found.values} if found else {}
    return words.get(value, value)


# Where no rule is in force, the one duty that is left.
_WITHOUT_A_PACK = {
    "link_to_support": "Link the person to an independent support organisation, "
    "or record that it was offered and declined."
}
