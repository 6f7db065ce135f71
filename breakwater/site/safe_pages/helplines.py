"""National helplines that anyone may ring, until the directory of services takes their place.

Each was published by its organisation. None has been rung by us: ``last_checked_on`` stays None
until somebody has, and the page says so.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Helpline:
    """One number, for whom, and when somebody answers."""

    name: str
    number: str
    for_whom: LazyText
    hours: LazyText | None = None
    last_checked_on: date | None = None

    @property
    def dialled(self) -> str:
        """The number as a telephone link takes it."""
        return self.number.replace(" ", "")


HELPLINES = (
    Helpline(
        "National Domestic Abuse Helpline (Refuge)",
        "0808 2000 247",
        _("For women hurt or controlled by a partner or family."),
        _("Day and night, every day."),
    ),
    Helpline(
        "Southall Black Sisters",
        "020 8571 9595",
        _("For Black, Asian and migrant women."),
        _("Monday to Friday, 9 in the morning to 5 in the afternoon."),
    ),
    Helpline(
        "Karma Nirvana",
        "0800 5999 247",
        _("If your family hurts you, or forces you to marry, because of “honour”."),
    ),
    Helpline("Polish Domestic Abuse Helpline", "0800 061 4004", _("In Polish.")),
    Helpline(
        "Live Fear Free",
        "0808 80 10 800",
        _("For anyone in Wales."),
    ),
    Helpline("Men’s Advice Line", "0808 801 0327", _("For men.")),
    Helpline("Galop", "0800 999 5428", _("For lesbian, gay, bisexual and trans people.")),
    Helpline(
        "National Stalking Helpline", "0808 802 0300", _("If somebody follows or watches you.")
    ),
)
