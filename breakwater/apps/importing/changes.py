"""The verbs of importing. The register itself is changed only by the register's own verbs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from breakwater.apps.audit_log.changes import REGISTER_LOG, append
from breakwater.apps.importing import planning, telling
from breakwater.apps.importing.models import Correction, Decision, Review
from breakwater.apps.importing.planning import corrected_reading, named, plan_of, request_of
from breakwater.apps.organisations.models import Organisation, Person
from breakwater.apps.register import changes as register
from breakwater.apps.register import holding
from breakwater.apps.register.models import ImportBatch
from breakwater.bounded_reading import read_within_limits
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.stored import from_stored, to_stored
from breakwater.domain.register import corrections
from breakwater.domain.register.addresses import refuse_source


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody changed a field while this person was writing: what stands there, and by whom."""

    field: str
    theirs: str
    by: str


def open_review(
    *,
    name: str,
    content: bytes,
    source_url: str,
    owner: Organisation,
    by: Person,
    at: datetime,
) -> Review:
    """Read a document and put it before people; nothing enters the register.

    The reports and bodies it names, and the register holds, are chosen to begin with.
    ``PlainError`` where it cannot be read, where nothing in it answers a recommendation, or where
    its source is no web address.
    """
    refuse_source(source_url)
    reading = read_within_limits(name, content, begin="spawn")
    if not reading.recommendations:
        raise PlainError("no answer to a recommendation was found in this document")
    document = register.Document.of(name, content)
    found = named(reading)
    return Review.objects.create(
        owner=owner,
        document_name=document.name,
        document_sha256=document.sha256,
        content=content,
        reading=to_stored(reading),
        inspections=list(found.inspections),
        bodies=list(found.bodies),
        source_url=source_url,
        opened_at=at,
        opened_by=by,
    )


@dataclass(frozen=True, slots=True)
class About:
    """What a document answers and who answers in it; a new report is its title and its day."""

    inspections: tuple[str, ...]
    bodies: tuple[str, ...]
    new_inspections: tuple[tuple[str, str | None], ...] = ()
    new_bodies: tuple[str, ...] = ()
    is_invented: bool = False


@transaction.atomic
def say_what_it_answers(*, review: Review, about: About, by: Person, at: datetime) -> None:
    """Settle which reports the document answers and who answers in it, new ones among them."""
    held = _still_open(review)
    if not (about.inspections or about.new_inspections):
        raise PlainError("choose a report, or add the one it names")
    if not (about.bodies or about.new_bodies):
        raise PlainError("choose who answers, or add the body it names")
    held.inspections, held.bodies = list(about.inspections), list(about.bodies)
    held.new_inspections = [list(each) for each in about.new_inspections]
    held.new_bodies = list(about.new_bodies)
    held.is_invented = about.is_invented
    held.save(
        update_fields=["inspections", "bodies", "new_inspections", "new_bodies", "is_invented"]
    )


@transaction.atomic
def correct_item(
    *,
    review: Review,
    row: int,
    texts: Mapping[str, str],
    seen: Mapping[str, str],
    by: Person,
    at: datetime,
) -> list[Difference]:
    """Put fields of one item right, unless somebody else changed the same field meanwhile.

    ``seen`` is what the person had before their eyes. Where another now stands there, nothing at
    all is stored and the differences are returned, so that neither person's words are lost.
    """
    held = _still_open(review)
    now = {
        field.name: text
        for field, text in corrections.fields_of(corrected_reading(held), row).items()
    }
    # What they left as they saw it is not theirs, and never overwrites a colleague's words.
    changed = {
        name: text
        for name, text in texts.items()
        if name in now and _differ(text, seen.get(name, now[name]))
    }
    differences = [
        Difference(name, now[name], _last_hand(held, row, name))
        for name, text in changed.items()
        if _differ(seen.get(name, now[name]), now[name]) and _differ(text, now[name])
    ]
    if differences:
        return differences
    corrections.corrected(from_stored(held.reading), {row: changed})
    for name, text in changed.items():
        Correction.objects.update_or_create(
            review=held,
            row=row,
            field=name,
            defaults={"text": _clean(text), "made_at": at, "made_by": by},
        )
    return []


@transaction.atomic
def decide_item(
    *, review: Review, row: int, answers: Sequence[str], by: Person, at: datetime
) -> None:
    """Settle what the document leaves open for one item; no answers takes a decision back."""
    held = _still_open(review)
    if not answers:
        Decision.objects.filter(review=held, row=row).delete()
        return
    Decision.objects.update_or_create(
        review=held,
        row=row,
        defaults={"answers": list(answers), "made_at": at, "made_by": by},
    )


