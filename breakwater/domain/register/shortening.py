"""Shortens published words for a list, openly: what was left out is marked."""


def beginning(text: str, *, letters: int = 280) -> str:
    """The first words of ``text`` on one line, with "…" where more follows; no word is cut."""
    line = " ".join(text.split())
    if len(line) <= letters:
        return line
    head = line[: letters + 1].rpartition(" ")[0] or line[:letters]
    return f"{head.rstrip(' ,;:.')}…"
