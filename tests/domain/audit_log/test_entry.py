"""The two commitments of an entry, its openings, its kinds and its fillers."""

import datetime
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.audit_log.entry import Opening, commit, holds_record, read_day
from breakwater.domain.audit_log.figures import ROWS
from breakwater.domain.audit_log.filling import FEWEST_FILLERS, fillers_needed
from breakwater.domain.audit_log.kinds import Kind, Log
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.openings import (
    OpenedEntry,
    read_opened_entry,
    read_openings,
    write_openings,
)
from tests.domain.audit_log.made_log import DAY, ORIGIN, made_log

KINDS = st.sampled_from(list(Kind))
DAYS = st.dates(datetime.date(2020, 12, 17), datetime.date(2099, 12, 31))
SALTS = st.binary(min_size=32, max_size=32)


def test_an_entry_is_the_two_hashes_the_design_names() -> None:
    entry = commit(Kind.RELEASED, DAY, b"record", b"1" * 32, b"2" * 32)

    assert entry[:32] == sha256(b"1" * 32 + b"released" + b"2026-10-14").digest()
    assert entry[32:] == sha256(b"2" * 32 + b"record").digest()


@given(KINDS, DAYS, SALTS, KINDS, DAYS, SALTS)
def test_an_entry_opens_only_as_the_kind_day_and_salt_it_was_made_of(
    kind: Kind,
    day: datetime.date,
    salt: bytes,
    other_kind: Kind,
    other_day: datetime.date,
    other_salt: bytes,
) -> None:
    entry = commit(kind, day, b"", salt, sha256(salt).digest())
    true, other = Opening(kind, day, salt), Opening(other_kind, other_day, other_salt)

    assert true.opens(entry)
    assert other.opens(entry) is (other == true)


@given(st.binary(max_size=50), st.binary(max_size=50), SALTS)
def test_an_entry_holds_exactly_its_record(record: bytes, other: bytes, salt: bytes) -> None:
    entry = commit(Kind.RELEASED, DAY, record, sha256(salt).digest(), salt)

    assert holds_record(entry, record, salt)
    assert holds_record(entry, other, salt) is (other == record)
    assert not holds_record(entry, record, sha256(salt).digest())


def test_an_auditor_who_is_shown_the_first_half_learns_nothing_of_the_second() -> None:
    one = commit(Kind.REPORT_RECEIVED, DAY, b"short", b"1" * 32, b"2" * 32)
    other = commit(Kind.REPORT_RECEIVED, DAY, b"a long record" * 99, b"1" * 32, b"3" * 32)

    assert one[:32] == other[:32]
    assert len(one) == len(other) == 64


def test_a_filler_is_made_as_every_entry_is_and_has_its_form() -> None:
    report = commit(Kind.REPORT_RECEIVED, DAY, b"words", b"1" * 32, b"2" * 32)
    filler = commit(Kind.FILLER, DAY, b"", b"3" * 32, b"4" * 32)

    assert len(report) == len(filler)
    for unsalted in (b"", Kind.FILLER.value.encode(), b"filler" + DAY.isoformat().encode()):
        assert sha256(unsalted).digest() not in (filler[:32], filler[32:])


@pytest.mark.parametrize("salt", [b"", b"x" * 31, b"x" * 33])
def test_a_salt_that_is_no_salt_is_refused(salt: bytes) -> None:
    with pytest.raises(MalformedError, match="32 bytes"):
        commit(Kind.FILLER, DAY, b"", salt, b"2" * 32)
    with pytest.raises(MalformedError, match="32 bytes"):
        commit(Kind.FILLER, DAY, b"", b"1" * 32, salt)
    with pytest.raises(MalformedError, match="different"):
        commit(Kind.FILLER, DAY, b"", b"1" * 32, b"1" * 32)


@given(st.integers(0, 10**7), st.sampled_from([1, 64, 256, 1000]))
def test_a_publication_is_a_multiple_with_at_least_so_many_fillers(
    size: int, multiple: int
) -> None:
    fillers = fillers_needed(size, multiple)

    assert (size + fillers) % multiple == 0
    assert FEWEST_FILLERS <= fillers < FEWEST_FILLERS + multiple


@given(KINDS, DAYS, SALTS, SALTS, st.booleans(), st.booleans())
def test_an_opened_entry_reads_back(
    kind: Kind, day: datetime.date, salt1: bytes, salt2: bytes, event: bool, record: bool
) -> None:
    opened = OpenedEntry(
        bytes(64), Opening(kind, day, salt1) if event else None, salt2 if record else None
    )

    assert read_opened_entry(str(opened)) == opened


def test_an_auditors_file_reads_back_and_another_logs_is_refused() -> None:
    log = made_log(20)
    lines = list(write_openings(ORIGIN, enumerate(log.openings)))

    read = list(read_openings(lines, ORIGIN))

    assert read == list(enumerate(log.openings))
    assert all(opening.opens(log.entries[index]) for index, opening in read)
    for wrong, origin in (
        (lines, "other.example/disclosure-log"),
        (lines[1:], ORIGIN),
        ([*lines, lines[5]], ORIGIN),
        ([*lines[:-1], lines[-1][:-1]], ORIGIN),
        ([*lines, "twenty x\n"], ORIGIN),
        ([], ORIGIN),
    ):
        with pytest.raises(MalformedError):
            list(read_openings(wrong, origin))


@pytest.mark.parametrize("text", ["", "20261014", "2026-W42-3", "2026-1-1", "2026-02-30", "١"])
def test_a_day_has_one_spelling(text: str) -> None:
    with pytest.raises(MalformedError):
        read_day(text)


def test_every_kind_is_told_in_a_sentence_and_written_in_plain_letters() -> None:
    for kind in Kind:
        assert kind.logs, kind
        assert kind.says[0].isupper()
        assert not kind.says.endswith(".")
        assert kind.value.replace("-", "").isalpha()
        assert kind.value.isascii()


def test_every_figure_counts_kinds_of_its_own_log_and_each_kind_once() -> None:
    for log, rows in ROWS.items():
        counted = [kind for row in rows.values() for kind in row.kinds]
        assert len(counted) == len(set(counted))
        assert all(log in kind.logs for kind in counted)
        assert all(part in rows for row in rows.values() for part in row.parts)


def test_fillers_are_never_counted_in_public() -> None:
    # Their number and the log's public size would give away the sum of what is not shown.
    for log in Log:
        assert all(Kind.FILLER not in row.kinds for row in ROWS[log].values())
