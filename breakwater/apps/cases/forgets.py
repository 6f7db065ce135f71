"""What outlives a case that is erased, and lets go of it."""

from typing import Any

from django.db.models import ForeignKey
from django.utils.deconstruct import deconstructible


@deconstructible
class Forgets:
    """``on_delete`` of a key to a case: the row stays, without the case and without these fields.

    What somebody wrote freely about a case goes with it; ``blank`` names such fields, and what
    stands in them afterwards.
    """

    def __init__(self, **blank: str) -> None:
        self.blank = blank

    def __call__(
        self, collector: Any, field: "ForeignKey[Any, Any]", rows: Any, _using: str
    ) -> None:
        """Called by Django with the ``rows`` that point at what is erased."""
        collector.add_field_update(field, None, rows)
        for name, text in self.blank.items():
            collector.add_field_update(field.model._meta.get_field(name), text, rows)
