"""What is stored of a case: who looks after it, until when, and pieces nobody here can open."""

import uuid
from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from breakwater.apps.organisations.models import Membership, Organisation

_PERSON = settings.AUTH_USER_MODEL


def _person(*, null: bool = False) -> "models.ForeignKey[object, object]":
    return models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=null, related_name="+")


class CaseQuerySet(models.QuerySet["Case"]):
    """Questions about cases."""

    def of(self, organisation: Organisation) -> "CaseQuerySet":
        """Those of one organisation; no other may know that they exist."""
        return self.filter(organisation=organisation)

    def seen_by(self, member: Membership) -> "CaseQuerySet":
        """Those of the member's organisation from which the person did not exclude them."""
        kept_from = Exclusion.objects.filter(membership=member).values("case")
        return self.of(member.organisation).exclude(pk__in=kept_from)

    def looked_after_by(self, *members: Membership) -> "CaseQuerySet":
        """Those that one of these looks after."""
        return self.filter(assignee__in=members)

    def most_pressing_first(self) -> "CaseQuerySet":
        """Waiting before open before closed, danger first, then the oldest."""
        # The states' names happen to sort that way, which keeps this on one index.
        return self.order_by("-state", "-is_in_danger", "opened_at", "pk")

    def late_at(self, moment: datetime) -> "CaseQuerySet":
        """Those that somebody should have answered by now."""
        return self.filter(
            answer_by__lt=moment, answered_at__isnull=True, state__in=Case.STATES_AT_WORK
        )

    def to_erase_on(self, day: date) -> "CaseQuerySet":
        """Those whose time is over on that day, holds or not."""
        return self.filter(erase_on__lte=day)


