"""What the register stores. Every change to it is an :class:`Event`; see ``changes.py``.

Only ``changes.py`` writes here. Foreign keys protect what they point to: undoing a batch removes
what the batch added and nothing else, and is refused where something later leans on it.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact

from breakwater.apps.organisations.models import Organisation
from breakwater.domain.register.bodies import BodyKind
from breakwater.domain.register.facts import Ask, TextStatus
from breakwater.domain.register.positions import Assurance, Delivery, Position, Rag

# A day as it was printed (ISO), kept even where no calendar has it: "2023-02-31".
PRINTED_DAY_LENGTH = 10


# What an address of a page takes (``slug`` in urls.py); nothing else can be found again.
_IN_ADDRESSES = Value("-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _fits_an_address(field: str, *, name: str) -> models.CheckConstraint:
    # Taking every letter that an address may hold off the front leaves nothing: this is the same
    # on both databases, and a copy of the database read by another program needs no function.
    rest = Func(F(field), _IN_ADDRESSES, function="LTRIM", output_field=models.CharField())
    return models.CheckConstraint(
        name=name, condition=Q(Exact(rest, Value(""))) & ~Q(**{field: ""})
    )


def _choices(values: type) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]  # type: ignore[attr-defined]


class ImportBatch(models.Model):
    """One document taken in: whose it is, what it was, and whether it was undone."""

    class Kind(models.TextChoices):
        """What the document brought."""

        INSPECTION = "inspection", "an inspection and its recommendations"
        RESPONSES = "responses", "responses to recommendations"

    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    document_name = models.CharField(max_length=200)
    document_sha256 = models.CharField(max_length=64)
    document_kind = models.CharField(max_length=30)
    reference = models.CharField(max_length=200, blank=True)
    dated = models.CharField(max_length=PRINTED_DAY_LENGTH, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    signatory_posts = models.JSONField(default=list)
    flags = models.JSONField(default=list)
    committed_at = models.DateTimeField()
    committed_by = models.CharField(max_length=200)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="batch_undone_at_has_its_by",
                condition=Q(undone_at=None, undone_by="")
                | Q(undone_at__isnull=False) & ~Q(undone_by=""),
            )
        ]


class Body(models.Model):
    """One body that answers recommendations; the shipped ones come from ``bodies.toml``."""

    key = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=30, choices=_choices(BodyKind))
    name = models.CharField(max_length=200)
    aliases = models.JSONField(default=list)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    successor = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    oversees = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="overseen_by"
    )
    planned_change = models.CharField(max_length=300, blank=True)
    # Made up for a demonstration; every page that names it says so.
    invented = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="body_ends_after_it_begins",
                condition=Q(valid_from=None)
                | Q(valid_to=None)
                | Q(valid_to__gte=models.F("valid_from")),
            ),
            models.CheckConstraint(
                name="body_kind_is_known", condition=Q(kind__in=[kind.value for kind in BodyKind])
            ),
            _fits_an_address("key", name="body_key_fits_an_address"),
        ]

    def __str__(self) -> str:
        return self.name


class Inspection(models.Model):
    """A published document that recommendations come from."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    source_kind = models.CharField(max_length=60, blank=True)
    published_on = models.DateField(null=True)
    published_by = models.JSONField(default=list)
    about = models.TextField(blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    invented = models.BooleanField(default=False)
    # Whether the 56 days of section 55 bind is a legal question: no rule without a confirmation.
    comment_rule = models.CharField(max_length=60, blank=True)
    section_55_confirmed_at = models.DateTimeField(null=True)
    section_55_confirmed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering: ClassVar = ["-published_on", "title"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="section_55_rule_was_confirmed_by_a_person",
                condition=Q(
                    comment_rule="", section_55_confirmed_at=None, section_55_confirmed_by=""
                )
                | ~Q(comment_rule="")
                & Q(section_55_confirmed_at__isnull=False)
                & ~Q(section_55_confirmed_by=""),
            ),
            _fits_an_address("slug", name="inspection_slug_fits_an_address"),
        ]

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """One thing an inspection asks for; a stub where other texts only cite it."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="recommendations"
    )
    number = models.CharField(max_length=30)
    place = models.PositiveIntegerField()
    ask = models.CharField(max_length=30, choices=_choices(Ask), default=Ask.RECOMMENDATION.value)
    text = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    text_status = models.CharField(
        max_length=20, choices=_choices(TextStatus), default=TextStatus.NOT_REPRODUCED.value
    )
    # Where the text stands: the document it was quoted in, or the page it was taken from.
    text_source = models.CharField(max_length=300, blank=True)
    list_is_missing = models.BooleanField(default=False)
    deadline_wording = models.CharField(max_length=300, blank=True)
    deadline_rule = models.CharField(max_length=60, default="none")
    due_on = models.DateField(null=True)
    is_stub = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["inspection_id", "place", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["inspection", "number"], name="recommendation_number_is_unique"
            ),
            models.CheckConstraint(
                name="recommendation_text_agrees_with_its_status",
                condition=Q(text_status="not_reproduced", text="")
                | ~Q(text_status="not_reproduced") & ~Q(text=""),
            ),
            models.CheckConstraint(
                name="recommendation_stub_has_no_text", condition=Q(is_stub=False) | Q(text="")
            ),
            models.CheckConstraint(name="recommendation_has_a_number", condition=~Q(number="")),
        ]

    def __str__(self) -> str:
        return f"{self.inspection.title}, {self.number}"


class Citation(models.Model):
    """One recommendation names another of the same inspection in its own text."""

    citing = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="citations")
    cited = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="cited_by")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["citing", "cited"], name="citation_is_unique")
        ]


class AddresseeClass(models.Model):
    """Whom one recommendation is addressed to, in its published words and as a class."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="addressee_classes"
    )
    wording = models.CharField(max_length=200)
    # An AddresseeKey of the domain, or "named:<body key>".
    meaning = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recommendation", "wording"], name="addressee_wording_is_unique"
            )
        ]


