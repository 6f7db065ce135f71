"""Measurements, each beside a named rival or ceiling in the same run: ``make bench``.

Each module here has ``table() -> Table`` and a docstring whose first line is its title.
"""

# Rows of what was measured, the figure with its unit, and a note (the ratio, the bound).
Table = list[tuple[str, str, str]]
