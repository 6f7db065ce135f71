"""Every change to a row leaves an event with the row before and after; so it can be undone.

Nothing else may write the register's tables. The events are written in the same transaction as
the rows they tell of, and the database refuses to alter or remove them.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import ProtectedError

from breakwater.apps.register.models import Event, ImportBatch
from breakwater.domain.plain_error import PlainError

Row = TypeVar("Row", bound=models.Model)


class Recorder:
    """Makes changes to rows and remembers each; :meth:`write` stores what it remembers."""

    def __init__(self, *, batch: ImportBatch | None, by: str, at: datetime) -> None:
        self._batch, self._by, self._at = batch, by, at
        self.events: list[Event] = []

    def create(self, rows: Sequence[Row]) -> list[Row]:
        """Store new rows of one model; they come back with their ids."""
        if not rows:
            return []
        made = type(rows[0])._default_manager.bulk_create(rows, batch_size=500)
        for row in made:
            self._remember(row, before=None, after=fields_of(row))
        return list(made)

    def change(self, row: models.Model, **values: object) -> None:
        """Give ``row`` new values; nothing happens where they are the ones it has."""
        before = fields_of(row)
        for name, value in values.items():
            setattr(row, name, value)
        after = fields_of(row)
        if after != before:
            row.save(update_fields=list(values))
            self._remember(row, before=before, after=after)

    def remove(self, row: models.Model) -> None:
        """Remove ``row``; refused by the database where another row leans on it."""
        before, key = fields_of(row), row.pk
        row.delete()
        row.pk = key
        self._remember(row, before=before, after=None)

    def write(self) -> str:
        """Store the events; return the SHA-256 of their canonical JSON, for the audit log."""
        Event.objects.bulk_create(self.events, batch_size=500)
        told = [[event.table, event.row, event.before, event.after] for event in self.events]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def _remember(
        self, row: models.Model, *, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        self.events.append(
            Event(
                batch=self._batch,
                at=self._at,
                by=self._by,
                table=row._meta.model_name or "",
                row=row.pk,
                before=before,
                after=after,
            )
        )


def fields_of(row: models.Model) -> dict[str, Any]:
    """The stored values of a row as plain JSON values, by the names of their columns."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    plain: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return plain


def put_back(events: Iterable[Event], recorder: Recorder, *, batch_number: int) -> None:
    """Reverse ``events``, the last one first; refused where something later leans on the rows."""
    for event in sorted(events, key=lambda event: event.pk, reverse=True):
        model = apps.get_model("register", event.table)
        row = model._default_manager.filter(pk=event.row).first()
        if row is None or fields_of(row) != event.after:
            raise PlainError(
                f"batch {batch_number} can't be undone: what it stored in {event.table} "
                f"{event.row} has been changed since; undo the later batch first"
            )
        if event.before is None:
            _remove(row, recorder, batch_number)
        else:
            recorder.change(row, **_values_of(model, event.before))


def _remove(row: models.Model, recorder: Recorder, batch_number: int) -> None:
    try:
        recorder.remove(row)
    except ProtectedError as leaning:
        later = sorted({str(other._meta.verbose_name) for other in leaning.protected_objects})
        raise PlainError(
            f"batch {batch_number} can't be undone: a later {', '.join(later)} leans on "
            "what it added; undo the later batch first"
        ) from None


def _values_of(model: type[models.Model], plain: dict[str, Any]) -> dict[str, Any]:
    return {
        field.attname: field.to_python(plain[field.attname])
        if not field.is_relation
        else plain[field.attname]
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
