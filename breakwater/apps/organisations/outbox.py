"""Messages that wait to be sent: written with the change, sent after it.

If the process stops after the commit, ``breakwater send-messages`` on a timer sends what is left.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from breakwater.apps.organisations import channels
from breakwater.apps.organisations.models import OutgoingMessage

_GIVE_UP_AFTER = 12
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)


def queue(*, to: str, subject: str, text: str, at: datetime) -> OutgoingMessage:
    """Write one message in the caller's transaction, and try to send it once that has committed."""
    message = OutgoingMessage.objects.create(
        to=to, subject=subject, text=text, queued_at=at, try_again_at=at
    )
    transaction.on_commit(lambda: _send(message, timezone.now()), robust=True)
    return message


def send_waiting(*, at: datetime) -> tuple[int, int]:
    """Try every message whose time has come; return how many went and how many are left.

    A message is dropped after twelve tries, about two days: then it is news no longer, and the
    notification centre still has what it was about.
    """
    due = list(OutgoingMessage.objects.filter(try_again_at__lte=at))
    sent = sum(_send(message, at) for message in due)
    return sent, OutgoingMessage.objects.count()


def _send(message: OutgoingMessage, at: datetime) -> bool:
    if not OutgoingMessage.objects.filter(pk=message.pk).exists():
        return False  # another process has sent it meanwhile
    try:
        channels.chosen().send(to=message.to, subject=message.subject, text=message.text)
    except channels.NotSent:
        message.tried += 1
        if message.tried >= _GIVE_UP_AFTER:
            message.delete()
            return False
        message.try_again_at = at + min(_FIRST_WAIT * 2**message.tried, _LONGEST_WAIT)
        message.save(update_fields=["tried", "try_again_at"])
        return False
    message.delete()
    return True
