"""What two organisations agreed to pass to each other, and what is never passed on."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet

from breakwater.apps.organisations.models.organisation import Organisation
from breakwater.apps.organisations.models.pairs import both_or_neither


class AgreementQuerySet(QuerySet["Agreement"]):
    """Questions about agreements."""

    def of(self, organisation: Organisation) -> "AgreementQuerySet":
        """Those that ``organisation`` is one side of."""
        return self.filter(Q(proposer=organisation) | Q(other=organisation))

    def in_force(self, on: date) -> "AgreementQuerySet":
        """Those that both sides agreed and that last on that day."""
        return self.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=on),
            agreed_at__isnull=False,
            ended_at__isnull=True,
            from_on__lte=on,
        )


class Agreement(models.Model):
    """Two organisations, dates, purposes and limits; a newer one replaces it, nothing edits it."""

    proposer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    purposes = models.TextField()
    may_be_passed = models.TextField()
    never_passed_on = models.TextField()
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    replaces = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.TextField(blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                name="an_agreement_has_two_sides", condition=~Q(proposer=F("other"))
            ),
            models.CheckConstraint(
                name="agreed_by_another_person",
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="agreement_ended_by_someone",
                condition=both_or_neither("ended_at", "ended_by"),
            ),
        ]

    def other_than(self, organisation: Organisation) -> Organisation:
        """The side that is not ``organisation``."""
        return self.other if self.proposer == organisation else self.proposer

    def standing_on(self, day: date) -> str:
        """Where it stands on ``day``, in two or three words for a tag."""
        if self.ended_at is not None:
            return "Ended" if self.agreed_at else "Withdrawn or declined"
        if self.agreed_at is None:
            return "Waiting for an answer"
        if day < self.from_on:
            return "Agreed, not begun"
        if self.until_on is not None and self.until_on < day:
            return "Run out"
        return "Review is late" if self.review_on < day else "In force"
