"""Plans what one document of responses would change in the register.

Every row of the document is settled in four steps, and each can stop at a person: which
inspection it answers, which recommendation, which of the given bodies answer it, and whether what
it says is new, changed or already held.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from breakwater.domain.reading import dates
from breakwater.domain.reading.reading import Answer, Reading, Recommendation
from breakwater.domain.register.addressees import (
    AddresseeKey,
    belongs,
    class_of,
    names_of,
    normal_wording,
)
from breakwater.domain.register.addresses import why_no_number
from breakwater.domain.register.attribution import answers_by_body
from breakwater.domain.register.bodies import Body
from breakwater.domain.register.facts import RecommendationFacts, TextStatus, of_reading
from breakwater.domain.register.inspection_plan import name_of, stubs
from breakwater.domain.register.merging import (
    changed_fields,
    merge_quotation,
    same_title,
    same_words,
    take_quoted_text,
)
from breakwater.domain.register.plan import (
    KEEP,
    SKIP,
    TAKE,
    Change,
    Decisions,
    Held,
    HeldInspection,
    HeldRecommendation,
    Item,
    Plan,
    ResponseFacts,
    TakeRecommendation,
    TakeResponse,
)
from breakwater.domain.register.positions import (
    Delivery,
    Position,
    delivery_of,
    position_of,
)
from breakwater.domain.register.shortening import short_title


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for: these inspections are answered, by these bodies, in this document.

    ``decisions`` has what was said of single rows; ``document`` is the name texts are credited to.
    """

    inspections: tuple[str, ...]
    bodies: tuple[str, ...]
    document: str
    decisions: Decisions


def plan_responses(reading: Reading, request: Request, held: Held) -> Plan:
    """What taking in ``reading`` would do. The slugs and keys of ``request`` are held ones."""
    bodies = tuple(body for body in held.bodies if body.key in request.bodies)
    items = _document(reading, request, bodies, held)
    planning = _Planning(reading, request, bodies, held)
    for row, recommendation in enumerate(reading.recommendations, 1):
        items += planning.row(row, recommendation)
    return Plan((*items, *planning.stubs()))


def _document(
    reading: Reading, request: Request, bodies: tuple[Body, ...], held: Held
) -> list[Item]:
    doubts = []
    if not reading.is_response:
        doubts.append("it does not look like a response")
    given = {normal_name(name) for body in bodies for name in (body.name, *body.aliases)}
    doubts += [
        f"it names {name}, which is not among the bodies given"
        for name in reading.responding_bodies
        if normal_name(name) not in given
    ]
    titles = [held.inspections[slug].facts.title for slug in request.inspections]
    title = reading.inspection_title
    if title and not any(same_title(title, other) for other in titles):
        doubts.append(
            f"it says that it answers “{title}”, which is not among the inspections given"
        )
    if not doubts or TAKE in request.decisions.get(0, frozenset()):
        return []
    return [Item(0, Change.NEEDS_PERSON, "The document", "; ".join(doubts), answers=(TAKE,))]


def normal_name(name: str) -> str:
    """A body's name as it is compared: as a wording, and without "Office of"."""
    return normal_wording(normal_wording(name).replace("’", "'").removeprefix("office of "))


