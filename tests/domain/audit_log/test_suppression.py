"""Figures: what is hidden stays hidden, whatever is added to and subtracted from what."""

import datetime
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from breakwater.domain.audit_log.entry import Opening
from breakwater.domain.audit_log.figures import (
    ROWS,
    log_of,
    read_statement,
    state_figures,
)
from breakwater.domain.audit_log.kinds import Kind, Log
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.signing import sign
from breakwater.domain.audit_log.suppression import SMALLEST_SHOWN, Hidden, suppress
from tests.domain.audit_log.made_log import AUDITOR_KEY, ORIGIN, MadeLog

TODAY = datetime.date(2026, 11, 23)
OCTOBER = "2026-10"
PRIME = 2**61 - 1
FORCE_ROWS = ROWS[Log.FORCE]
PARTS = {name: row.parts for name, row in FORCE_ROWS.items() if row.parts}
COUNTED = [name for name, row in FORCE_ROWS.items() if row.kinds]

Shown = dict[str, int | Hidden]


@st.composite
def hierarchies(draw: st.DrawFn) -> dict[str, tuple[str, ...]]:
    """Any forest of at most nine rows: each row a part of at most one earlier row."""
    size = draw(st.integers(1, 9))
    parts: dict[str, tuple[str, ...]] = {}
    for row in range(1, size):
        parent = draw(st.integers(-1, row - 1))
        if parent >= 0:
            parts[f"r{parent}"] = (*parts.get(f"r{parent}", ()), f"r{row}")
    parts.setdefault("r0", ())
    return parts


def rows_of(parts: dict[str, tuple[str, ...]]) -> list[str]:
    return sorted({*parts, *(part for below in parts.values() for part in below)})


def leaves_of(parts: dict[str, tuple[str, ...]]) -> list[str]:
    return [row for row in rows_of(parts) if not parts.get(row)]


def published(parts: dict[str, tuple[str, ...]], counts: dict[str, int]) -> Shown:
    return suppress(counts, {row: below for row, below in parts.items() if below})


@given(hierarchies(), st.data())
@settings(max_examples=200)
def test_a_hidden_count_could_be_any_number_under_five_for_all_that_is_published(
    parts: dict[str, tuple[str, ...]], data: st.DataObject
) -> None:
    leaves = leaves_of(parts)
    counts = {leaf: data.draw(st.integers(0, 9)) for leaf in leaves}
    shown = published(parts, counts)
    hidden = [leaf for leaf in leaves if not isinstance(shown[leaf], int)][:3]

    for values in product(range(SMALLEST_SHOWN), repeat=len(hidden)):
        other = counts | dict(zip(hidden, values, strict=True))
        assert published(parts, other) == shown


@given(
    st.lists(hierarchies(), min_size=1, max_size=2),
    st.integers(1, 3),
    st.data(),
)
@settings(max_examples=60, deadline=None)
def test_no_sum_or_difference_of_any_statements_gives_a_hidden_count(
    shapes: list[dict[str, tuple[str, ...]]], months: int, data: st.DataObject
) -> None:
    """Linear algebra: no combination of published equations leaves hidden counts only.

    The unknowns are the leaves of every month of every log; each published sum is an equation.
    Could a hidden count, or any weighted sum of hidden counts, be computed from them, it would lie
    in their span, and adding the hidden counts would not raise the rank by one each.
    """
    unknown: list[tuple[int, int, str]] = []
    equations: list[set[tuple[int, int, str]]] = []
    hidden: set[tuple[int, int, str]] = set()
    for log, parts in enumerate(shapes):
        for month in range(months):
            counts = {leaf: data.draw(st.integers(0, 12)) for leaf in leaves_of(parts)}
            shown = published(parts, counts)
            for row, value in shown.items():
                cells = {(log, month, leaf) for leaf in leaves_under(row, parts)}
                if isinstance(value, int):
                    equations.append(cells)
                elif not parts.get(row):
                    hidden |= cells
            unknown += [(log, month, leaf) for leaf in counts]
    known = [[int(cell in cells) for cell in unknown] for cells in equations]
    wanted = [[int(cell == one) for cell in unknown] for one in hidden]

    assert rank(known + wanted) == rank(known) + len(hidden)


def leaves_under(row: str, parts: dict[str, tuple[str, ...]]) -> list[str]:
    below = parts.get(row, ())
    return [leaf for part in below for leaf in leaves_under(part, parts)] if below else [row]


