"""Cells of a table that somebody opens in a spreadsheet: text stays text and is never run."""

# What a spreadsheet takes for the beginning of a formula, in any of its languages.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: object) -> str:
    """The cell as text; what a spreadsheet would run begins with an apostrophe."""
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
