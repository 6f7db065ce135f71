"""The register's verbs. Each is one transaction with its events and one entry in the audit log."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from breakwater.apps.audit_log.changes import REGISTER_LOG, append
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.register import body_list, holding, models
from breakwater.apps.register.events import Recorder, put_back
from breakwater.apps.register.storing import carry_out
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.reading import Reading
from breakwater.domain.register.addresses import refuse_source
from breakwater.domain.register.bodies import Body
from breakwater.domain.register.facts import InspectionFacts
from breakwater.domain.register.inspection_plan import plan_inspection
from breakwater.domain.register.plan import Decisions, Plan
from breakwater.domain.register.response_plan import Request, plan_responses

_LOGGED_AS: dict[str, str] = {
    models.ImportBatch.Kind.INSPECTION.value: "inspection-imported",
    models.ImportBatch.Kind.RESPONSES.value: "import-committed",
}


@dataclass(frozen=True, slots=True)
class Document:
    """The file that is taken in: its name without any folder, and the SHA-256 of its bytes."""

    name: str
    sha256: str

    @classmethod
    def of(cls, name: str, content: bytes) -> "Document":
        """The document that a file of this name and content is."""
        return cls(PurePath(name).name[:200], hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was planned, and the batch it was stored as: None where nothing was stored."""

    plan: Plan
    batch: models.ImportBatch | None


def preview_inspection(*, facts: InspectionFacts, decisions: Decisions) -> Plan:
    """What taking in an inspection's facts would do; stores nothing."""
    return plan_inspection(facts, holding.held([facts.slug]), decisions)


def preview_responses(*, reading: Reading, request: Request) -> Plan:
    """What taking in a document of responses would do; stores nothing."""
    holding.refuse_unknown(request.inspections, request.bodies)
    return plan_responses(reading, request, holding.held(request.inspections, request.bodies))


@transaction.atomic
def import_inspection(
    *,
    facts: InspectionFacts,
    document: Document,
    decisions: Decisions,
    owner: Organisation,
    by: str,
    at: datetime,
) -> Outcome:
    """Store an inspection; nothing is stored while the plan has open items or changes nothing."""
    _hold([facts.slug])
    plan = preview_inspection(facts=facts, decisions=decisions)
    batch = models.ImportBatch(
        owner=owner,
        kind=models.ImportBatch.Kind.INSPECTION,
        document_name=document.name,
        document_sha256=document.sha256,
        document_kind="facts",
        source_url=facts.source_url,
        committed_at=at,
        committed_by=by,
    )
    return _store(plan, batch, [facts.slug], [])


@transaction.atomic
def import_responses(
    *,
    reading: Reading,
    document: Document,
    request: Request,
    owner: Organisation,
    by: str,
    at: datetime,
    source_url: str = "",
) -> Outcome:
    """Store responses; nothing is stored while the plan has open items or changes nothing."""
    refuse_source(source_url)
    _hold(request.inspections)
    plan = preview_responses(reading=reading, request=request)
    batch = models.ImportBatch(
        owner=owner,
        kind=models.ImportBatch.Kind.RESPONSES,
        document_name=document.name,
        document_sha256=document.sha256,
        document_kind=reading.kind.value,
        reference=(reading.reference or "")[:200],
        dated=reading.dated or "",
        source_url=source_url,
        signatory_posts=list(reading.signatory_posts),
        flags=[flag.value for flag in reading.flags],
        committed_at=at,
        committed_by=by,
    )
    return _store(plan, batch, request.inspections, request.bodies)


@transaction.atomic
def undo_batch(*, number: int, by: str, at: datetime) -> models.ImportBatch:
    """Put back exactly what was before the batch; refused where something later leans on it."""
    batch = models.ImportBatch.objects.select_for_update().filter(pk=number).first()
    if batch is None:
        raise PlainError(f"there is no batch {number}")
    if batch.undone_at is not None:
        raise PlainError(f"batch {number} was undone already")
    recorder = Recorder(batch=batch, by=by, at=at)
    put_back(list(batch.events.all()), recorder, batch_number=number)
    batch.undone_at, batch.undone_by = at, by
    batch.save(update_fields=["undone_at", "undone_by"])
    append(
        log=REGISTER_LOG,
        kind="import-undone",
        record={"batch": number, "events": len(recorder.events), "events_sha256": recorder.write()},
    )
    return batch


@transaction.atomic
def load_bodies(*, bodies: Sequence[Body]) -> int:
    """Bring the stored bodies up to a list of bodies; return how many the list has."""
    body_list.write(models.Body, bodies)
    told = [[body.key, body.name, body.invented] for body in bodies]
    append(
        log=REGISTER_LOG,
        kind="body-changed",
        record={"bodies": len(bodies), "sha256": hashlib.sha256(repr(told).encode()).hexdigest()},
    )
    return len(bodies)


def _hold(slugs: Sequence[str]) -> None:
    # On PostgreSQL two imports into one inspection wait for each other; SQLite has one writer.
    list(models.Inspection.objects.select_for_update().filter(slug__in=slugs).order_by("pk"))


def _store(
    plan: Plan, batch: models.ImportBatch, inspections: Sequence[str], bodies: Sequence[str]
) -> Outcome:
    if plan.open_items or not plan.steps:
        return Outcome(plan, None)
    batch.save()
    recorder = Recorder(batch=batch, by=batch.committed_by, at=batch.committed_at)
    carry_out(plan.steps, recorder=recorder, batch=batch, at=batch.committed_at)
    append(
        log=REGISTER_LOG,
        kind=_LOGGED_AS[batch.kind],
        record={
            "batch": batch.pk,
            "document_sha256": batch.document_sha256,
            "inspections": list(inspections),
            "bodies": list(bodies),
            "events": len(recorder.events),
            "events_sha256": recorder.write(),
        },
    )
    return Outcome(plan, batch)
