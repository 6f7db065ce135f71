"""What a page says of a stored row: the words, the sentences and the addresses."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise

from breakwater.apps.register import sentences, wording
from breakwater.apps.register.models import (
    Assignment,
    Body,
    Evidence,
    ImportBatch,
    Inspection,
    Recommendation,
    Response,
)
from breakwater.domain.reading import dates
from breakwater.domain.reading.reading import Flag
from breakwater.domain.register import deadlines
from breakwater.domain.register.addresses import address_part
from breakwater.domain.register.bodies import BodyKind
from breakwater.domain.register.facts import Ask, TextStatus
from breakwater.domain.register.positions import Assurance, Delivery, Position, Rag, rag_of
from breakwater.domain.register.shortening import beginning


def address_of_inspection(row: Inspection) -> str:
    """Its permanent address."""
    return reverse("inspection", args=[row.slug])


def address_of_recommendation(row: Recommendation) -> str:
    """Its permanent address, whatever its number is."""
    return address_of_number(row.inspection, row.number)


def address_of_number(of: Inspection, number: str) -> str:
    """The permanent address of the recommendation that has this number."""
    return reverse("recommendation", args=[of.slug, address_part(number)])


def address_of_assignment(row: Assignment, body: Body) -> str:
    """The permanent address of one body's answer to one recommendation."""
    to = row.recommendation
    return reverse("answer", args=[to.inspection.slug, address_part(to.number), body.key])


def address_of_body(row: Body) -> str:
    """Its permanent address."""
    return reverse("body", args=[row.key])


@dataclass(frozen=True, slots=True)
class ShownRecommendation:
    """A recommendation as lists and its own page show it."""

    row: Recommendation

    @property
    def name(self) -> str:
        ask = Ask(self.row.ask)
        if ask is Ask.AREA_FOR_IMPROVEMENT and self.row.number.startswith("AFI"):
            return self.row.number
        return f"{wording.ASKS[ask]} {self.row.number}"

    @property
    def address(self) -> str:
        return address_of_recommendation(self.row)

    @property
    def beginning(self) -> str:
        return beginning(self.row.text)

    @property
    def paragraphs(self) -> list[str]:
        return self.row.text.split("\n\n") if self.row.text else []

    @property
    def notes(self) -> list[str]:
        return self.row.notes.split("\n\n") if self.row.notes else []

    @property
    def text_status(self) -> Promise:
        return wording.TEXT_STATUSES[TextStatus(self.row.text_status)]

    @property
    def addressees(self) -> list[str]:
        wordings = [each.wording for each in self.row.addressee_classes.all()]
        return [words[:1].upper() + words[1:] for words in wordings]

    @property
    def deadline(self) -> str:
        rule = deadlines.rule_from(self.row.deadline_rule)
        if self.row.due_on:
            return sentences.day_in_words(self.row.due_on)
        return sentences.month_in_words(rule.day) if rule.day else ""

    @property
    def working(self) -> str:
        rule = deadlines.rule_from(self.row.deadline_rule)
        return sentences.working(rule, self.row.inspection.published_on)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One body's response as published, with its document and what is said about it."""

    row: Response
    assignment: Assignment
    recommendation: Recommendation
    holds_earlier: bool = False

    @property
    def body(self) -> Body:
        return self.assignment.body

    @property
    def address(self) -> str:
        return address_of_assignment(self.assignment, self.body)

    @property
    def beginning(self) -> str:
        return beginning(" ".join(self._paragraphs()))

    @property
    def position(self) -> Promise:
        return wording.POSITIONS[Position(self.row.position)]

    @property
    def document(self) -> "ShownDocument":
        return ShownDocument(self.row.batch)

    @property
    def timeliness(self) -> str:
        return sentences.timeliness(
            kind=self.row.batch.document_kind,
            dated=dates.real_day(self.row.dated),
            due_on=self.recommendation.due_on,
            rule=deadlines.rule_from(self.recommendation.deadline_rule),
            holds_earlier=self.holds_earlier,
        )

    @property
    def evidence(self) -> list["ShownEvidence"]:
        published_on = self.recommendation.inspection.published_on
        return [ShownEvidence(each, published_on) for each in self.row.evidence.all()]

    def _paragraphs(self) -> list[str]:
        return [part for answer in self.row.answers for part in answer["paragraphs"]]


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A document a response points to; a strange date stays as published and is remarked on."""

    row: Evidence
    published_on: date | None

    @property
    def day(self) -> str:
        return printed_day(self.row.dated)

    @property
    def remark(self) -> str:
        return sentences.evidence_age(
            dated=dates.real_day(self.row.dated), published_on=self.published_on
        )


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """The document that a statement stands in."""

    row: ImportBatch

    @property
    def day(self) -> str:
        return printed_day(self.row.dated)

    @property
    def flags(self) -> list[Promise]:
        return [wording.FLAGS[Flag(flag)] for flag in self.row.flags]


@dataclass(frozen=True, slots=True)
class ShownStanding:
    """The four independent fields of one assignment, each in words with the rule behind it."""

    row: Assignment
    as_of: date

    @property
    def position(self) -> Promise:
        return wording.POSITIONS[Position(self.row.position)]

    @property
    def delivery(self) -> Promise:
        return wording.DELIVERIES[Delivery(self.row.delivery)]

    @property
    def assurance(self) -> Promise:
        return wording.ASSURANCES[Assurance(self.row.assurance)]

    @property
    def rag(self) -> str | Promise:
        if self.row.rag_override:
            return f"{self.row.rag_override.capitalize()}: {self.row.rag_reason}"
        rag = rag_of(
            position=Position(self.row.position),
            delivery=Delivery(self.row.delivery),
            due_on=self.row.recommendation.due_on,
            as_of=self.as_of,
        )
        return wording.RAGS[Rag(rag)] if rag else wording.NO_RAG


@dataclass(frozen=True, slots=True)
class ShownBody:
    """A body with its dates and what came before or comes after."""

    row: Body

    @property
    def address(self) -> str:
        return address_of_body(self.row)

    @property
    def kind(self) -> Promise:
        return wording.BODY_KINDS[BodyKind(self.row.kind)]

    @property
    def existence(self) -> str:
        return sentences.existence(self.row.valid_from, self.row.valid_to)


def printed_day(printed: str) -> str:
    """A stored day in words; one that no calendar has is given as it was printed."""
    day = dates.real_day(printed)
    return sentences.day_in_words(day) if day else printed
