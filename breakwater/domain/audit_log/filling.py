"""How many fillers a publication needs, so that its size tells neither a count nor a moment."""

# Rows of figures are shown beside the log's public size. Were the slack allowed to be small, the
# size less the figures shown would bound a hidden figure.
FEWEST_FILLERS = 32


def fillers_needed(size: int, multiple: int) -> int:
    """How many fillers bring a log of ``size`` to a multiple of ``multiple``; at least 32.

    ``multiple`` must be positive. A day on which nothing happened is filled and published too.
    """
    if multiple < 1:
        raise ValueError("a log is filled up to a positive multiple")
    filled = size + FEWEST_FILLERS
    return filled + -filled % multiple - size
