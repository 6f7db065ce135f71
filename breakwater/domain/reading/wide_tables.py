"""Wide tables: a row of headings, and under it a row for each item."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from breakwater.domain.reading import dates, headings
from breakwater.domain.reading.drafts import FACTS, Draft, DraftAnswer, number_above
from breakwater.domain.reading.labels import label_at
from breakwater.domain.reading.passages import Merged, Passage, Table, plain
from breakwater.domain.reading.vocabulary import Role
from breakwater.domain.reading.wide_columns import SPOKEN, Column, columns_of

_LONGEST_KIND = 24
# A part called by more words than this is set out, not named.
_LONGEST_NAME = 2


def drafts_under(table: Table, first: int) -> list[Draft]:
    """The items in the rows under a heading row."""
    columns = columns_of(table, first)
    found: list[Draft] = []
    last: Draft | None = None
    parent: Draft | None = None
    held: Draft | None = None
    # Each page may repeat the headings, and those of groups above them.
    heads = {row for row in table.rows[max(first - 1, 0) : first + 1] if any(row)}
    rows = [
        _Row(row, columns, f"{table.place} {number}")
        for number, row in enumerate(table.rows[first + 1 :], first + 2)
        if row not in heads and any(row)
    ]
    shared: dict[str, Passage] = {}
    for cells, below in zip_longest(rows, rows[1:]):
        fact = cells.shared_fact()
        if fact is not None:
            shared, last = _with_fact(shared, *fact), None
            continue
        group = cells.group(below)
        if group is not None:
            found.append(group)
            parent, last = group, None
            continue
        draft = cells.draft(parent)
        if draft is not None:
            _fill_in(draft, shared)
            _as_above(draft, held)
            cells.share(draft, held)
            held = draft
            if cells.parent is not None:
                cells.parent.inspection = draft.inspection
            parent = cells.parent or (parent if number_above(draft.number) else draft)
            found.extend(item for item in (cells.parent, draft) if item)
            last = draft
        elif last is not None and cells.is_continuation:
            cells.fill(last)
        else:
            shared, last = {}, None
    return found


def _with_fact(shared: dict[str, Passage], name: str, words: Passage) -> dict[str, Passage]:
    """What holds for the rows below, with one fact more; another report has another day."""
    kept = {key: value for key, value in shared.items() if key != "published"}
    return {**(kept if name == "inspection" else shared), name: words}


def _fill_in(draft: Draft, shared: dict[str, Passage]) -> None:
    for name, words in shared.items():
        setattr(draft, name, getattr(draft, name) or words)


def _as_above(draft: Draft, held: Draft | None) -> None:
    """A row that leaves the report empty is of the same report as the row above it."""
    if held is not None and draft.inspection is None:
        draft.inspection = held.inspection
        draft.published = draft.published or held.published


class _Row:
    """One row under its headings."""

    def __init__(self, row: Sequence[str], columns: Sequence[Column], place: str) -> None:
        self._row, self._columns, self._place = row, columns, place
        self.parent: Draft | None = None

    @property
    def is_continuation(self) -> bool:
        """Whether the row only goes on with the cells of the row above."""
        return not any(plain(passage.text) for _, passage in self._of(Role.NUMBER))

    @property
    def _alone(self) -> str | None:
        """What a row says that says one thing only, in one cell or across all of them."""
        said = list(dict.fromkeys(cell for cell in self._row if plain(cell)))
        return said[0] if len(said) == 1 else None

    def shared_fact(self) -> tuple[str, Passage] | None:
        """The fact that a row of one cell states for the rows below: "Lead agency: …"."""
        alone = self._alone
        if alone is None or not plain(self._row[0]):
            return None
        label = label_at(self._passage(plain(alone)))
        if label is None or label.role not in FACTS or not label.rest:
            return None
        return FACTS[label.role], self._passage(label.rest)

    def group(self, below: "_Row | None") -> Draft | None:
        """The recommendation that a row of one cell sets out for the parts in the rows below."""
        alone = self._alone
        split = headings.split_cell(alone) if alone is not None else None
        first = below.draft(None) if split and split[1] and below else None
        if split is None or first is None or number_above(first.number) != split[0]:
            return None
        words = self._passage(alone or "")
        return Draft(split[0], words, text=[words.saying(split[1])])

    def draft(self, parent: Draft | None) -> Draft | None:
        """The item that begins with this row, or None where none does."""
        self.parent = None
        number, text = self._number_and_text(parent)
        if number is None:
            return None
        draft = Draft(number, Passage(plain(" ".join(self._row)), self._place), has_place=True)
        if self.parent is not None:
            draft.parent = self.parent.text
        self.fill(draft, text)
        return draft

    def fill(self, draft: Draft, text: Sequence[Passage] | None = None) -> None:
        """Add the cells of the row to an item; a row below goes on with each of its cells."""
        draft.text.extend(self._words(Role.TEXT) if text is None else text)
        answers = [column for column in self._columns if column.role in SPOKEN]
        for position, column in enumerate(answers):
            if position == len(draft.answers):
                draft.answers.append(
                    DraftAnswer(column.heading, [], dates.first_day(column.heading))
                )
            _go_on(draft.answers[position].passages, self._cell(column))
        for _, cell in (*self._of(Role.NUMBER), *self._of(Role.TEXT)):
            above, split = headings.addressed_above(cell.text), headings.split_cell(cell.text)
            addressed = above[1] if above else headings.addressed_in(split[1]) if split else None
            draft.addressed = cell.saying(addressed) if addressed else draft.addressed
        draft.outcome.extend(self._words(Role.OUTCOME))
        draft.documents.extend(self._lines(Role.DOCUMENTS))
        draft.notes.extend(self._words(Role.NOTES))
        draft.owner = draft.owner or self._whole(Role.ADDRESSEE)
        draft.agency = draft.agency or self._whole(Role.AGENCY)
        draft.target = _longer(draft.target, self._words(Role.TARGET))
        draft.status = _longer(draft.status, self._words(Role.STATUS))
        draft.inspection = _longer(draft.inspection, self._words(Role.INSPECTION))
        draft.published = _longer(draft.published, self._words(Role.PUBLISHED))

    def share(self, draft: Draft, above: Draft | None) -> None:
        """Let an answer in a cell that is merged with the one above be that of both items."""
        answers = [column for column in self._columns if column.role in SPOKEN]
        for position, column in enumerate(answers):
            is_merged = column.index < len(self._row) and isinstance(
                self._row[column.index], Merged
            )
            if is_merged and above is not None and position < len(above.answers):
                draft.answers[position].passages = above.answers[position].passages

    def _number_and_text(self, parent: Draft | None) -> tuple[str | None, list[Passage]]:
        numbers = (self._number_in(column, cell) for column, cell in self._of(Role.NUMBER))
        own = next(filter(None, numbers), None)
        text = self._words(Role.TEXT)
        sub = self._sub(own or (parent.number if parent else None))
        if sub is not None:
            if own or text:
                self.parent = Draft(
                    own or number_above(sub[0]), self._passage(" ".join(self._row)), text=text
                )
            elif parent is not None:
                self.parent = Draft(parent.number, parent.heading, text=parent.text)
            return sub
        part = self._words(Role.SUBRECOMMENDATION)
        if own and any(len(words.text.split()) > _LONGEST_NAME for words in part):
            above = text or (parent.text if parent else [])
            self.parent = Draft(number_above(own) or own, self._passage(own), text=above)
            return own, part
        if own is None and text and not any(column.role is Role.NUMBER for column in self._columns):
            raw = next(cell.text for _, cell in self._of(Role.TEXT) if cell.text)
            own_line = headings.addressed_above(raw)
            split = (own_line[0], own_line[2]) if own_line else headings.split_cell(raw)
            if split:
                return split[0], [text[0].saying(split[1]), *text[1:]] if split[1] else text[1:]
        return own, text

    def _number_in(self, column: Column, cell: Passage) -> str | None:
        """The number in a cell; in a column of areas for improvement it keeps that name."""
        split = headings.split_cell(cell.text)
        number = headings.number_in_cell(cell.text) or (split[0] if split else None)
        number = number or headings.code_in_cell(cell.text)
        is_area = (
            number
            and number[0].isdigit()
            and (_names_area(column.heading) or any(map(_names_area, self._kinds())))
        )
        return f"AFI {number}" if is_area else number

    def _kinds(self) -> list[str]:
        """What the row is said to be, in a column of types: "AFI"; the words of no other column."""
        return [cell.text for _, cell in self._of(Role.OTHER) if len(cell.text) <= _LONGEST_KIND]

    def _sub(self, above: str | None) -> tuple[str, list[Passage]] | None:
        words = self._words(Role.SUBRECOMMENDATION)
        if not words:
            return None
        whole = words[0].saying(" ".join(passage.text for passage in words))
        split = headings.split_cell(
            "\n".join(cell.text for _, cell in self._of(Role.SUBRECOMMENDATION))
        )
        bare = headings.number_in_cell(whole.text)
        if bare:
            return bare, []
        if split:
            return split[0], [whole.saying(split[1])]
        letter = re.match(r"^\(?([a-z])(?:[).:]\s*|$)(.*)$", whole.text)
        return (f"{above}{letter[1]}", [whole.saying(letter[2])]) if letter and above else None

    def _of(self, role: Role) -> Iterator[tuple[Column, Passage]]:
        for column in self._columns:
            if column.role is role and column.index < len(self._row):
                yield column, self._passage(self._row[column.index])

    def _words(self, role: Role) -> list[Passage]:
        return [cell.saying(cell.text) for _, cell in self._of(role) if plain(cell.text)]

    def _whole(self, role: Role) -> Passage | None:
        """A cell with its line breaks, which may part one body from another.

        Whom a row is for may stand in a cell that is merged with those above.
        """
        for column, cell in self._of(role):
            words = self._row[column.index]
            above = words.above if isinstance(words, Merged) else ""
            if plain(cell.text) or plain(above):
                return cell if plain(cell.text) else self._passage(above)
        return None

    def _lines(self, role: Role) -> list[Passage]:
        return [
            self._passage(line)
            for _, cell in self._of(role)
            for line in re.split(r"\n(?!\()", cell.text)
            if plain(line)
        ]

    def _cell(self, column: Column) -> list[Passage]:
        words = self._row[column.index] if column.index < len(self._row) else ""
        return [self._passage(words).saying(words)] if plain(words) else []

    def _passage(self, words: str) -> Passage:
        return Passage(words, self._place)


def _go_on(said: list[Passage], more: Sequence[Passage]) -> None:
    """Add what a row below says; it finishes a sentence that the row above left open."""
    for passage in more:
        if said and not said[-1].text.endswith((".", "!", "?", ":", ";", "”", "’")):
            said[-1] = said[-1].saying(f"{said[-1].text} {passage.text}")
        else:
            said.append(passage)


def _names_area(words: str) -> bool:
    return bool(re.match(r"(?:afis?|areas? for improvement)\b", words.strip(), re.IGNORECASE))


def _longer(held: Passage | None, more: Sequence[Passage]) -> Passage | None:
    """A cell, and what the rows below it add."""
    words = [*([held] if held else []), *more]
    return words[0].saying(" ".join(passage.text for passage in words)) if words else None
