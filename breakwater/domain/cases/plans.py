"""The forms of ``plans.toml``: safety plans and risk assessments, a question at a time."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Question:
    """One thing to talk about. ``choices`` are the answers to choose from, or none for words."""

    ask: str
    hint: str
    choices: tuple[str, ...]
    is_short: bool


@dataclass(frozen=True)
class Section:
    """Questions that belong together."""

    heading: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Plan:
    """One form: ``name`` stands in its address, ``sort`` is the kind of piece it becomes."""

    name: str
    sort: str
    title: str
    intro: str
    sections: tuple[Section, ...]


@cache
def plans() -> tuple[Plan, ...]:
    """Every form there is."""
    text = resources.files(__package__).joinpath("plans.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    return tuple(
        Plan(
            name=one["name"],
            sort=one["sort"],
            title=one["title"],
            intro=one["intro"],
            sections=tuple(
                Section(
                    section["heading"],
                    tuple(_question(asked, read["answers"]) for asked in section["questions"]),
                )
                for section in one["section"]
            ),
        )
        for one in read["plan"]
    )


def plan(name: str) -> Plan | None:
    """The form of that name."""
    return next((one for one in plans() if one.name == name), None)


def _question(asked: dict[str, str], answers: dict[str, list[str]]) -> Question:
    answer = asked["answer"]
    return Question(
        ask=asked["ask"],
        hint=asked.get("hint", ""),
        choices=() if answer in {"words", "short"} else tuple(answers[answer]),
        is_short=answer == "short",
    )
