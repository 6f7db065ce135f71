"""What a document names: which of it the register holds, and which it does not hold yet."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from breakwater.domain.reading import dates
from breakwater.domain.reading.reading import Reading
from breakwater.domain.register.bodies import Body, BodyKind
from breakwater.domain.register.facts import InspectionFacts
from breakwater.domain.register.merging import same_title
from breakwater.domain.register.response_plan import normal_name

# The first of these whose word stands in a name says what the body is.
_KINDS = (
    ("partnership", BodyKind.PARTNERSHIP),
    ("commissioner", BodyKind.LOCAL_POLICING_BODY),
    ("mayor", BodyKind.LOCAL_POLICING_BODY),
    ("inspectorate", BodyKind.INSPECTORATE),
    ("council", BodyKind.NATIONAL_BODY),
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a document names: slugs and keys the register holds, and what would have to be added."""

    inspections: tuple[str, ...]
    bodies: tuple[str, ...]
    new_inspections: tuple[InspectionFacts, ...]
    new_bodies: tuple[Body, ...]


def named_in(
    reading: Reading, inspections: Iterable[InspectionFacts], bodies: Iterable[Body]
) -> Named:
    """Match the reports and bodies of a reading with what is held, by their whole names."""
    held = list(inspections)
    # Two may bear one name, one after the other: who was there on the document's day comes first.
    day = dates.real_day(reading.dated)
    listed = sorted(bodies, key=lambda body: not body.existed_on(day))
    slugs, reports = [], []
    for title, published_on in _reports(reading):
        known = next((each.slug for each in held if same_title(title, each.title)), None)
        if known is not None:
            slugs.append(known)
        else:
            reports.append(new_inspection(title, published_on))
    keys, strangers = [], []
    for name in reading.responding_bodies:
        key = next((each.key for each in listed if _is_named(each, name)), None)
        if key is not None:
            keys.append(key)
        else:
            strangers.append(new_body(name))
    return Named(tuple(slugs), tuple(keys), tuple(reports), tuple(strangers))


def new_inspection(
    title: str, published_on: str | None, *, invented: bool = False
) -> InspectionFacts:
    """A report that only its title and its day are known of."""
    return InspectionFacts(
        slug=_key(re.split(r"[:?]", title, maxsplit=1)[0], else_of=title),
        title=title,
        published_on=dates.real_day(published_on),
        invented=invented,
    )


def new_body(name: str, *, invented: bool = False) -> Body:
    """A body that only its name is known of; its kind is read off the name."""
    lower = name.lower()
    kind = next((kind for word, kind in _KINDS if word in lower), BodyKind.TERRITORIAL_FORCE)
    return Body(key=_key(name, else_of=name), kind=kind, name=name, invented=invented)


def _reports(reading: Reading) -> list[tuple[str, str | None]]:
    rows = [
        (item.inspection_title, item.inspection_published_on) for item in reading.recommendations
    ]
    found: dict[str, str | None] = {}
    for title, published_on in [(reading.inspection_title, reading.inspection_published_on), *rows]:
        if title and not any(same_title(title, other) for other in found):
            found[title] = published_on
    return list(found.items())


def _is_named(body: Body, name: str) -> bool:
    return normal_name(name) in {normal_name(each) for each in (body.name, *body.aliases)}


def _key(name: str, *, else_of: str) -> str:
    """Its letters and digits; a name without any gets a key that only this name has."""
    key = re.sub(r"[^a-z0-9]+", "-", name.lower().replace("’", "")).strip("-")[:80].strip("-")
    return key or f"named-{hashlib.sha256(else_of.encode()).hexdigest()[:12]}"
