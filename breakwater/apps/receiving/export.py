"""Everything of this app that belongs to one organisation, for it to take away."""

from collections.abc import Iterator

from breakwater.apps.organisations.models import Organisation
from breakwater.apps.receiving.models import CodeStep, OnBehalf, PoliceNumber


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Named lists of plain rows."""
    numbers = PoliceNumber.objects.filter(case__organisation=organisation)
    names = ("case__reference", "sort", "number", "why", "at")
    yield "police-numbers", list(numbers.values(*names))
    done = CodeStep.objects.filter(case__organisation=organisation)
    answers = ("case__reference", "step", "answer", "at")
    yield "victims-code", list(done.values(*answers))
    made = OnBehalf.objects.filter(organisation=organisation)
    told = ("own_case__reference", "police_case__organisation__name", "words")
    said = ("language", "language_code", "words_shown", "translation", "approved_by")
    asked = ("was_alone", "interpreter", "made_at", "withdrawn_at")
    yield "reports-for-somebody", list(made.values(*told, *said, *asked))
