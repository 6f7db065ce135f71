"""``breakwater decide``: put one complete question to one or more packs."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from breakwater.domain.firewall.approval import is_signed_by_both
from breakwater.domain.firewall.combination import Combination
from breakwater.domain.firewall.explanation import as_data, in_words
from breakwater.domain.firewall.facts import QuestionError
from breakwater.pack_folder import PACKS, PackFolder, read_approval_beside


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what a question needs."""
    parser.add_argument("--packs", type=Path, default=PACKS, help="the folder of all packs")
    parser.add_argument(
        "--pack",
        action="append",
        required=True,
        help="a pack's NAME, NAME/VERSION, or the path of its file;"
        " given more than once, the most protective answer wins",
    )
    parser.add_argument("--json", action="store_true", help="the answer as JSON")
    parser.add_argument("facts", nargs="*", metavar="fact=value", help="each fact with its value")


def run(arguments: argparse.Namespace) -> int:
    """Answer a complete question; anything else is refused and never answered."""
    folder = PackFolder(arguments.packs)
    files = [folder.find(reference) for reference in arguments.pack]
    combination = Combination([folder.prove(file) for file in files])
    decision = combination.decide(_answers(arguments.facts))
    if arguments.json:
        print(json.dumps(as_data(decision), ensure_ascii=False, indent=2))
        return 0
    duties = {duty: words for p in combination.packs for duty, words in p.pack.duties.items()}
    print(in_words(decision, duties))
    if not all(is_signed_by_both(read_approval_beside(file)) for file in files):
        print("\nThis is a demonstration: the pack is unsigned and not approved for use.")
    return 0


def _answers(facts: Sequence[str]) -> dict[str, str]:
    answers: dict[str, str] = {}
    for fact in facts:
        name, equals, value = fact.partition("=")
        if not equals or name in answers:
            raise QuestionError("give each fact once, as fact=value")
        answers[name] = value
    return answers
