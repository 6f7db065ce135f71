"""A support service, and every version of what is said about it.

What is said is one document in the shape of Open Referral UK, with what that standard has no word
for under ``breakwater`` (``domain/open_referral/document.py``). The columns beside it are what
pages and the API sort and filter by; they are written with the version that is published.
"""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from breakwater.apps.directory.models.batch import Batch
from breakwater.apps.directory.models.taxonomy import Term
from breakwater.apps.organisations.models import Organisation
from breakwater.domain.matching.facts import is_stale

_PERSON = settings.AUTH_USER_MODEL


class ListedOrganisation(models.Model):
    """Who runs services, as the directory names them; ``organisation`` where it takes part.

    An organisation lists itself once, with its first own entry. What came in feeds may be handed to
    it beside that, then ``handed_at`` says since when; a feed no longer changes any of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    handed_at = models.DateTimeField(null=True)
    name = models.CharField(max_length=255)
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(handed_at__isnull=True),
                name="an_organisation_lists_itself_once",
            ),
            models.CheckConstraint(
                name="what_was_handed_has_a_keeper",
                condition=Q(handed_at__isnull=True) | Q(organisation__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_from_a_feed(self) -> bool:
        """Whether no organisation made it itself."""
        return self.organisation_id is None or self.handed_at is not None


class ServiceQuerySet(models.QuerySet["Service"]):
    """Questions about services."""

    def public(self) -> "ServiceQuerySet":
        """Those that anyone may be shown."""
        return self.filter(is_public=True)

    def of(self, organisation: Organisation) -> "ServiceQuerySet":
        """Those that one organisation looks after here."""
        return self.filter(organisation=organisation)


class Service(models.Model):
    """One thing a support organisation offers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    listed = models.ForeignKey(
        ListedOrganisation, on_delete=models.PROTECT, null=True, related_name="services"
    )
    # Where the support organisation takes part here: it looks after the entry, and referrals go
    # to it. A feed can't say so.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    published = models.OneToOneField(
        "Version", on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=255)
    is_public = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    checked_on = models.DateField(null=True)
    checked_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    # What matching asks of it (domain/matching/facts.py), small enough to read for all at once.
    facets = models.JSONField(default=dict)
    searched = models.TextField(blank=True)
    # One bit for each day on which it opens, Monday the lowest.
    days = models.PositiveSmallIntegerField(default=0)
    opens_at = models.TimeField(null=True)
    closes_at = models.TimeField(null=True)
    minimum_age = models.FloatField(null=True)
    maximum_age = models.FloatField(null=True)
    changed_at = models.DateTimeField()
    terms = models.ManyToManyField(Term, related_name="services")

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        indexes = [
            models.Index(fields=["is_public", "name", "id"], name="directory_public_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="what_is_public_was_published",
                condition=Q(is_public=False) | Q(published__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_stale(self, today: date) -> bool:
        """Whether nobody has checked it for more than 180 days."""
        return is_stale(self.checked_on, today)


class VersionQuerySet(models.QuerySet["Version"]):
    """Questions about versions."""

    def readable_by(self, organisation: Organisation) -> "VersionQuerySet":
        """Those that were public, and what its own people wrote.

        What another organisation drafted while it looked after the service stays its own.
        """
        return self.filter(
            Q(state=Version.State.PUBLISHED) | Q(proposed_by__membership__organisation=organisation)
        ).select_related("proposed_by__membership", "decided_by__membership", "batch")


class Version(models.Model):
    """What was said about a service from one day on; a change is a new one.

    A person's change is public only once a colleague has looked at it. What came in a feed was
    looked at as a whole. A confidential version can't hold where the service is: the database
    refuses it, so that nothing that shows a version can give it away.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "Waits for a second look"
        PUBLISHED = "published", "Published"
        DECLINED = "declined", "Not published"

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    is_confidential = models.BooleanField(default=False)
    content = models.JSONField()
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="versions")
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    # Why it was not published, for whoever proposed it.
    because = models.CharField(max_length=500, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["service", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["service", "number"], name="versions_are_counted"),
            models.UniqueConstraint(
                fields=["service"],
                condition=Q(state="waiting"),
                name="one_change_waits_at_a_time",
            ),
            models.CheckConstraint(
                name="a_version_is_published_by_another_person_or_in_a_feed",
                condition=~Q(state="published")
                | Q(batch__isnull=False)
                | (
                    Q(proposed_by__isnull=False, decided_by__isnull=False)
                    & ~Q(decided_by=F("proposed_by"))
                ),
            ),
            models.CheckConstraint(
                name="a_version_that_waits_is_undecided",
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_confidential_version_holds_no_place",
                condition=Q(is_confidential=False) | ~Q(content__has_key="service_at_locations"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.number}"


class Place(models.Model):
    """Where a public service that is not confidential can be visited; found in its version."""

    id = models.UUIDField(primary_key=True)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="places")
    # The first half of its postcode, as "GL1"; empty where it has none.
    district = models.CharField(max_length=4, blank=True, db_index=True)

    class Meta:
        ordering = ["id"]
