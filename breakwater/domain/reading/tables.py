"""Tables as records: wide ones with a heading row, narrow ones of labels and values."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from breakwater.domain.reading import narrow_tables, wide_columns, wide_tables
from breakwater.domain.reading.drafts import Draft
from breakwater.domain.reading.passages import Part, Passage, Table, plain


def joined_up(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts, with a table that a page break cut in two put together again."""
    held: list[Table] = []
    heading: tuple[str, ...] | None = None
    for part in parts:
        if isinstance(part, Table) and held and _is_rest(held[-1], heading, part):
            held.append(part)
            continue
        yield from _one_of(held)
        held = [part] if isinstance(part, Table) else []
        heading = _heading_of(part) if isinstance(part, Table) else None
        if not held:
            yield part
    yield from _one_of(held)


def _one_of(tables: Sequence[Table]) -> Iterator[Table]:
    if tables:
        yield Table(tuple(row for table in tables for row in table.rows), tables[0].place)


def _heading_of(table: Table) -> tuple[str, ...] | None:
    first = header_row(table)
    return None if first is None else table.rows[first]


def _is_rest(above: Table, heading: tuple[str, ...] | None, below: Table) -> bool:
    if heading is not None:
        return _goes_on(heading, below)
    is_on_next_page = above.place.startswith("page") and above.place != below.place
    return is_on_next_page and narrow_tables.is_narrow(above) and narrow_tables.is_rest(below)


def _goes_on(heading: tuple[str, ...], below: Table) -> bool:
    """Whether a table repeats the heading row of the one before it, or has none of its own."""
    if len(heading) != len(below.rows[0] if below.rows else ()):
        return False
    return _heading_of(below) in (None, heading)


def header_row(table: Table) -> int | None:
    """Which row names the columns of a wide table of recommendations, or None."""
    return None if narrow_tables.is_narrow(table) else wide_columns.header_row(table)


def drafts_in(table: Table) -> list[Draft]:
    """The items of a table of either shape; none where it is not about recommendations."""
    if narrow_tables.is_narrow(table):
        return list(narrow_tables.drafts_in(table))
    first = wide_columns.header_row(table)
    return wide_tables.drafts_under(table, first) if first is not None else []


def fill_from_labels(draft: Draft, table: Table) -> bool:
    """Fill an item from a table that stands under its heading and gives no number.

    Its labels stand at the left, or in one row with the values below.
    """
    for shape in (table, _turned(table)):
        if narrow_tables.is_narrow(shape):
            narrow_tables.fill(draft, shape)
            return True
    return False


def _turned(table: Table) -> Table:
    """The table with its columns as rows, the cells below each heading put together."""
    width = max(map(len, table.rows), default=0)
    filled = [(*row, *[""] * (width - len(row))) for row in table.rows]
    columns = zip(*filled, strict=True)
    return Table(
        tuple((head, "\n".join(filter(plain, below))) for head, *below in columns), table.place
    )


def labelled_cells(table: Table) -> Iterator[tuple[str, Passage]]:
    """Each cell of a table about the whole document with its label, the cell before it.

    In a row of only two, cells that are merged for looks may stand empty between them.
    """
    first = header_row(table)
    for number, row in enumerate(table.rows[:first], 1):
        said = [cell for cell in row if plain(cell)]
        for label, value in pairwise(said if len(said) == 2 else row):
            if plain(label) and plain(value):
                yield plain(label), Passage(value.strip(), f"{table.place} {number}")


def lines_around(table: Table) -> Iterator[Passage]:
    """The lines above the heading row, which tell about the whole document, and such as follow."""
    first = header_row(table)
    rows = table.rows if first is None else table.rows[: first + 1]
    for number, row in enumerate(rows, 1):
        for cell in row:
            for line in cell.split("\n"):
                if plain(line):
                    yield Passage(plain(line), f"{table.place} {number}")
