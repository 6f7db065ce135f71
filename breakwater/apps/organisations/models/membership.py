"""A person's place in an organisation, the roles they hold there, and who covers for them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from breakwater.apps.organisations.models.pairs import both_or_neither
from breakwater.apps.organisations.roles import ROLES, Kind, Role


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about places."""

    def current(self) -> "MembershipQuerySet":
        """Those of people who work here now."""
        return self.filter(ended_at__isnull=True)

    def holding(self, role: Role, on: date) -> "MembershipQuerySet":
        """Those who hold ``role`` on that day."""
        held = Grant.objects.in_force(on).filter(role=role.value).values("membership")
        return self.current().filter(pk__in=held)


class Membership(models.Model):
    """One person's place in one organisation.

    A person has one place. Whoever works in two organisations has two accounts: nobody is police
    in one window and caseworker in the next.
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="membership"
    )
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["person__name"]
        constraints = [
            models.CheckConstraint(
                name="membership_ended_by_someone",
                condition=both_or_neither("ended_at", "ended_by"),
            ),
        ]

    @property
    def kind(self) -> Kind:
        """What the organisation is."""
        return Kind(self.organisation.kind)

    def roles_on(self, day: date) -> frozenset[Role]:
        """The roles held on ``day``; none once the place has ended.

        Uses grants that were fetched beforehand, where they were.
        """
        if self.ended_at is not None:
            return frozenset()
        return frozenset(ROLES[grant.role] for grant in self.grants.all() if grant.is_in_force(day))


class GrantQuerySet(models.QuerySet["Grant"]):
    """Questions about roles given."""

    def in_force(self, on: date) -> "GrantQuerySet":
        """Those that give their role on that day."""
        return self.filter(
            Q(until_on__isnull=True) | Q(until_on__gte=on),
            ended_at__isnull=True,
            given_at__isnull=False,
            from_on__lte=on,
        )

    def waiting(self) -> "GrantQuerySet":
        """Those that a second person has yet to confirm."""
        return self.filter(given_at__isnull=True, ended_at__isnull=True)


class Grant(models.Model):
    """A role asked for a person, given, and in the end taken.

    The database refuses a role that authorises unless a second person confirmed it, and refuses
    that second person to be the one who asked or the one who receives it.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="grants")
    # The same person again, so that a constraint can compare.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=[(role.value, role.says) for role in Role])
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    # Nobody: the first operators, and an organisation's first administrator.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(null=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["role", "asked_at"]
        constraints = [
            models.CheckConstraint(
                name="a_role_that_authorises_takes_two",
                condition=Q(given_at__isnull=True)
                | ~Q(role__in=[role.value for role in Role if role.authorises])
                | Q(asked_by__isnull=True)
                | (Q(given_by__isnull=False) & ~Q(given_by=F("asked_by"))),
            ),
            models.CheckConstraint(
                name="nobody_confirms_their_own_role",
                condition=Q(given_by__isnull=True) | ~Q(given_by=F("person")),
            ),
            models.CheckConstraint(
                name="a_role_ends_after_it_begins",
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
            ),
            models.CheckConstraint(
                name="grant_ended_by_someone",
                condition=both_or_neither("ended_at", "ended_by"),
            ),
        ]

    @property
    def means(self) -> Role:
        """The role."""
        return ROLES[self.role]

    @property
    def is_waiting(self) -> bool:
        """Whether a second person has yet to confirm it."""
        return self.given_at is None and self.ended_at is None

    def is_in_force(self, day: date) -> bool:
        """Whether it gives its role on ``day``; the same answer as ``in_force`` in the database."""
        return (
            self.given_at is not None
            and self.ended_at is None
            and self.from_on <= day
            and (self.until_on is None or day <= self.until_on)
        )


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Questions about absences."""

    def on(self, day: date) -> "AbsenceQuerySet":
        """Those that last on that day."""
        return self.filter(from_on__lte=day, until_on__gte=day, called_off_at__isnull=True)


class Absence(models.Model):
    """While someone is away, what waits for them waits for their cover too.

    It gives no role: the cover acts by roles of their own, given by two people where that is the
    rule.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="absences")
    cover = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="covers")
    from_on = models.DateField()
    until_on = models.DateField()
    arranged_at = models.DateTimeField()
    arranged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins", condition=Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(
                name="nobody_covers_for_themselves", condition=~Q(cover=F("membership"))
            ),
        ]
