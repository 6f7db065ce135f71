"""What is stored of sharing to protect somebody: names of things, never the things themselves."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from breakwater.apps.cases.forgets import Forgets
from breakwater.apps.cases.models import Case
from breakwater.apps.organisations.models import Organisation
from breakwater.domain import protection as lists
from breakwater.domain.lifecycles import protection as life

_PERSON = settings.AUTH_USER_MODEL
# Once a second person has decided; before that nobody has.
_DECIDED = ("approved", "refused", "shared", "confirmed", "objected")
_REFUSED = ("refused", "objected")
_PASSED_ON = sorted(state.value for state in life.PASSED_ON)


def _in(field: str, kind: type[lists.Said]) -> Q:
    return Q(**{f"{field}__in": [one.value for one in kind]})


class SharingQuerySet(models.QuerySet["Sharing"]):
    """Questions about sharing to protect."""

    def waiting(self) -> "SharingQuerySet":
        """Those that wait for a second person, before or afterwards."""
        return self.filter(state__in=[life.State.ASKED.value, life.State.EMERGENCY.value])

    def passed_on(self) -> "SharingQuerySet":
        """Those in which something has left."""
        return self.filter(state__in=_PASSED_ON)


class Sharing(models.Model):
    """One decision to tell a body that protects people, with the second person it takes.

    The database itself knows no body but those that protect: Immigration Enforcement cannot be
    stored here by anybody (``tests/attack``).
    """

    class State(models.TextChoices):
        """Where it stands, in the words of its page."""

        ASKED = life.State.ASKED.value, "Waits for a second person"
        APPROVED = life.State.APPROVED.value, "Agreed, not passed on yet"
        REFUSED = life.State.REFUSED.value, "A second person did not agree"
        SHARED = life.State.SHARED.value, "Passed on"
        EMERGENCY = (
            life.State.EMERGENCY.value,
            "Passed on in an emergency, waits for a second person",
        )
        CONFIRMED = life.State.CONFIRMED.value, "Passed on, agreed afterwards"
        OBJECTED = life.State.OBJECTED.value, "Passed on, not agreed afterwards"
        DROPPED = life.State.DROPPED.value, "No longer needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # An incident number or the reference of a case; no names.
    reference = models.CharField(max_length=40)
    case = models.ForeignKey(
        Case,
        on_delete=Forgets(reference="erased", because="Erased with the case."),
        null=True,
        related_name="+",
    )
    risk = models.CharField(max_length=20, choices=lists.written(lists.Risk))
    body = models.CharField(max_length=20, choices=lists.written(lists.Body))
    basis = models.CharField(max_length=20, choices=lists.written(lists.Basis))
    fields = models.JSONField(default=list)
    because = models.CharField(max_length=500)
    told = models.CharField(max_length=20, choices=lists.written(lists.Told))
    told_why = models.CharField(max_length=20, choices=lists.written(lists.WhyNotTold), blank=True)
    state = models.CharField(max_length=10, choices=State)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    second_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    second_why = models.CharField(max_length=20, choices=lists.written(lists.WhyNot), blank=True)
    shared_at = models.DateTimeField(null=True)

    objects = SharingQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["organisation", "state"])]
        constraints = [
            models.CheckConstraint(
                name="only_bodies_that_protect_are_told", condition=_in("body", lists.Body)
            ),
            models.CheckConstraint(
                name="sharing_has_its_risk_and_basis",
                condition=_in("risk", lists.Risk)
                & _in("basis", lists.Basis)
                & ~Q(reference="")
                & ~Q(because=""),
            ),
            models.CheckConstraint(
                name="sharing_is_in_a_known_state",
                condition=Q(state__in=[state.value for state in life.State]),
            ),
            models.CheckConstraint(
                name="sharing_takes_a_second_person",
                condition=Q(state__in=_DECIDED, second_by__isnull=False, second_at__isnull=False)
                | ~Q(state__in=_DECIDED),
            ),
            models.CheckConstraint(
                name="nobody_is_their_own_second_person",
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="sharing_says_when_it_left",
                condition=Q(state__in=_PASSED_ON, shared_at__isnull=False)
                | (~Q(state__in=_PASSED_ON) & Q(shared_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="not_telling_them_has_a_reason",
                condition=(Q(told="not_told") & ~Q(told_why=""))
                | (~Q(told="not_told") & Q(told_why="")),
            ),
            models.CheckConstraint(
                name="not_agreeing_has_a_reason",
                condition=(Q(state__in=_REFUSED) & ~Q(second_why=""))
                | (~Q(state__in=_REFUSED) & Q(second_why="")),
            ),
        ]

    @property
    def stands(self) -> life.State:
        """Its state in the lifecycle."""
        return life.State(self.state)

    @property
    def fields_in_words(self) -> list[str]:
        """What kinds of thing are passed on."""
        return [lists.read(lists.Field, name).says for name in self.fields]
