"""One table; the day alone is kept, because a time of day could point at a person."""

from django.db import models

LONGEST = 1_000


class Feedback(models.Model):
    """What one visitor wrote about the site, the language of their page, and the day."""

    text = models.CharField(max_length=LONGEST)
    language = models.CharField(max_length=10)
    received_on = models.DateField(db_index=True)

    class Meta:
        ordering = ["-received_on", "-pk"]

    def __str__(self) -> str:
        return f"Feedback received on {self.received_on}"
