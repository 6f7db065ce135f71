"""What a person is told, and what leaves the building by e-mail."""

from django.conf import settings
from django.db import models


class Notice(models.Model):
    """One line in a person's notification centre: what kind of thing, and where to look.

    It holds no content: ``kind`` names a sentence in ``notices.py``; ``address`` is a page that
    asks again who may see it.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=60)
    address = models.CharField(max_length=200)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    # When the e-mail about it was queued, for people who want one a day.
    emailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "read_at"])]


class OutgoingMessage(models.Model):
    """An e-mail that waits to be handed to the channel; deleted as soon as it was.

    It holds an address, so it is kept no longer than it must. If the process stops between the
    sending and the deletion, the same content-free message is sent twice.
    """

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    queued_at = models.DateTimeField()
    tried = models.PositiveSmallIntegerField(default=0)
    try_again_at = models.DateTimeField()

    class Meta:
        ordering = ["queued_at"]
