"""How an open item is settled, in an editor's words: on the page and in the workbook."""

from breakwater.domain.register.plan import KEEP, SKIP, TAKE, Item

ANSWERS = {
    TAKE: "Take it as it is",
    KEEP: "Keep what the register holds",
    SKIP: "Leave this item out",
}
_WHICH_REPORT = "say which report it answers"


def to_settle_it(item: Item) -> str:
    """What a person can do about the item, as a sentence; empty where nothing is asked."""
    ways = dict.fromkeys(
        _beginning_small(ANSWERS[answer]) if answer in ANSWERS else _WHICH_REPORT
        for answer in item.answers
    )
    return f"You can {_or(list(ways))}." if ways else ""


def _or(ways: list[str]) -> str:
    return ", or ".join(ways) if len(ways) < 3 else f"{', '.join(ways[:-1])}, or {ways[-1]}"


def _beginning_small(words: str) -> str:
    return words[:1].lower() + words[1:]
