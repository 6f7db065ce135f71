"""Which edition of the directory is the newest."""

import uuid

from django.db import models


class Edition(models.Model):
    """One row: a new random mark with every change of what is public.

    A process that matches keeps the directory in memory and looks here whether it is still right.
    """

    mark = models.UUIDField(default=uuid.uuid4)

    @classmethod
    def newest(cls) -> uuid.UUID | None:
        """The mark of what is stored now; None where nothing ever was."""
        return cls.objects.filter(pk=1).values_list("mark", flat=True).first()

    @classmethod
    def renew(cls) -> None:
        """Say, in the caller's transaction, that what is public changed."""
        cls.objects.update_or_create(pk=1, defaults={"mark": uuid.uuid4()})
