"""What a force tells the public it does with information, in versions that never change."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from breakwater.apps.organisations.models import Organisation

_PERSON = settings.AUTH_USER_MODEL
LONGEST = 4_000


class Words(models.Model):
    """The words of a statement in one language; each line of a list is one sentence."""

    opening = models.TextField(max_length=LONGEST)
    will = models.TextField(max_length=LONGEST)
    will_not = models.TextField(max_length=LONGEST)
    limits = models.TextField(max_length=LONGEST)

    class Meta:
        abstract = True

    @property
    def lists(self) -> tuple[list[str], list[str], list[str]]:
        """What is done, what is not, and what can change that."""
        return self.will.splitlines(), self.will_not.splitlines(), self.limits.splitlines()


class StatementQuerySet(models.QuerySet["Statement"]):
    """Drafts and what was signed."""

    def drafts(self) -> "StatementQuerySet":
        """Those that wait to be signed."""
        return self.filter(signed_at=None, put_aside_at=None)

    def signed(self) -> "StatementQuerySet":
        """Those the public may read, the newest first."""
        return self.filter(signed_at__isnull=False).order_by("-version")


class Statement(Words):
    """One version: drafted by one person, signed by post by another, then never changed.

    The database refuses a change or removal of what was signed (``guards``).
    """

    force = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statements")
    # Counted from 1 as they are signed; a draft has none.
    version = models.PositiveIntegerField(null=True)
    # Who answers for it, as the public reads it: "Chief Constable".
    post = models.CharField(max_length=120)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    # SHA-256 of the words, as the log's entry holds it.
    digest = models.CharField(max_length=64, blank=True)
    put_aside_at = models.DateTimeField(null=True)
    put_aside_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_statement_of_each_version", fields=["force", "version"]
            ),
            models.UniqueConstraint(
                name="one_draft_of_a_statement",
                fields=["force"],
                condition=Q(signed_at=None, put_aside_at=None),
            ),
            models.CheckConstraint(
                name="a_statement_is_signed_by_a_second_person",
                condition=Q(signed_at=None, signed_by=None, version=None, digest="")
                | (
                    Q(signed_at__isnull=False, signed_by__isnull=False, version__isnull=False)
                    & ~Q(digest="")
                    & ~Q(signed_by=F("drafted_by"))
                ),
            ),
            models.CheckConstraint(
                name="a_statement_put_aside_was_not_signed",
                condition=Q(put_aside_at=None, put_aside_by=None)
                | Q(put_aside_at__isnull=False, put_aside_by__isnull=False, signed_at=None),
            ),
        ]

    @property
    def is_draft(self) -> bool:
        """Whether it waits to be signed."""
        return self.signed_at is None and self.put_aside_at is None


class Translation(Words):
    """A signed statement in another language: nobody sees it until a second person approved it."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=10)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    # Who read it a second time and answers for it: a post, as the public reads it.
    post = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(_PERSON, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["language"]
        constraints = [
            models.UniqueConstraint(
                name="one_translation_in_each_language", fields=["statement", "language"]
            ),
            models.CheckConstraint(
                name="a_translation_is_approved_by_a_second_person",
                condition=Q(approved_at=None, approved_by=None, post="")
                | (
                    Q(approved_at__isnull=False, approved_by__isnull=False)
                    & ~Q(post="")
                    & ~Q(approved_by=F("entered_by"))
                ),
            ),
        ]
