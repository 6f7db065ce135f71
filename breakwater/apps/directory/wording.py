"""What people read about services: one sentence for each thing matching can say."""

from collections.abc import Iterable

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from breakwater.domain.matching.fit import Reason
from breakwater.domain.matching.words import Group, Need, Route, Shares
from breakwater.domain.open_referral.hours import Opening, runs

NEEDS: dict[Need, LazyText] = {
    Need.TALK: _("Somebody to talk to"),
    Need.ABUSE: _("Somebody in my home or family hurts or controls me"),
    Need.SAFE_PLACE: _("A safe place to stay"),
    Need.SEXUAL_VIOLENCE: _("Somebody touched me or had sex with me when I did not want it"),
    Need.FORCED_MARRIAGE: _("I am made to marry, or hurt because of “honour”"),
    Need.STALKING: _("Somebody follows or watches me"),
    Need.EXPLOITATION: _("I am made to work, or somebody took my papers"),
    Need.IMMIGRATION_ADVICE: _("Advice from an immigration lawyer or adviser"),
    Need.LEGAL_ADVICE: _("Other legal advice"),
    Need.REPORTING: _("Somebody to help me report a crime"),
    Need.MONEY: _("Money, food or rent"),
    Need.CHILDREN: _("Help for children"),
    Need.HEALTH: _("A doctor, a nurse or a counsellor"),
    Need.SAFE_PHONE: _("A safer phone or room to call from"),
}
# What a service does, where the sentence above is what the person says.
OFFERS: dict[Need, LazyText] = {
    Need.TALK: _("Somebody listens to you."),
    Need.ABUSE: _("They help people who are hurt or controlled at home."),
    Need.SAFE_PLACE: _("They can find a safe place to stay."),
    Need.SEXUAL_VIOLENCE: _("They help after rape and sexual violence."),
    Need.FORCED_MARRIAGE: _("They help against forced marriage and violence for “honour”."),
    Need.STALKING: _("They help people who are followed or watched."),
    Need.EXPLOITATION: _("They help people who are made to work."),
    Need.IMMIGRATION_ADVICE: _("They give immigration advice."),
    Need.LEGAL_ADVICE: _("They give legal advice."),
    Need.REPORTING: _("They help you report a crime, if you want to."),
    Need.MONEY: _("They help with money, food or rent."),
    Need.CHILDREN: _("They help children."),
    Need.HEALTH: _("They look after your health."),
    Need.SAFE_PHONE: _("They have a phone or a room that you can use."),
}
GROUPS: dict[Group, LazyText] = {
    Group.WOMEN: _("A woman"),
    Group.MEN: _("A man"),
    Group.CHILDREN: _("A child, or somebody under 18"),
}
FOR_GROUPS: dict[Group, LazyText] = {
    Group.WOMEN: _("They help women."),
    Group.MEN: _("They help men."),
    Group.CHILDREN: _("They help children and young people."),
    Group.LGBT: _("They help lesbian, gay, bisexual and trans people."),
}
REASONS: dict[Reason, LazyText] = {
    Reason.INTERPRETS: _("They can find an interpreter for you."),
    Reason.LANGUAGES_NOT_SAID: _("Ask them for an interpreter. We do not know if they have one."),
    Reason.DOES_NOT_SPEAK: _("They may not speak your language."),
    Reason.EVERYWHERE: _("It does not matter where you live."),
    Reason.PLACE_NOT_SAID: _("Ask them if they help people where you live."),
    Reason.NO_RECOURSE: _("They also help people who cannot get benefits."),
    Reason.HOME_OFFICE: _(
        "Be careful: this service is part of the Home Office, or may tell it what you say."
    ),
}
# Said of a service whatever somebody looks for.
POLICE: dict[Shares, LazyText] = {
    Shares.NEVER: _("They do not tell the police what you say."),
    Shares.IF_YOU_AGREE: _("They tell the police only if you agree."),
    Shares.SOMETIMES: _("They sometimes tell the police. Ask them when."),
    Shares.PART_OF_IT: _("They are part of the police."),
}
HOME_OFFICE: dict[Shares, LazyText] = {
    Shares.NEVER: _("They do not tell the Home Office about you."),
    Shares.IF_YOU_AGREE: _("They tell the Home Office about you only if you agree."),
}
ROUTES: dict[Route, LazyText] = {
    Route.PROFESSIONALS: _(
        "Somebody else must ask for you: a support worker, a doctor or a social worker."
    ),
    Route.HERSELF: _("You ask them yourself."),
}
ADVICE = {
    1: _("They may give basic immigration advice."),
    2: _("They may give immigration advice, and help with most applications."),
    3: _("They may give every kind of immigration advice, also in court."),
}
# Who lets them give it, as people who check will look it up.
REGULATORS = {
    "IAA": _("The Immigration Advice Authority (IAA, formerly OISC) regulates them."),
    "SRA": _("The Solicitors Regulation Authority (SRA) regulates them."),
    "BSB": _("The Bar Standards Board (BSB) regulates them."),
    "CILEX": _("CILEx Regulation regulates them."),
}
_DAYS = {
    "MO": _("Monday"),
    "TU": _("Tuesday"),
    "WE": _("Wednesday"),
    "TH": _("Thursday"),
    "FR": _("Friday"),
    "SA": _("Saturday"),
    "SU": _("Sunday"),
}


def hours_in_words(openings: Iterable[Opening]) -> list[str]:
    """A line for each: days, then times."""
    return [f"{_days_in_words(one)}: {_times_in_words(one)}" for one in openings]


def _days_in_words(one: Opening) -> str:
    if one.is_every_day:
        return gettext("Every day")
    return ", ".join(_run_in_words(first, last) for first, last in runs(one.days))


def _run_in_words(first: str, last: str) -> str:
    if first == last:
        return str(_DAYS[first])
    return gettext("%(first)s to %(last)s") % {"first": _DAYS[first], "last": _DAYS[last]}


def _times_in_words(one: Opening) -> str:
    if one.is_all_day:
        return gettext("day and night")
    return gettext("%(opens)s to %(closes)s") % {"opens": one.opens, "closes": one.closes}