class _Planning:
    """The rows of one document, settled one after the other."""

    def __init__(
        self, reading: Reading, request: Request, bodies: tuple[Body, ...], held: Held
    ) -> None:
        self._reading = reading
        self._request = request
        self._bodies = bodies
        self._held = held
        self._names = names_of(held.bodies)
        # An invented body's document may not speak for a real report.
        self._all_invented = all(body.invented for body in bodies)
        self._set_out: dict[str, list[RecommendationFacts]] = {
            slug: [] for slug in request.inspections
        }
        self._planned: set[tuple[str, str, str]] = set()

    def row(self, row: int, found: Recommendation) -> list[Item]:
        """The items of one row."""
        said = self._request.decisions.get(row, frozenset())
        subject = name_of(found.number)
        if SKIP in said:
            return [Item(row, Change.LEFT_OUT, subject, "left out, as you said")]
        why = why_no_number(found.number)
        if why:
            return [Item(row, Change.NEEDS_PERSON, subject, why, answers=(SKIP,))]
        inspections = self._inspections(found, said)
        if len(inspections) != 1:
            return [self._which_inspection(row, found)]
        slug = inspections[0]
        inspection = self._held.inspections[slug]
        known = inspection.recommendations.get(found.number)
        if known is None and not found.has_text:
            sentence = (
                f"“{short_title(inspection.facts.title)}” has no recommendation {found.number} "
                "here and the document does not set it out; take in the inspection first"
            )
            return [Item(row, Change.NEEDS_PERSON, subject, sentence, answers=(SKIP,))]
        items = self._recommendation(row, inspection, found, known, said)
        items += self._responses(row, inspection, found, known, said)
        return [self._with_report(item, inspection) for item in items]

    def _with_report(self, item: Item, inspection: HeldInspection) -> Item:
        """The item with the report it belongs to, where a document answers several."""
        if len(self._request.inspections) == 1:
            return item
        return replace(item, subject=f"{short_title(inspection.facts.title)}: {item.subject}")

    def stubs(self) -> list[Item]:
        """Stubs for what the recommendations set out in the document cite, once all are known."""
        items = []
        for slug, facts in self._set_out.items():
            numbers = set(self._held.inspections[slug].recommendations)
            items += stubs(slug, facts, numbers | {each.number for each in facts})
        return items

    def _inspections(self, found: Recommendation, said: frozenset[str]) -> list[str]:
        given = self._request.inspections
        chosen = [slug for slug in given if slug in said]
        if chosen:
            return chosen
        title = found.inspection_title
        if title and TAKE not in said | self._request.decisions.get(0, frozenset()):
            return [s for s in given if same_title(title, self._held.inspections[s].facts.title)]
        if len(given) == 1:
            return list(given)
        return [slug for slug in given if self._quotes(slug, found)]

    def _quotes(self, slug: str, found: Recommendation) -> bool:
        known = self._held.inspections[slug].recommendations.get(found.number)
        return bool(known and found.text and same_words(known.facts.text, found.text))

    def _which_inspection(self, row: int, found: Recommendation) -> Item:
        says = f"it names “{found.inspection_title}”" if found.inspection_title else "it names none"
        sentence = f"which inspection does it answer? {says}"
        answers = (*self._request.inspections, SKIP)
        subject = name_of(found.number)
        return Item(row, Change.NEEDS_PERSON, subject, sentence, answers=answers)

    def _recommendation(
        self,
        row: int,
        inspection: HeldInspection,
        found: Recommendation,
        known: HeldRecommendation | None,
        said: frozenset[str],
    ) -> list[Item]:
        slug, subject = inspection.facts.slug, name_of(found.number)
        quoted = of_reading(found, TextStatus.AS_QUOTED, self._request.document)
        if found.number in {facts.number for facts in self._set_out[slug]}:
            return []
        if known is None:
            self._set_out[slug].append(quoted)
            step = TakeRecommendation(slug, quoted)
            return [Item(row, Change.NEW, subject, "as quoted here", after=quoted.text, step=step)]
        if self._all_invented and not inspection.facts.invented:
            return []
        merged = merge_quotation(known.facts, quoted)
        facts = merged.facts
        if merged.texts_conflict and not said & {TAKE, KEEP}:
            return [_texts_differ(row, subject, known.facts, quoted)]
        if merged.texts_conflict and TAKE in said:
            facts = take_quoted_text(known.facts, quoted)
        if facts == known.facts and not (known.is_stub and facts.text):
            return []
        self._set_out[slug].append(facts)
        changed = Item(
            row,
            Change.CHANGED,
            subject,
            ", ".join(changed_fields(known.facts, facts)),
            before=known.facts.text,
            after=facts.text,
            step=TakeRecommendation(slug, facts),
        )
        return [changed]

    def _responses(
        self,
        row: int,
        inspection: HeldInspection,
        found: Recommendation,
        known: HeldRecommendation | None,
        said: frozenset[str],
    ) -> list[Item]:
        subject = name_of(found.number)
        if not any(answer.paragraphs for answer in found.answers):
            return [Item(row, Change.UNCHANGED, subject, "the document gives no answer to it")]
        answering = self._answering(found, known, said)
        if not answering:
            asked = ", ".join((known.facts.addressees if known else ()) or found.addressees)
            sentence = f"is it addressed to a body given? It says “{asked}”"
            return [Item(row, Change.NEEDS_PERSON, subject, sentence, answers=(TAKE, SKIP))]
        return [
            self._response(row, inspection.facts.slug, found.number, body, facts, said)
            for body, facts in self._facts(found, answering)
        ]

    def _answering(
        self, found: Recommendation, known: HeldRecommendation | None, said: frozenset[str]
    ) -> tuple[Body, ...]:
        wordings = (known.facts.addressees if known else ()) or found.addressees
        classes = {class_of(wording, self._names) for wording in wordings}
        assigned = known.bodies if known else frozenset()
        asked = tuple(
            body
            for body in self._bodies
            if body.key in assigned
            or belongs(body, classes)
            or AddresseeKey.ALL_RECIPIENTS in classes
        )
        if asked:
            return asked
        # Nobody is named, or a person said that the answer counts all the same.
        return self._bodies if not classes or TAKE in said else ()

    def _facts(
        self, found: Recommendation, answering: tuple[Body, ...]
    ) -> Iterable[tuple[Body, ResponseFacts]]:
        for body, answers in answers_by_body(found.answers, answering):
            # The position, the wait and the evidence were read from the answer that comes first.
            is_first = answers[0] == next(a for a in found.answers if a.paragraphs)
            yield body, response_facts(self._reading, found, answers, is_first=is_first)

    def _response(
        self,
        row: int,
        slug: str,
        number: str,
        body: Body,
        facts: ResponseFacts,
        said: frozenset[str],
    ) -> Item:
        subject = f"{name_of(number)}, {body.name}"
        place = (slug, number, body.key)
        if place in self._planned:
            return Item(
                row,
                Change.NEEDS_PERSON,
                subject,
                "the document answers it twice; one of the two has to be left out",
                after=facts.text,
                answers=(SKIP,),
            )
        self._planned.add(place)
        before = self._held.responses.get(place)
        step = TakeResponse(slug, number, body.key, facts)
        if before is None:
            return Item(row, Change.NEW, subject, "a response", after=facts.text, step=step)
        if facts.says_the_same_as(before):
            return Item(row, Change.UNCHANGED, subject)
        if KEEP in said:
            return Item(row, Change.LEFT_OUT, subject, "the response held is kept")
        if TAKE not in said and _is_older(facts, before):
            return Item(
                row,
                Change.CONFLICT,
                subject,
                _which_is_later(facts, before),
                before.text,
                facts.text,
                answers=(TAKE, KEEP),
            )
        return Item(
            row,
            Change.CHANGED,
            subject,
            "the former response stays as history",
            before.text,
            facts.text,
            step,
        )