@transaction.atomic
def propose_import(*, review: Review, by: Person, at: datetime) -> None:
    """Hand it to a second person; refused while something is open or nothing would change."""
    held = _still_open(review)
    if not (request_of(held).inspections and request_of(held).bodies):
        raise PlainError("say first what it answers and who answers in it")
    plan = plan_of(held, corrected_reading(held))
    if plan.open_items:
        raise PlainError(f"{len(plan.open_items)} items still need a decision")
    if not plan.steps:
        raise PlainError("the register holds all of this already")
    held.proposed_at, held.proposed_by = at, by
    held.save(update_fields=["proposed_at", "proposed_by"])
    append(log=REGISTER_LOG, kind=Kind.IMPORT_REVIEWED, record=_entry(held, "proposed"))
    telling.of_proposal(held, at)


@transaction.atomic
def hand_back(*, review: Review, by: Person, at: datetime) -> None:
    """Return a proposed import to its editors."""
    held = _proposed(review)
    telling.of_decision(held, by, at)
    held.proposed_at, held.proposed_by = None, None
    held.save(update_fields=["proposed_at", "proposed_by"])
    append(log=REGISTER_LOG, kind=Kind.IMPORT_REVIEWED, record=_entry(held, "handed back"))


@transaction.atomic
def commit_import(*, review: Review, by: Person, at: datetime) -> ImportBatch:
    """Store it in the register, as the second person; the proposer may not."""
    held = _proposed(review)
    if held.proposed_by_id == by.pk:
        raise PlainError("a second person has to commit this import")
    document = register.Document(held.document_name, held.document_sha256)
    signed = f"{by.name}, {held.owner.name}"
    _add_what_is_new(held, document, signed, at)
    outcome = register.import_responses(
        reading=corrected_reading(held),
        document=document,
        request=request_of(held),
        owner=held.owner,
        by=signed,
        at=at,
        source_url=held.source_url,
    )
    if outcome.batch is None:
        raise PlainError("the register has changed since; hand it back and look at the preview")
    held.closed_at, held.closed_by, held.batch = at, by, outcome.batch
    held.save(update_fields=["closed_at", "closed_by", "batch"])
    telling.of_decision(held, by, at)
    return outcome.batch


@transaction.atomic
def undo_import(*, number: int, by: str, at: datetime, person: Person | None = None) -> ImportBatch:
    """Put the register back to what it was before the batch, and tell whoever brought it in.

    ``by`` is what is recorded; ``person`` is who does it on the staff site, and is not told.
    """
    batch = register.undo_batch(number=number, by=by, at=at)
    review = Review.objects.filter(batch=batch).first()
    if review is not None:
        telling.of_decision(review, person, at)
    return batch


@transaction.atomic
def put_aside(*, review: Review, by: Person, at: datetime) -> None:
    """Close it without storing anything; its bytes and its reading are kept as they were."""
    held = _held(review)
    if held.closed_at is not None:
        raise PlainError("this document was closed already")
    held.closed_at, held.closed_by = at, by
    held.save(update_fields=["closed_at", "closed_by"])
    append(log=REGISTER_LOG, kind=Kind.IMPORT_REVIEWED, record=_entry(held, "put aside"))
    telling.of_decision(held, by, at)


def _add_what_is_new(
    review: Review, document: register.Document, signed: str, at: datetime
) -> None:
    request = request_of(review)
    present = holding.held(request.inspections)
    keys = {body.key for body in present.bodies}
    bodies = [body for body in planning.new_bodies(review) if body.key not in keys]
    if bodies:
        register.load_bodies(bodies=bodies)
    for facts in planning.new_inspections(review):
        if facts.slug not in present.inspections:
            register.import_inspection(
                facts=facts, document=document, decisions={}, owner=review.owner, by=signed, at=at
            )


def _held(review: Review) -> Review:
    return Review.objects.select_for_update().get(pk=review.pk)


def _still_open(review: Review) -> Review:
    held = _held(review)
    if held.closed_at is not None or held.proposed_at is not None:
        raise PlainError("this document is no longer open for corrections")
    return held


def _proposed(review: Review) -> Review:
    held = _held(review)
    if held.closed_at is not None or held.proposed_at is None:
        raise PlainError("this document does not wait to be committed")
    return held


def _last_hand(review: Review, row: int, field: str) -> str:
    made = (
        Correction.objects.filter(review=review, row=row, field=field)
        .select_related("made_by")
        .first()
    )
    return made.made_by.name if made else ""


def _clean(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip()


def _differ(one: str, other: str) -> bool:
    return _clean(one) != _clean(other)


def _entry(review: Review, step: str) -> dict[str, object]:
    return {"document_sha256": review.document_sha256, "owner": review.owner.slug, "step": step}
