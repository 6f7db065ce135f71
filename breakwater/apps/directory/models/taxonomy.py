"""The words by which services are sorted, as the feed that brought them in names them."""

from django.db import models


class Taxonomy(models.Model):
    """One list of terms."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    uri = models.CharField(max_length=500, blank=True)
    version = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """One word of a taxonomy. Which term is the wider one is a plain id: feeds leave some out."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    parent_id = models.UUIDField(null=True)
    taxonomy = models.ForeignKey(
        Taxonomy, on_delete=models.PROTECT, null=True, related_name="terms"
    )
    # What the feed wrote beside it: the taxonomy's name, the term's code and address.
    taxonomy_name = models.CharField(max_length=255, blank=True)
    code = models.CharField(max_length=255, blank=True)
    term_uri = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