def rank(matrix: list[list[int]]) -> int:
    """The rank modulo a large prime, which for these small 0-1 matrices is the rank."""
    rows, found = [row[:] for row in matrix], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((at for at in range(found, len(rows)) if rows[at][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, PRIME)
        for at in range(found + 1, len(rows)):
            if factor := rows[at][column] * inverse % PRIME:
                pairs = zip(rows[at], rows[found], strict=True)
                rows[at] = [(value - factor * above) % PRIME for value, above in pairs]
        found += 1
    return found


@given(st.dictionaries(st.sampled_from(COUNTED), st.integers(0, 30)), st.data())
def test_in_the_rows_of_a_force_a_hidden_count_changes_nothing_published(
    some: dict[str, int], data: st.DataObject
) -> None:
    counts = dict.fromkeys(COUNTED, 0) | some
    shown = suppress(counts, PARTS)
    small = [row for row in COUNTED if counts[row] < SMALLEST_SHOWN]
    assume(small)
    row = data.draw(st.sampled_from(small))

    other = suppress(counts | {row: data.draw(st.integers(0, 4))}, PARTS)

    assert other == shown
    assert not isinstance(shown[row], int)


@pytest.mark.parametrize(
    ("counts", "says"),
    [
        ({"links-made": 10, "links-declined": 2}, Hidden.NOT_SHOWN),
        ({"links-made": 10, "links-declined": 5}, 12),
        ({"links-made": 4, "links-declined": 4}, Hidden.NOT_SHOWN),
    ],
)
def test_decisions_are_not_shown_where_they_would_give_a_small_outcome_away(
    counts: dict[str, int], says: int | Hidden
) -> None:
    shown = suppress({"decided-never-share": 12} | counts, PARTS)

    assert shown["decided-never-share"] == says
    assert shown["decisions"] is Hidden.NOT_SHOWN


def test_a_nought_is_hidden_like_every_small_number() -> None:
    assert suppress({"a": 0, "b": 4, "c": 5}, {}) == {
        "a": Hidden.FEWER_THAN_FIVE,
        "b": Hidden.FEWER_THAN_FIVE,
        "c": 5,
    }


def log_with(counts: dict[Kind, int], month: int = 10) -> MadeLog:
    log = MadeLog()
    for kind, number in counts.items():
        for _ in range(number):
            log.append(kind, day=datetime.date(2026, month, 3))
    return log


def openings(log: MadeLog) -> list[tuple[int, Opening]]:
    return list(enumerate(log.openings))


def test_a_statement_counts_one_month_and_reads_back_signed() -> None:
    log = log_with({Kind.REPORT_RECEIVED: 7, Kind.LINK_MADE: 3, Kind.FILLER: 50})
    log.append(Kind.REPORT_RECEIVED, day=datetime.date(2026, 9, 30))
    statement = state_figures(log.checkpoint(), OCTOBER, openings(log), TODAY)

    read, note = read_statement(str(sign(str(statement), [AUDITOR_KEY])).encode())

    assert read == statement
    assert note.signatures[0].name == AUDITOR_KEY.name
    assert statement.figures["reports-received"] == 7
    assert statement.figures["links-made"] is Hidden.FEWER_THAN_FIVE
    assert "50" not in str(statement).replace(str(log.size), "")


def test_a_closed_month_is_the_same_at_every_later_checkpoint() -> None:
    log = log_with({Kind.REPORT_RECEIVED: 7})
    before = state_figures(log.checkpoint(), OCTOBER, openings(log), TODAY)
    for _ in range(9):
        log.append(Kind.REPORT_RECEIVED, day=TODAY)

    after = state_figures(log.checkpoint(), OCTOBER, openings(log), TODAY)

    assert after.figures == before.figures


def test_entries_after_the_checkpoint_are_not_counted() -> None:
    log = log_with({Kind.REPORT_RECEIVED: 20})

    statement = state_figures(log.checkpoint(8), OCTOBER, openings(log), TODAY)

    assert statement.figures["reports-received"] == 8
    assert statement.not_opened == 0


@pytest.mark.parametrize("month", ["2026-11", "2027-01", "2026-13", "2026-1", "october"])
def test_a_month_that_is_not_over_has_no_figures(month: str) -> None:
    log = log_with({})
    with pytest.raises(MalformedError, match="is not over"):
        state_figures(log.checkpoint(), month, [], TODAY)


@pytest.mark.parametrize(
    ("missing", "says"), [(0, 0), (1, Hidden.FEWER_THAN_FIVE), (4, Hidden.FEWER_THAN_FIVE), (6, 6)]
)
def test_entries_not_opened_are_told_unless_they_are_few(missing: int, says: int | Hidden) -> None:
    log = log_with({Kind.REPORT_RECEIVED: 20})

    statement = state_figures(log.checkpoint(), OCTOBER, openings(log)[missing:], TODAY)

    assert statement.not_opened == says


@pytest.mark.parametrize(
    "change",
    [
        ("figure checks fewer-than-5\n", ""),
        ("figure checks", "figure other"),
        ("month 2026-10", "month 2026-20"),
        ("checkpoint 7 ", "checkpoint 07 "),
        ("fewer-than-5", "few"),
        ("breakwater-figures/v1", "breakwater-figures/v2"),
        ("not-opened 0", "not-opened 0 0"),
        (ORIGIN, "logs.northmere.example/other-log"),
    ],
)
def test_a_statement_that_is_not_in_its_plain_form_is_refused(change: tuple[str, str]) -> None:
    log = log_with({Kind.REPORT_RECEIVED: 7})
    text = str(state_figures(log.checkpoint(), OCTOBER, openings(log), TODAY))
    assert change[0] in text

    note = sign(text.replace(*change), [AUDITOR_KEY])

    with pytest.raises(MalformedError):
        read_statement(str(note).encode())


def test_a_log_continued_after_a_restore_is_still_its_log() -> None:
    assert log_of("logs.example/disclosure-log-2") is Log.FORCE
    assert log_of("logs.example/register-log") is Log.REGISTER