def response_facts(
    reading: Reading, found: Recommendation, answers: tuple[Answer, ...], *, is_first: bool
) -> ResponseFacts:
    """One body's answers as facts; what was read from another body's words is not stated."""
    return ResponseFacts(
        dated=reading.dated or max((a.dated for a in answers if a.dated), default=None),
        answers=answers,
        position=position_of(found.disposition) if is_first else Position.NOT_STATED,
        delivery=delivery_of(found.status_words) if is_first else Delivery.NOT_STATED,
        awaits=(found.awaits or "") if is_first else "",
        status_words=(found.status_words or "") if is_first else "",
        evidence=found.evidence if is_first else (),
    )


def _is_older(facts: ResponseFacts, before: ResponseFacts) -> bool:
    day, held = dates.real_day(facts.dated), dates.real_day(before.dated)
    return held is not None and (day is None or day < held)


def _which_is_later(facts: ResponseFacts, before: ResponseFacts) -> str:
    holds = f"the register holds a response dated {before.dated}"
    if dates.real_day(facts.dated) is None:
        return f"{holds}, and this document has no date that we could read"
    return f"{holds}, later than this document"


def _texts_differ(
    row: int, subject: str, held: RecommendationFacts, quoted: RecommendationFacts
) -> Item:
    sentence = f"its text differs from the one quoted in {held.text_source}"
    answers = (TAKE, KEEP)
    return Item(row, Change.CONFLICT, subject, sentence, held.text, quoted.text, answers=answers)
