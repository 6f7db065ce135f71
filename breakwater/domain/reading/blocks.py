"""Gathers recommendations and answers out of passages that follow one another on a page."""

import re

from breakwater.domain.reading import headings, reports, tables
from breakwater.domain.reading.drafts import FACTS, Draft, DraftAnswer, number_above
from breakwater.domain.reading.headings import Numbered
from breakwater.domain.reading.labels import Label, label_at, labels_alone
from breakwater.domain.reading.passages import Part, Passage, Shape, Source, Table
from breakwater.domain.reading.statuses import tag_of
from breakwater.domain.reading.unlabelled import with_unlabelled_answers
from breakwater.domain.reading.verdicts import is_in_prose, role_beside
from breakwater.domain.reading.vocabulary import Role, document_label, either

_LONGEST_TITLE = 80
_TITLE_WITHOUT_STOP = 40
_LONGEST_VALUE = 80
_FEW_WORDS = 4


def drafts_in(source: Source) -> list[Draft]:
    """Every numbered item of a document, in order, entries and parents alike."""
    reader = _Reader(source)
    for table in tables.joined_up(source.parts):
        reader.take(table)
    reader.tell_reports_apart()
    return with_unlabelled_answers(reader.drafts, has_labels=reader.has_answer_labels)


# The labels whose value is the one line below them.
_TAKES_A_LINE = frozenset({*FACTS, Role.NUMBER})
# The same where each line was a cell: then what is of no interest is taken away with its label.
_TAKES_A_CELL = _TAKES_A_LINE | {Role.OTHER, Role.DOCUMENTS}


class _Reader:
    """Reads part after part, and keeps in mind which item and which label it is under."""

    def __init__(self, source: Source) -> None:
        self.drafts: list[Draft] = []
        self.has_answer_labels = False
        self._is_laid_out = source.is_laid_out
        self._repeated: dict[str, Role] = (
            {} if source.is_laid_out else labels_alone(source.passages)
        )
        self._takes_bare_numbers = not any(map(_is_named_heading, source.passages))
        self._draft: Draft | None = None
        self._gathering: list[Passage] = []
        self._fact: Label | None = None
        self._tag: Passage | None = None
        self._reports: list[tuple[list[Draft], dict[str, Passage]]] = []

    def tell_reports_apart(self) -> None:
        """Where each table names its own report above its headings, that of its items is it."""
        named = {facts["title"].text for _, facts in self._reports if "title" in facts}
        for drafts, facts in self._reports if len(named) > 1 else ():
            for draft in drafts:
                draft.inspection = draft.inspection or facts.get("title")
                draft.published = draft.published or facts.get("published")

    def take(self, part: Part) -> None:
        """Put one passage or table where it belongs."""
        match part:
            case Table():
                self._take_table(part)
            case Passage(shape=Shape.BREAK):
                self._close()
            case Passage():
                self._take_passage(part)

    def _take_table(self, table: Table) -> None:
        drafts = tables.drafts_in(table)
        self.drafts.extend(drafts)
        if drafts:
            labelled = tables.labelled_cells(table)
            facts = {document_label(label) or "": value for label, value in labelled}
            title = _title_above(table)
            self._reports.append((drafts, {"title": title} | facts if title else facts))
            self._close()
        elif self._draft is not None and tables.fill_from_labels(self._draft, table):
            self._draft.has_place = True
        else:
            return
        self.has_answer_labels = True

    def _take_passage(self, passage: Passage) -> None:
        label = self._label(passage)
        item = self._item(passage) or _item_of_label(passage, label) or self._awaited_item(passage)
        if item:
            self._open(passage, item)
        elif self._draft is None:
            self.has_answer_labels |= bool(label and label.role.is_answer)
        elif label is None and self._takes_line(self._draft, passage):
            pass
        elif not (label and self._take_label(self._draft, passage, label)):
            if self._ends_item(passage):
                self._close()
            else:
                self._gathering.append(passage)
        if self._draft is not None:
            self._draft.claimed.append(passage)
        is_alone = label is not None and not label.rest and not item
        takes = _TAKES_A_CELL if passage.text in self._repeated else _TAKES_A_LINE
        self._fact = label if label and is_alone and label.role in takes else None

    def _takes_line(self, draft: Draft, passage: Passage) -> bool:
        if self._fact and self._take_value(draft, self._fact, passage):
            return True
        return self._take_tag(draft, passage)

    def _take_value(self, draft: Draft, label: Label, passage: Passage) -> bool:
        """Keep the line below a label that stood alone: "Status", and below it "Complete".

        Sentences below "Current position" are no status but an update.
        """
        if passage.is_heading or either("prose", "ends_item").match(passage.text):
            return False
        if label.role is Role.STATUS and _is_prose(passage.text):
            answer = DraftAnswer(label.printed, [passage], label.dated, is_labelled=True)
            draft.answers.append(answer)
            draft.has_place = self.has_answer_labels = True
            self._gathering = answer.passages
            return True
        if len(passage.text) > _LONGEST_VALUE:
            return False
        if label.role is Role.DOCUMENTS:
            draft.documents.append(passage)
            self._gathering = []
        elif label.role in FACTS:
            setattr(draft, FACTS[label.role], passage)
        return label.role is not Role.NUMBER

    def _label(self, passage: Passage) -> Label | None:
        """The label of a passage; one that the page repeats alone on its lines needs no colon."""
        if passage.text in self._repeated:
            return Label(self._repeated[passage.text], passage.text, "", None)
        # "Closed" is a status before it is anybody's label.
        return None if tag_of(passage.text)[1] else label_at(passage)

    def _awaited_item(self, passage: Passage) -> Numbered | None:
        """The item whose number stands below a label of its own: "Number", and below it "3"."""
        if self._fact is None or self._fact.role is not Role.NUMBER:
            return None
        number = headings.number_in_cell(passage.text)
        return Numbered(number, "") if number else None

    def _take_tag(self, draft: Draft, passage: Passage) -> bool:
        """Keep a status that stands alone; with a day, what follows is the update of that day."""
        day, status = tag_of(passage.text)
        if status is None or passage.is_heading:
            return False
        if draft.status is self._tag:
            # The last of several tags counts, and none beside a label.
            draft.status = self._tag = passage.saying(status)
        if day and draft.answers:
            last = draft.answers[-1]
            if last.passages:
                last = DraftAnswer(last.label, [], is_labelled=False)
                draft.answers.append(last)
            last.dated, self._gathering = day, last.passages
        return True

    def _item(self, passage: Passage) -> Numbered | None:
        found = headings.numbered(passage)
        if found is None or (found.is_title and not self._may_be_title(passage)):
            return None
        is_alone = passage.is_heading and not found.rest
        if not found.is_bare or self._takes_bare_numbers or is_alone:
            return found
        above = number_above(found.number)
        is_part = any(draft.number.removeprefix("AFI ") == above for draft in self.drafts)
        return found if above and is_part else None

    def _may_be_title(self, passage: Passage) -> bool:
        return passage.is_heading or not self._is_laid_out

    def _open(self, passage: Passage, item: Numbered) -> None:
        self._draft, self._tag = Draft(item.number, passage), None
        self.drafts.append(self._draft)
        self._gathering = self._draft.text
        addressed = headings.addressed_in(item.rest)
        if addressed and not item.is_title:
            self._draft.addressed = passage.saying(addressed)
        elif item.rest and not item.is_title and _is_text(item.rest):
            self._draft.text.append(passage.saying(item.rest))

    def _take_label(self, draft: Draft, passage: Passage, label: Label) -> bool:
        """Turn to what the label announces; False where it is part of what is being gathered."""
        rest = [passage.saying(label.rest)] if label.rest else []
        match role_beside(label.role, label.printed, [label.rest]):
            case Role.ANSWER | Role.UPDATE | Role.SPEAKER | Role.ACTION | Role.VERDICT:
                if label.role is Role.ACTION and is_in_prose(draft):
                    return False
                if label.role is Role.SPEAKER and draft.answers and not draft.answers[-1].passages:
                    # "Response", and below it "Chief Constable: …": one answer, of whom is said.
                    draft.answers.pop()
                answer = DraftAnswer(label.printed, rest, label.dated, is_labelled=True)
                draft.answers.append(answer)
                draft.has_place = self.has_answer_labels = True
                self._gathering = answer.passages
            case Role.NOTES if not draft.has_place:
                self._gathering = draft.notes
                self._gathering.extend(rest)
            case Role.DOCUMENTS | Role.OUTCOME if draft.has_place:
                self._gathering = draft.documents if label.role is Role.DOCUMENTS else draft.outcome
                self._gathering.extend(rest)
            case Role.TEXT if not draft.has_place:
                self._gathering = draft.text
                self._gathering.extend(rest)
            case _:
                return _take_fact(draft, label.role, rest)
        return True

    def _ends_item(self, passage: Passage) -> bool:
        if either("prose", "ends_item").match(passage.text):
            return True
        heading = self._draft.heading if self._draft else passage
        if passage.is_heading:
            return not heading.is_heading or passage.level <= heading.level
        if self._is_laid_out or not (self._draft and self._draft.is_answered):
            return False
        return _looks_like_title(passage)

    def _close(self) -> None:
        self._draft, self._gathering = None, []


