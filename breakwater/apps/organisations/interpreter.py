"""Through whom somebody was spoken to, wherever that has to be known."""

from django.db import models


class Interpreter(models.TextChoices):
    """Who interpreted; somebody they know may keep them from speaking freely."""

    NOT_NEEDED = "not_needed", "None was needed"
    INDEPENDENT = "independent", "An independent interpreter"
    SOMEBODY_ELSE = "somebody_else", "Somebody they know"
