"""Receiving and erasing feedback.

Neither writes an entry in a log: the logs hold what was promised about people's cases, and feedback
is about web pages.
"""

from datetime import date, timedelta

from django.db import transaction

from breakwater.apps.feedback.models import Feedback

# Nobody is told apart, so the limit is one for all: a flood fills the day, never the disk.
MOST_IN_A_DAY = 200
KEPT_FOR = timedelta(days=365)


class FullForTodayError(Exception):
    """As much feedback as one day takes has come in."""


def receive_feedback(*, text: str, language: str, on: date) -> Feedback:
    """Store what a visitor wrote, and erase what is older than a year."""
    with transaction.atomic():
        if Feedback.objects.filter(received_on=on).count() >= MOST_IN_A_DAY:
            raise FullForTodayError
        Feedback.objects.filter(received_on__lt=on - KEPT_FOR).delete()
        return Feedback.objects.create(text=text, language=language, received_on=on)


def erase_feedback(feedback: Feedback) -> None:
    """Erase one piece, as when somebody wrote about a crime or a person after all."""
    feedback.delete()
