"""Invented bodies, readings and held registers for the tests of plans."""

from datetime import date

from breakwater.domain.reading.reading import (
    Answer,
    Disposition,
    Evidence,
    Kind,
    Reading,
    Recommendation,
)
from breakwater.domain.register.addressees import class_of, names_of
from breakwater.domain.register.bodies import Body, BodyKind
from breakwater.domain.register.facts import InspectionFacts, RecommendationFacts, TextStatus
from breakwater.domain.register.plan import Held, HeldInspection, HeldRecommendation, ResponseFacts

FORCE = Body("ashwell-police", BodyKind.TERRITORIAL_FORCE, "Ashwell Police")
OTHER_FORCE = Body("birchen-police", BodyKind.TERRITORIAL_FORCE, "Birchen Police")
COMMISSIONER = Body(
    "ashwell-pcc",
    BodyKind.LOCAL_POLICING_BODY,
    "Police and Crime Commissioner for Ashwell",
    oversees="ashwell-police",
)
HOME_OFFICE = Body("home-office", BodyKind.GOVERNMENT, "Home Office")
INVENTED = Body("nowhere-police", BodyKind.TERRITORIAL_FORCE, "Nowhere Police", invented=True)
BODIES = (FORCE, OTHER_FORCE, COMMISSIONER, HOME_OFFICE, INVENTED)


def row(
    number: str,
    *answers: str | Answer,
    text: str = "",
    addressees: tuple[str, ...] = ("chief constables",),
    cites: tuple[str, ...] = (),
    disposition: Disposition = Disposition.ACCEPTED,
    inspection_title: str | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> Recommendation:
    """One row of a document that was read."""
    said = tuple(
        each if isinstance(each, Answer) else Answer(None, None, (each,)) for each in answers
    )
    return Recommendation(
        number=number,
        addressees=addressees,
        cites=cites,
        has_text=bool(text),
        list_missing=False,
        deadline_wording=None,
        due_on=None,
        response_begins=said[0].text[:60] if said else None,
        disposition=disposition,
        awaits=None,
        status_words=None,
        evidence=evidence,
        paragraphs=(text,) if text else (),
        answers=said,
        inspection_title=inspection_title,
    )


def reading(
    *rows: Recommendation,
    bodies: tuple[str, ...] = ("Ashwell Police",),
    dated: str | None = "2024-08-01",
    title: str | None = None,
    is_response: bool = True,
) -> Reading:
    """One document that was read."""
    return Reading(
        is_response=is_response,
        kind=Kind.LETTER,
        reference=None,
        dated=dated,
        inspection_title=title,
        inspection_published_on=None,
        responding_bodies=bodies,
        signatory_posts=(),
        recommendations=rows,
        flags=(),
    )


def recommendation(
    number: str,
    text: str = "",
    status: TextStatus = TextStatus.AS_PUBLISHED,
    *,
    addressees: tuple[str, ...] = ("chief constables",),
    cites: tuple[str, ...] = (),
) -> RecommendationFacts:
    """One recommendation as facts."""
    return RecommendationFacts(
        number=number,
        addressees=addressees,
        text=text,
        text_status=status if text else TextStatus.NOT_REPRODUCED,
        cites=cites,
    )


def inspection(
    slug: str, title: str, *rows: RecommendationFacts, invented: bool = False
) -> InspectionFacts:
    """One inspection as facts."""
    return InspectionFacts(
        slug=slug,
        title=title,
        published_on=date(2024, 5, 1),
        invented=invented,
        recommendations=rows,
    )


def held(
    *inspections: InspectionFacts,
    responses: dict[tuple[str, str, str], ResponseFacts] | None = None,
) -> Held:
    """A register that holds these inspections, put to nobody yet."""
    names = names_of(BODIES)
    return Held(
        inspections={
            each.slug: HeldInspection(
                each,
                {
                    facts.number: HeldRecommendation(
                        facts, classes=tuple(class_of(w, names) for w in facts.addressees)
                    )
                    for facts in each.recommendations
                },
            )
            for each in inspections
        },
        bodies=BODIES,
        responses=responses or {},
    )
