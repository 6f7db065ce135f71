"""What is stored of a report, beside its case: how it came, and how its writer comes back."""

from django.db import models
from django.db.models import Q

from breakwater.apps.cases.models import Case, Piece


class LoadedRoutes(models.Model):
    """One file of pathways as it was loaded; the newest is in force, and none is ever changed."""

    text = models.TextField()
    # What its pathways promise, word for word in English, by number and by name.
    promised = models.JSONField()
    loaded_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]


class Report(models.Model):
    """What one person wrote on the public site. Erased with its case."""

    class SealedIn(models.TextChoices):
        """Where her words were sealed; she was told which."""

        BROWSER = "browser", "Sealed in her own browser"
        SERVER = "server", "Sealed in the server’s memory"

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="report")
    # What she was promised stands in the file as it was then.
    routes = models.ForeignKey(LoadedRoutes, on_delete=models.PROTECT, related_name="+")
    pathway = models.PositiveSmallIntegerField()
    sealed_in = models.CharField(max_length=10, choices=SealedIn)
    # SHA-256 of the token in the form: sent twice, it is stored once.
    token_digest = models.CharField(max_length=64, unique=True)
    # Tells other words in the same form from the same words (changes.sending.content_mark).
    content_mark = models.CharField(max_length=64)
    # SHA-256 of what her code is found under; nothing where she wanted no code.
    lookup_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 (unique)
    recipient = models.CharField(max_length=80, blank=True)
    safe_word_mark = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_code_finds_and_opens",
                condition=Q(lookup_digest__isnull=True, recipient="", safe_word_mark="")
                | (Q(lookup_digest__isnull=False) & ~Q(recipient="")),
            ),
        ]


class AddedMark(models.Model):
    """The mark of something that came after the first words: sent again, it is stored once.

    Also where something else came between: she went back, or an answer was lost on its way.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="added_marks")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "mark"], name="the_same_is_added_once"),
        ]


class Shown(models.Model):
    """A piece of the case that her code opens: an answer, or what she chose to keep herself.

    Her report is never one. Whoever finds the code reads only what is new: once ``read_at`` is set
    a piece is shown to nobody but who also knows the safe word.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="shown")
    piece = models.OneToOneField(Piece, on_delete=models.CASCADE, related_name="shown")
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["piece__added_at", "pk"]
