"""National helplines that anyone may ring: what is left when no service of the directory fits.

Each was published by its organisation. None has been rung by us: ``last_checked_on`` stays None
until somebody has, and the page says so.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from breakwater.domain.matching.facts import Wish
from breakwater.domain.matching.words import Group, Need


@dataclass(frozen=True, slots=True)
class Helpline:
    """One number, for whom, and when somebody answers."""

    name: str
    number: str
    for_whom: LazyText
    hours: LazyText | None = None
    last_checked_on: date | None = None
    need: Need | None = None
    group: Group | None = None
    language: str = ""

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
        need=Need.ABUSE,
        group=Group.WOMEN,
    ),
    Helpline(
        "Southall Black Sisters",
        "020 8571 9595",
        _("For Black, Asian and migrant women."),
        _("Monday to Friday, 9 in the morning to 5 in the afternoon."),
        need=Need.ABUSE,
        group=Group.WOMEN,
    ),
    Helpline(
        "Karma Nirvana",
        "0800 5999 247",
        _("If your family hurts you, or forces you to marry, because of “honour”."),
        need=Need.FORCED_MARRIAGE,
    ),
    Helpline(
        "Polish Domestic Abuse Helpline",
        "0800 061 4004",
        _("In Polish."),
        need=Need.ABUSE,
        language="pl",
    ),
    Helpline(
        "Live Fear Free",
        "0808 80 10 800",
        _("For anyone in Wales."),
    ),
    Helpline("Men’s Advice Line", "0808 801 0327", _("For men."), need=Need.ABUSE, group=Group.MEN),
    Helpline(
        "Galop",
        "0800 999 5428",
        _("For lesbian, gay, bisexual and trans people."),
        group=Group.LGBT,
    ),
    Helpline(
        "National Stalking Helpline",
        "0808 802 0300",
        _("If somebody follows or watches you."),
        need=Need.STALKING,
    ),
)
_OTHERS = {Group.WOMEN: Group.MEN, Group.MEN: Group.WOMEN}


def helplines_for(wish: Wish) -> list[Helpline]:
    """Those that help, the most fitting first; never none."""
    other = _OTHERS.get(wish.group) if wish.group else None
    helping = [one for one in HELPLINES if one.group is None or one.group is not other]
    return sorted(helping, key=lambda one: -_fits(one, wish))


def _fits(one: Helpline, wish: Wish) -> int:
    return sum(
        (
            one.language in wish.languages,
            one.need is not None and one.need is wish.need,
            one.group is not None and one.group is wish.group,
            one.group is Group.LGBT and wish.lgbt,
        )
    )
