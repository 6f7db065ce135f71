"""Police numbers, steps of the Victims' Code, reports for somebody: all erased with their case."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.referrals.consent_words import InWords, words_carry_their_mark

_PERSON = settings.AUTH_USER_MODEL


def _person(*, null: bool = False) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=null, related_name="+")


class Entered(models.Model):
    """A report that somebody told a member, who entered it; the same form sent twice is one."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="entered")
    token = models.UUIDField(unique=True)


class PoliceNumber(models.Model):
    """What the police recorded a report as, or why they did not; the newest one counts."""

    class Sort(models.TextChoices):
        """What was decided."""

        CRIME = "crime", "A crime, with a crime number"
        INCIDENT = "incident", "An incident, with an incident number"
        NEITHER = "neither", "Neither yet"

    class Why(models.TextChoices):
        """Why neither; one of a list, so that nothing about the person stands here."""

        NOT_WANTED = "not_wanted", "The person does not want it, and nobody is in danger"
        UNREACHED = "unreached", "The person could not be asked safely yet"
        ELSEWHERE = "elsewhere", "It happened elsewhere, and was passed to that force"
        ALREADY = "already", "It was recorded already"
        NO_CRIME_TOLD = "no_crime_told", "No crime or incident was told"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="police_numbers")
    sort = models.CharField(max_length=10, choices=Sort)
    number = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=20, choices=Why, blank=True)
    at = models.DateTimeField()
    by = _person()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="a_police_number_or_why_not",
                condition=Q(sort="neither", number="") & ~Q(why="")
                | ~Q(sort="neither") & ~Q(number="") & Q(why=""),
            ),
        ]


class CodeStep(models.Model):
    """One step of the Victims' Code in one case: done, or refused by the person."""

    class Answer(models.TextChoices):
        """How it stands."""

        DONE = "done", "Done"
        DECLINED = "declined", "They do not want it"
        NOT_HERE = "not_here", "Does not apply"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="code_steps")
    # A key of victims_code.toml.
    step = models.CharField(max_length=40)
    answer = models.CharField(max_length=10, choices=Answer)
    at = models.DateTimeField()
    by = _person()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="each_step_once", fields=["case", "step"]),
        ]


class OnBehalf(InWords):
    """A report to the police that an organisation made for somebody, and stays between them.

    The police hold ``police_case`` and never learn of ``own_case``; what passes between the two is
    sealed to both organisations' keys and stands as a piece in each of the cases.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    token = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    own_case = models.ForeignKey(
        Case, on_delete=models.SET_NULL, null=True, related_name="made_for_them"
    )
    police_case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="on_behalf")
    # How they were asked.
    was_alone = models.BooleanField()
    interpreter = models.CharField(max_length=20, choices=Interpreter)
    names_person = models.BooleanField()
    made_at = models.DateTimeField()
    made_by = _person()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = _person(null=True)

    class Meta:
        ordering = ["made_at"]
        constraints = [
            models.CheckConstraint(
                name="on_behalf_in_words_and_a_language", condition=~Q(words="") & ~Q(language="")
            ),
            words_carry_their_mark("on_behalf_words_carry_their_mark"),
            models.CheckConstraint(
                name="on_behalf_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]
