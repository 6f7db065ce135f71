"""What somebody is told who sent something that was not taken; said with script and without."""

from django.utils.translation import gettext_lazy as _

NOT_OPENED = _(
    "It was not sent: nobody could open it at the moment. Everything you wrote is still here. "
    "Try again in a few minutes, or ring them."
)
NOT_STORED = _(
    "It was not sent: we have a fault. Everything you wrote is still here. "
    "Try again in a few minutes."
)
DAMAGED = _("Something went wrong on the way, so it was not sent. Press Send again.")
WAIT_TO_SEND = _(
    "Many people are sending from the same place. It was not sent yet. Everything you wrote is "
    "still here. Wait %(seconds)s seconds, then press Send again."
)
WAIT_TO_OPEN = _("Many wrong codes come from this place. Wait %(seconds)s seconds, then try again.")
NO_SUCH_CODE = _("Nothing is kept under this code. Check each group of five digits again.")
TAKEN_BACK = _("You have taken it back, so nothing can be added.")
