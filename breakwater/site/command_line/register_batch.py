"""What the register's verbs share: reading the file, whose batch it is, and printing a plan."""

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from breakwater.domain.plain_error import PlainError
from breakwater.domain.register.plan import KEEP, TAKE, Change, Decisions, Item, Plan

if TYPE_CHECKING:
    from breakwater.apps.organisations.models import Organisation
    from breakwater.apps.register.models import ImportBatch

BY = "the operator, at the command line"
LARGEST_FILE = 50_000_000
_MOST_NAMED = 20

_SIGNS = {
    Change.NEW: "+",
    Change.CHANGED: "~",
    Change.UNCHANGED: "=",
    Change.LEFT_OUT: "-",
    Change.CONFLICT: "!",
    Change.NEEDS_PERSON: "?",
}


def add_shared_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, the decisions about its rows, and how to print."""
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument(
        "--row",
        action="append",
        default=[],
        type=_decision,
        metavar="N=ANSWER",
        help="settle row N of the preview: take, keep, skip or an inspection; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="print the plan as JSON")
    parser.add_argument(
        "--owner", default="operator", metavar="SLUG", help="the organisation whose batch it is"
    )


def content_of(path: Path) -> bytes:
    """The bytes of a file; ``PlainError`` where it can't be read or is too large."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise PlainError(f"cannot read {path.name}: it is larger than 50 MB")
        return path.read_bytes()
    except OSError as fault:
        reason = (fault.strerror or "it can't be opened").lower()
        raise PlainError(f"cannot read {path.name}: {reason}") from fault


def decisions_of(arguments: argparse.Namespace) -> dict[int, frozenset[str]]:
    """What was said of each row."""
    said: dict[int, set[str]] = defaultdict(set)
    for row, answer in arguments.row:
        said[row].add(answer)
    return {row: frozenset(answers) for row, answers in said.items()}


def refuse_wrong_answers(decisions: Decisions, *, rows: int, answers: Sequence[str]) -> None:
    """``PlainError`` where a row is answered that there is not, or in a way that means nothing."""
    for row, said in decisions.items():
        if row > rows:
            raise PlainError(f"there is no row {row} here: --row takes {_rows(rows)}")
        allowed = [TAKE] if row == 0 else answers
        wrong = sorted(said.difference(allowed))
        if wrong:
            raise PlainError(
                f"row {row} can't be answered with {wrong[0]}: "
                f"--row {row}= takes {' or '.join(allowed)}"
            )
        if {TAKE, KEEP} <= said:
            raise PlainError(f"row {row} is answered twice: say take or keep")


def _rows(rows: int) -> str:
    return f"0 (the document itself) to {rows}" if rows else "0 (the document itself) only"


def refuse_unknown_owner(slug: str) -> None:
    """``PlainError``, before anything else is done, where there is no such organisation."""
    from breakwater.apps.organisations.models import Organisation

    known = {*Organisation.objects.values_list("slug", flat=True), "operator"}
    if slug not in known:
        some = ", ".join(sorted(known)[:_MOST_NAMED]) + (", …" if len(known) > _MOST_NAMED else "")
        raise PlainError(f"there is no organisation {slug}; --owner is one of {some}")


def owner_of(slug: str) -> "Organisation":
    """The organisation a batch belongs to; the operator's own is made when first needed."""
    from breakwater.apps.organisations.models import Organisation

    refuse_unknown_owner(slug)
    if slug == "operator":
        return Organisation.objects.get_or_create(
            slug=slug,
            defaults={
                "name": "The operator of this installation",
                "kind": Organisation.Kind.OPERATOR,
            },
        )[0]
    return Organisation.objects.get(slug=slug)


def report(plan: Plan, batch: "ImportBatch | None", *, as_json: bool, is_preview: bool) -> int:
    """Print what would change or was changed; return the exit code."""
    if as_json:
        print(json.dumps(_as_json(plan, batch), ensure_ascii=False, indent=2))
    else:
        for line in _lines(plan):
            print(line)
        print(_closing(plan, batch, is_preview=is_preview))
    return 1 if plan.open_items else 0


def _lines(plan: Plan) -> list[str]:
    lines = []
    for item in plan.items:
        row = f"row {item.row}" if item.row else "      "
        sentence = f": {item.sentence}{_settled_by(item)}" if item.sentence else ""
        lines.append(f"{_SIGNS[item.change]} {row:<7} {item.subject} ({item.change}){sentence}")
        if item.step is None and item.change is Change.UNCHANGED:
            continue
        lines += [
            f"            {sign} {_short(words)}"
            for sign, words in (("was:", item.before), ("now:", item.after))
            if words
        ]
    return lines


def _settled_by(item: Item) -> str:
    """What to say to settle it, as this verb takes it."""
    choices = " or ".join(f"--row {item.row}={answer}" for answer in item.answers)
    return f"; say {choices}" if choices else ""


def _short(words: str, at_most: int = 100) -> str:
    line = " ".join(words.split())
    return line if len(line) <= at_most else f"{line[: at_most - 1].rstrip()}…"


def _closing(plan: Plan, batch: "ImportBatch | None", *, is_preview: bool) -> str:
    counts = ", ".join(f"{number} {change}" for change, number in plan.counts().items() if number)
    if batch is not None:
        return f"Stored as batch {batch.pk} ({counts}). To undo it: breakwater undo {batch.pk}"
    if plan.open_items:
        return f"Nothing was stored ({counts}). A person has to settle the rows marked ! and ?."
    if not plan.steps:
        return "The register holds all of this already; nothing would change."
    ending = "Nothing was stored; give --commit to store it." if is_preview else ""
    return f"This would change the register ({counts}). {ending}".strip()


def _as_json(plan: Plan, batch: "ImportBatch | None") -> dict[str, object]:
    return {
        "batch": batch.pk if batch else None,
        "counts": plan.counts(),
        "items": [_item_as_json(item) for item in plan.items],
    }


def _item_as_json(item: Item) -> dict[str, object]:
    return {
        "row": item.row,
        "change": item.change.value,
        "subject": item.subject,
        "sentence": item.sentence,
        "answers": list(item.answers),
        "before": item.before or None,
        "after": item.after or None,
    }


def _decision(text: str) -> tuple[int, str]:
    row, equals, answer = text.partition("=")
    if not (equals and row.isdigit() and answer):
        raise argparse.ArgumentTypeError("give it as N=ANSWER, for example 3=skip")
    return int(row), answer
