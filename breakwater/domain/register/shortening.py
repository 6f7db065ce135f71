"""Shortens published words for a list, openly: what was left out is marked."""


def beginning(text: str, *, letters: int = 280) -> str:
    """The first words of ``text`` on one line, with "…" where more follows; no word is cut."""
    line = " ".join(text.split())
    if len(line) <= letters:
        return line
    head = line[: letters + 1].rpartition(" ")[0] or line[:letters]
    return f"{head.rstrip(' ,;:.')}…"


def short_title(title: str) -> str:
    """The title people use: up to its question mark, or before its colon; else all of it."""
    question, mark, _rest = title.partition("?")
    if mark:
        return question + mark
    return title.partition(":")[0].strip() or title
