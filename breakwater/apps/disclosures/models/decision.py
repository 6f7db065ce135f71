"""One recorded answer of the rule, and how its duty to link to support was met."""

import uuid
from functools import cache

from django.conf import settings
from django.db import connection, models
from django.db.models import Q

from breakwater.apps.disclosures.models.owner import owning_force
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Organisation
from breakwater.domain.firewall.outcome import Outcome


@cache
def _insert() -> str:
    columns = [field.column for field in Decision._meta.concrete_fields]
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    return f"INSERT INTO {Decision._meta.db_table} ({names}) VALUES ({marks})"  # noqa: S608


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Questions about decisions."""

    def of(self, force: Organisation) -> "DecisionQuerySet":
        """Those of one force."""
        return self.filter(force=force)

    def to_link(self) -> "DecisionQuerySet":
        """Those whose duty to link to support is still open."""
        return self.filter(links=True, link__isnull=True)

    def store(self, decision: "Decision") -> None:
        """Insert a new one as ``save`` would, by a statement that is written once.

        Writing it anew cost a fifth of every recorded answer, and is most of what ``save`` does.
        """
        fields = self.model._meta.concrete_fields
        row = [
            field.get_db_prep_save(getattr(decision, field.attname), connection) for field in fields
        ]
        with connection.cursor() as cursor:
            cursor.execute(_insert(), row)
        decision._state.adding = False


class Decision(models.Model):
    """One recorded answer of the rule about one incident."""

    class Through(models.TextChoices):
        """Where the question came from."""

        PAGE = "page", "Check before you share"
        API = "api", "A records system"
        REQUEST = "request", "An authorised request"
        TELEPHONE = "telephone", "Entered after a telephone call"
        INCOMING = "incoming", "A request that came in"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = owning_force()
    incident = models.CharField(max_length=40)
    recipient = models.CharField(max_length=40)
    about = models.CharField(max_length=40, blank=True)
    offence = models.CharField(max_length=60, blank=True)
    legal_basis = models.CharField(max_length=20, blank=True)
    necessity = models.CharField(max_length=20, blank=True)
    authorised_by = models.CharField(max_length=40, blank=True)
    # Every fact that was asked, and the recorded steps, by name.
    facts = models.JSONField(default=dict)
    outcome = models.CharField(max_length=20)
    pack = models.CharField(max_length=120)
    rule = models.CharField(max_length=120)
    # Whether it opened the duty to link the person to support.
    links = models.BooleanField()
    through = models.CharField(max_length=20, choices=Through)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "disclosures_decision"
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return self.incident

    @property
    def means(self) -> Outcome:
        """The outcome itself."""
        return Outcome(self.outcome)


class Link(models.Model):
    """How the duty to link was met: a link was made, or it was offered and declined."""

    class How(models.TextChoices):
        """The two ways to meet it."""

        MADE = "made", "They want support, and the link is made"
        DECLINED = "declined", "It was offered, and they said no"

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="link")
    how = models.CharField(max_length=10, choices=How)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    # Where the organisation does not take part here: what it is called.
    organisation_named = models.CharField(max_length=200, blank=True)
    offered_at = models.DateTimeField()
    was_alone = models.BooleanField()
    interpreter = models.CharField(max_length=20, choices=Interpreter)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_link_names_its_organisation",
                condition=Q(how="declined")
                | Q(organisation__isnull=False)
                | ~Q(organisation_named=""),
            ),
        ]

    @property
    def organisation_name(self) -> str:
        """What the support organisation is called."""
        return self.organisation.name if self.organisation else self.organisation_named