class Assignment(models.Model):
    """One recommendation to one body: the unit of status. Four independent fields."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="assignments"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="assignments")
    position = models.CharField(
        max_length=30, choices=_choices(Position), default=Position.NOT_STATED.value
    )
    delivery = models.CharField(
        max_length=30, choices=_choices(Delivery), default=Delivery.NOT_STATED.value
    )
    assurance = models.CharField(
        max_length=30, choices=_choices(Assurance), default=Assurance.NOT_STATED.value
    )
    rag_override = models.CharField(max_length=10, choices=_choices(Rag), blank=True)
    rag_reason = models.TextField(blank=True)
    awaits = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recommendation", "body"], name="assignment_is_unique"),
            models.CheckConstraint(
                name="rag_override_has_its_reason",
                condition=Q(rag_override="", rag_reason="")
                | ~Q(rag_override="") & ~Q(rag_reason=""),
            ),
            models.CheckConstraint(
                name="position_is_known",
                condition=Q(position__in=[position.value for position in Position]),
            ),
        ]


class Response(models.Model):
    """What one document of one body answers to one recommendation, as published.

    Its words are never edited: a later document makes a new row, and the former one stays as
    history with ``is_current`` false. ``answers`` is a list of ``{"label", "dated",
    "paragraphs"}`` in the order of the document.
    """

    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="responses")
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="responses")
    answers = models.JSONField()
    # The day of the document it stands in, as printed: what later documents are compared with.
    dated = models.CharField(max_length=PRINTED_DAY_LENGTH, blank=True)
    position = models.CharField(max_length=30, choices=_choices(Position))
    delivery = models.CharField(
        max_length=30, choices=_choices(Delivery), default=Delivery.NOT_STATED.value
    )
    awaits = models.TextField(blank=True)
    status_words = models.CharField(max_length=300, blank=True)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(is_current=True),
                name="assignment_has_one_current_response",
            ),
            models.CheckConstraint(
                name="response_position_is_known",
                condition=Q(position__in=[position.value for position in Position]),
            ),
        ]


class Evidence(models.Model):
    """A document that a response points to and that a reader could ask for."""

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="evidence")
    reference = models.CharField(max_length=300, blank=True)
    dated = models.CharField(max_length=PRINTED_DAY_LENGTH, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]


class Event(models.Model):
    """One row before and after one change. Append-only: the database refuses anything else.

    ``before`` is None where the row was made, ``after`` where it was removed. ``row`` is not a
    foreign key, because an event outlives the row it tells of.
    """

    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="events"
    )
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    table = models.CharField(max_length=40)
    row = models.PositiveBigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["table", "row"])]
