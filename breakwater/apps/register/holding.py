"""What the register holds, as the plain values that plans are made from."""

from collections.abc import Iterable

from breakwater.apps.register import models
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.reading import Answer, Evidence
from breakwater.domain.register.bodies import Body, BodyKind
from breakwater.domain.register.deadlines import rule_from
from breakwater.domain.register.facts import (
    Ask,
    InspectionFacts,
    RecommendationFacts,
    Section55,
    TextStatus,
)
from breakwater.domain.register.plan import (
    Held,
    HeldInspection,
    HeldRecommendation,
    ResponseFacts,
)
from breakwater.domain.register.positions import Delivery, Position


def held(inspections: Iterable[str], bodies: Iterable[str] = ()) -> Held:
    """What is held of these inspections and of these bodies' responses to them."""
    slugs, keys = list(inspections), list(bodies)
    rows = models.Inspection.objects.filter(slug__in=slugs)
    return Held(
        inspections={row.slug: _inspection(row) for row in rows},
        bodies=all_bodies(),
        responses=_responses(slugs, keys),
    )


def all_bodies() -> tuple[Body, ...]:
    """Every stored body, in the order of their keys."""
    rows = models.Body.objects.select_related("successor", "oversees").order_by("key")
    return tuple(
        Body(
            key=row.key,
            kind=BodyKind(row.kind),
            name=row.name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            successor=row.successor.key if row.successor else None,
            oversees=row.oversees.key if row.oversees else None,
            aliases=tuple(row.aliases),
            planned_change=row.planned_change,
            invented=row.invented,
        )
        for row in rows
    )


def all_inspections() -> tuple[InspectionFacts, ...]:
    """Every inspection's own facts, without its recommendations."""
    return tuple(_facts(row) for row in models.Inspection.objects.order_by("slug"))


def refuse_unknown(inspections: Iterable[str], bodies: Iterable[str]) -> None:
    """``PlainError`` where a slug or a key is not in the register."""
    _refuse_missing("inspection", inspections, models.Inspection, "slug")
    _refuse_missing("body", bodies, models.Body, "key")


def _refuse_missing(
    word: str, given: Iterable[str], model: type[models.Inspection | models.Body], field: str
) -> None:
    wanted = list(given)
    known = set(
        model._default_manager.filter(**{f"{field}__in": wanted}).values_list(field, flat=True)
    )
    for key in wanted:
        if key not in known:
            raise PlainError(f"the register has no {word} {key}")


def _inspection(row: models.Inspection) -> HeldInspection:
    recommendations = row.recommendations.prefetch_related(
        "addressee_classes", "citations__cited", "assignments__body"
    )
    return HeldInspection(
        _facts(row), {each.number: _recommendation(each) for each in recommendations}
    )


def _facts(row: models.Inspection) -> InspectionFacts:
    section_55 = (
        Section55(rule_from(row.comment_rule), row.section_55_confirmed_by)
        if row.comment_rule
        else None
    )
    return InspectionFacts(
        slug=row.slug,
        title=row.title,
        source_kind=row.source_kind,
        published_on=row.published_on,
        published_by=tuple(row.published_by),
        about=row.about,
        source_url=row.source_url,
        invented=row.invented,
        section_55=section_55,
    )


def _recommendation(row: models.Recommendation) -> HeldRecommendation:
    classes = list(row.addressee_classes.all())
    return HeldRecommendation(
        facts=RecommendationFacts(
            number=row.number,
            addressees=tuple(each.wording for each in classes),
            text=row.text,
            text_status=TextStatus(row.text_status),
            text_source=row.text_source,
            notes=row.notes,
            cites=tuple(each.cited.number for each in row.citations.all()),
            ask=Ask(row.ask),
            deadline_wording=row.deadline_wording,
            deadline_rule=rule_from(row.deadline_rule),
            list_is_missing=row.list_is_missing,
        ),
        is_stub=row.is_stub,
        classes=tuple(each.meaning for each in classes),
        bodies=frozenset(each.body.key for each in row.assignments.all()),
    )


def _responses(slugs: list[str], keys: list[str]) -> dict[tuple[str, str, str], ResponseFacts]:
    rows = (
        models.Response.objects.filter(
            is_current=True,
            assignment__body__key__in=keys,
            assignment__recommendation__inspection__slug__in=slugs,
        )
        .select_related("batch", "assignment__body", "assignment__recommendation__inspection")
        .prefetch_related("evidence")
    )
    found = {}
    for row in rows:
        recommendation = row.assignment.recommendation
        place = (recommendation.inspection.slug, recommendation.number, row.assignment.body.key)
        found[place] = response_facts(row)
    return found


def response_facts(row: models.Response) -> ResponseFacts:
    """A stored response as plain values."""
    return ResponseFacts(
        dated=row.dated or None,
        answers=tuple(
            Answer(each["label"], each["dated"], tuple(each["paragraphs"])) for each in row.answers
        ),
        position=Position(row.position),
        delivery=Delivery(row.delivery),
        awaits=row.awaits,
        status_words=row.status_words,
        evidence=tuple(
            Evidence(each.reference or None, each.dated or None) for each in row.evidence.all()
        ),
    )
