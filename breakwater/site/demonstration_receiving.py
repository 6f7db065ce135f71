"""The demonstration's receiving side: a report to the police for somebody, and one crime number."""

import uuid

from django.db import transaction
from django.utils import timezone

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Notice, Organisation, OutgoingMessage
from breakwater.apps.receiving import words
from breakwater.apps.receiving.changes import between, numbering
from breakwater.apps.receiving.changes.between import Agreed, Passed
from breakwater.apps.receiving.keys import reader_of
from breakwater.apps.receiving.models import PoliceNumber
from breakwater.domain.cases.content import Part, words_content
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.seal import seal
from breakwater.site import demonstration_keys
from breakwater.site import demonstration_people as people

_PASSED = (
    Part("What happened", "A man follows her from the bus on most evenings."),
    Part("What the person wants from the police", "To know what she can do, before she decides."),
    Part("What would put the person in danger", "A police car at her door."),
)


def load() -> list[str]:
    """A report to the police without the person’s name; a number in another case of the force."""
    with demonstration_keys.gate(), transaction.atomic():
        _for_somebody()
        _number()
        # What came before is not news on the first day, and nobody reads these addresses.
        Notice.objects.filter(kind__startswith="case-").delete()
        OutgoingMessage.objects.all().delete()
    return ["One report to the police was made for somebody, without their name."]


def _for_somebody() -> None:
    now, by = timezone.now(), people.person("Cem Cliff")
    own, police = (
        reader_of(Organisation.objects.get(name=name), now)
        for name in (people.SUPPORT, people.FORCE)
    )
    if own is None or police is None:
        raise PlainError("an organisation of the demonstration has no key in use")
    sealed = seal(
        words_content(_PASSED, language="en"), recipients=[police.recipient, own.recipient]
    )
    between.report_for(
        own_case=Case.objects.get(organisation=own.organisation, assignee=by.membership),
        police=police.organisation,
        passed=Passed(sealed, own.version, police.version),
        agreed=Agreed(
            said=words.as_said(),
            was_alone=True,
            interpreter=Interpreter.NOT_NEEDED,
            names_person=False,
        ),
        is_in_danger=False,
        token=uuid.uuid4(),
        by=by,
        at=now,
    )


def _number() -> None:
    by = people.person("Olive Oak")
    numbering.record_number(
        case=Case.objects.get(assignee=by.membership),
        sort=PoliceNumber.Sort.CRIME,
        number="44/0007711/26",
        why="",
        by=by,
        at=timezone.now(),
    )
