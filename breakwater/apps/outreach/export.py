"""Everything of this app that belongs to one organisation, for it to take away."""

from collections.abc import Iterator

from breakwater.apps.organisations.models import Organisation
from breakwater.apps.outreach.models import Statement, Translation

_WORDS = ("opening", "will", "will_not", "limits", "post")


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Named lists of plain rows."""
    statements = Statement.objects.filter(force=organisation)
    names = ("version", *_WORDS, "drafted_at", "drafted_by__name", "signed_at", "signed_by__name")
    yield "statements", list(statements.values(*names, "digest", "put_aside_at"))
    translations = Translation.objects.filter(statement__in=statements)
    translated = ("statement__version", "language", *_WORDS, "entered_at", "approved_at")
    yield "statement-translations", list(translations.values(*translated))