class Case(models.Model):
    """What one organisation holds about one person.

    Everything somebody wrote is sealed and stands in its pieces; here is only what the organisation
    needs to do its work. Whatever opened the case (a report, a referral) points at it, and is
    erased with it: ``on_delete=CASCADE``.
    """

    class Origin(models.TextChoices):
        """How it came."""

        REPORT = "report", "Written on the public site"
        REFERRAL = "referral", "Referred by another organisation"
        IN_PERSON = "in_person", "Told in person"
        TELEPHONE = "telephone", "Told by telephone"

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "Waiting"
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"
        # Out of the way after a flood, touched by nobody. Sorts after all others, as they do.
        ASIDE = "aside", "Put aside"

    class Outcome(models.TextChoices):
        """How it ended; anything more is said in a sealed note."""

        SUPPORTED = "supported", "Supported, and no longer needs us"
        REFERRED = "referred", "Passed on to somebody who can help"
        ADVICE = "advice", "Got the advice asked for"
        NO_CONTACT = "no_contact", "Could not be reached safely"
        WITHDRAWN = "withdrawn", "Did not want to go on"
        POLICE_CLOSED = "police_closed", "Police matter ended"
        NOT_FOR_US = "not_for_us", "Not something we can help with"

    STATES_AT_WORK = (State.WAITING, State.OPEN)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # Said over the telephone and written on paper: random, so that it counts nothing.
    reference = models.CharField(max_length=12, unique=True)
    origin = models.CharField(max_length=20, choices=Origin)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Ticked by the person, and sent unsealed so that somebody is told at once.
    is_in_danger = models.BooleanField(default=False)
    # Since when it has been said that the person is in danger and nobody has opened the case.
    alarm_since = models.DateTimeField(null=True)
    # Inside what is sealed they named somebody to keep away, and nobody has looked yet.
    asks_to_keep_away = models.BooleanField(default=False)
    # The person wrote and nobody has opened it since.
    has_news = models.BooleanField(default=False)
    # Who looks after it now; ``Assignment`` keeps who did before.
    assignee = models.ForeignKey(
        Membership, on_delete=models.PROTECT, null=True, related_name="cases"
    )
    opened_at = models.DateTimeField()
    answer_by = models.DateTimeField(null=True)
    # The first answer, or the first attempt to reach the person.
    answered_at = models.DateTimeField(null=True)
    answered_by = _person(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = _person(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    # What the person was promised when it was opened: days after closing. None: nobody said.
    keep_days = models.PositiveIntegerField(null=True)
    # To be looked at by that day: is it still needed?
    review_on = models.DateField(null=True)
    # Set by closing, or where the person asked for it; a hold keeps the case beyond.
    erase_on = models.DateField(null=True)
    is_erasure_asked = models.BooleanField(default=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        indexes = [
            models.Index(
                "organisation",
                models.F("state").desc(),
                models.F("is_in_danger").desc(),
                "opened_at",
                "id",
                name="cases_most_pressing_first",
            ),
            models.Index(fields=["organisation", "state", "-opened_at"]),
            models.Index(
                "assignee",
                models.F("state").desc(),
                condition=Q(assignee__isnull=False),
                name="cases_of_one_member",
            ),
            models.Index(
                fields=["alarm_since"],
                condition=Q(alarm_since__isnull=False),
                name="cases_alarm_stands",
            ),
            models.Index(
                fields=["erase_on"], condition=Q(erase_on__isnull=False), name="cases_to_erase"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_closed_case_has_an_outcome",
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="closed") & Q(closed_at__isnull=True, outcome=""),
            ),
            models.CheckConstraint(
                name="an_open_case_is_erased_only_where_asked",
                condition=Q(erase_on__isnull=True) | Q(state="closed") | Q(is_erasure_asked=True),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_begun(self) -> bool:
        """Whether a member has done anything with it: taken it, closed it, written in it."""
        if self.state != self.State.WAITING or self.assignments.exists():
            return True
        return self.pieces.exclude(sort__in=Piece.FROM_OUTSIDE).exists()

    def is_late_at(self, moment: datetime) -> bool:
        """Whether somebody should have answered by now."""
        return (
            self.state in self.STATES_AT_WORK
            and self.answered_at is None
            and self.answer_by is not None
            and self.answer_by < moment
        )


class Piece(models.Model):
    """One sealed piece of a case: an age file that only the organisation's members can open.

    What is inside has the shape of ``breakwater/domain/cases/content.py``.
    """

    class Sort(models.TextChoices):
        """What it is; it says nothing of what is in it."""

        REPORT = "report", "What was reported"
        REFERRAL = "referral", "What was referred"
        FROM_PERSON = "from_person", "From the person"
        TO_PERSON = "to_person", "To the person"
        # Where the organisation reported to the police for the person.
        FROM_POLICE = "from_police", "From the police"
        TO_POLICE = "to_police", "To the police"
        NOTE = "note", "Note"
        CONTACT = "contact", "Attempt to reach the person"
        SAFETY_PLAN = "safety_plan", "Safety plan"
        RISK_ASSESSMENT = "risk_assessment", "Risk assessment"
        FILE = "file", "File"

    # Everything else a member wrote.
    FROM_OUTSIDE = (Sort.REPORT, Sort.REFERRAL, Sort.FROM_PERSON, Sort.FROM_POLICE)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="pieces")
    sort = models.CharField(max_length=20, choices=Sort)
    sealed = models.BinaryField()
    # Which version of the organisation's key it is sealed to.
    key_version = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    # Nobody where the person or another organisation wrote it.
    added_by = _person(null=True)

    class Meta:
        ordering = ["added_at", "pk"]


class Assignment(models.Model):
    """Who looks after a case, and who did; one at a time."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="assignments")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    assigned_by = _person()
    ended_at = models.DateTimeField(null=True)
    # Nobody where the person's own wish ended it.
    ended_by = _person(null=True)

    class Meta:
        ordering = ["assigned_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True),
                name="one_member_looks_after_a_case",
            ),
        ]


class Exclusion(models.Model):
    """A member whom the person does not want near the case: they can't see it or be given it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="exclusions")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "membership"], name="excluded_once"),
        ]


class Hold(models.Model):
    """A case that may not be erased, and why; the reason is one of a list, never a sentence."""

    class Reason(models.TextChoices):
        """What asks for it."""

        PROCEEDINGS = "proceedings", "Court proceedings, begun or expected"
        COURT_ORDER = "court_order", "An order of a court"
        DISCLOSURE = "disclosure", "Criminal investigation: material must be retained"
        REVIEW = "review", "A safeguarding or domestic homicide review"
        INQUIRY = "inquiry", "A public inquiry or inquest"
        COMPLAINT = "complaint", "A complaint or claim about us"
        ASKED = "asked", "The person asked us to keep it"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=20, choices=Reason)
    review_on = models.DateField()
    placed_at = models.DateTimeField()
    placed_by = _person()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = _person(null=True)

    class Meta:
        ordering = ["placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "reason"],
                condition=Q(lifted_at__isnull=True),
                name="a_reason_holds_once",
            ),
            models.CheckConstraint(
                name="hold_lifted_by_someone",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]


class RetentionRule(models.Model):
    """How long an organisation keeps a case after closing, and how often it looks at an open one.

    Without a row a support organisation has the default of ``domain/cases/retention``; a force has
    none, and nothing of it is erased before it has set one.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    keep_days = models.PositiveIntegerField()
    review_days = models.PositiveIntegerField()
    set_at = models.DateTimeField()
    set_by = _person()


class OnCall(models.Model):
    """Who is sent a message at once when somebody is in danger, from day to day."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="on_calls")
    from_on = models.DateField()
    until_on = models.DateField()
    arranged_at = models.DateTimeField()
    arranged_by = _person()
    called_off_at = models.DateTimeField(null=True)
    called_off_by = _person(null=True)

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                name="on_call_ends_after_it_begins", condition=Q(until_on__gte=models.F("from_on"))
            ),
            models.CheckConstraint(
                name="on_call_called_off_by_someone",
                condition=Q(called_off_at__isnull=True, called_off_by__isnull=True)
                | Q(called_off_at__isnull=False, called_off_by__isnull=False),
            ),
        ]


class Tally(models.Model):
    """How often something happened in an organisation's cases in one month.

    Counted when it happens, so that erasing a case changes no month that is over.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    row = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "month", "row"], name="one_count_for_each_row_and_month"
            ),
        ]