def _title_above(table: Table) -> Passage | None:
    """The report that a line above the headings of a wide table names."""
    if tables.header_row(table) is None:
        return None
    return next(filter(None, map(reports.title_alone, tables.lines_around(table))), None)


def _is_prose(words: str) -> bool:
    return len(words) > _LONGEST_VALUE or (words.endswith(".") and len(words.split()) > _FEW_WORDS)


def _take_fact(draft: Draft, role: Role, rest: list[Passage]) -> bool:
    """Keep the value of a label; a label with no value, or of no interest, is only taken away."""
    if not rest:
        return role not in (Role.NOTES, Role.TEXT, Role.NUMBER)
    if role in FACTS:
        setattr(draft, FACTS[role], rest[0])
    return role in FACTS or role in (Role.DATE, Role.OTHER)


def _item_of_label(passage: Passage, label: Label | None) -> Numbered | None:
    """The item that a line such as "Paragraph: 21.9" begins."""
    if label is None or label.role not in (Role.NUMBER, Role.TEXT):
        return None
    number = headings.number_in_cell(label.rest)
    return Numbered(number, "") if number else None


def _is_named_heading(passage: Passage) -> bool:
    found = headings.numbered(passage)
    return bool(found and not found.is_bare)


def _is_text(rest: str) -> bool:
    # "4.1 have a scanner in every suite; and" is one of several.
    is_ended = rest.endswith((".", ":", "?", "”", "’", ";", ",", "; and", "; or"))
    return is_ended or len(rest) > _LONGEST_TITLE


def _looks_like_title(passage: Passage) -> bool:
    """In plain text a short line without a stop is taken for a heading."""
    text = passage.text
    is_short = len(text) <= _TITLE_WITHOUT_STOP and not re.search(r"[.,;:!?”’)]$", text)
    return is_short and passage.shape is Shape.PARAGRAPH and text[:1].isupper()
