"""The answers so far, which travel in the address: about the situation, never about anyone."""

from collections.abc import Mapping
from urllib.parse import urlencode

from breakwater.apps.disclosures import rule


def read(given: Mapping[str, str]) -> dict[str, str]:
    """The answers in ``given`` that the rule asked for, in its order, up to the first that is none.

    Whatever else an address holds is dropped, so that nobody can be led to an answer to a question
    they were not asked.
    """
    answers: dict[str, str] = {}
    while (asked := rule.question_after(answers)) is not None:
        value = given.get(asked.name, "")
        if value not in asked.value_names:
            break
        answers[asked.name] = value
    return answers


def written(answers: Mapping[str, str]) -> str:
    """The answers as the query of an address, with its question mark; empty for none."""
    return f"?{urlencode(answers)}" if answers else ""


def in_words(answers: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each question with its answer, as the person read them."""
    asked = [(rule.fact(name), value) for name, value in answers.items()]
    return [
        (one.question.partition("? ")[0].rstrip("?") + "?", rule.value_in_words(one.name, value))
        for one, value in asked
        if one is not None
    ]
