"""The neutral sentences of the register: what was asked by when, and what was found.

They say what a document shows and what we hold, never why, and never more: a letter published
late may have been sent in time, so a late date is "the published letter is dated … after".
Each is one whole sentence in the reader's language; days and months are that language's too.
"""

from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from breakwater.domain.reading.reading import Kind
from breakwater.domain.register.deadlines import Rule, RuleKind, due_on

_DOCUMENTS: dict[str, Promise] = {
    Kind.LETTER: gettext_lazy("The published letter"),
    Kind.STATUTORY_RESPONSE: gettext_lazy("The published response"),
    Kind.ACTION_PLAN: gettext_lazy("The published plan"),
    Kind.FORM: gettext_lazy("The published form"),
    Kind.REGISTER_LOG: gettext_lazy("The published register entry"),
    Kind.INDEX: gettext_lazy("The published page"),
    Kind.NEWS: gettext_lazy("The published page"),
    Kind.HOMICIDE_REVIEW_PLAN: gettext_lazy("The published plan"),
}


def day_in_words(day: date | None) -> str:
    """A day as people write it: ``3 December 2021``; empty where there is none."""
    return date_format(day, "j E Y") if day else ""


def month_in_words(day: date) -> str:
    """The month that ``day`` is in: ``September 2014``."""
    return date_format(day, "F Y")


def days(count: int) -> str:
    """A number of days in words: ``1 day``, ``169 days``."""
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def document_named(kind: str) -> str:
    """What a sentence calls a document of this kind: ``The published letter``."""
    return str(_DOCUMENTS.get(kind, gettext_lazy("The published document")))


def timeliness(
    *, kind: str, dated: date | None, due_on: date | None, rule: Rule, holds_earlier: bool
) -> str:
    """How the day of a published document of this kind stands to the day asked for."""
    words = {"document": document_named(kind), "day": day_in_words(dated)}
    if dated is None:
        return _("%(document)s has no date that we could read.") % words
    if due_on is None:
        return _("%(document)s is dated %(day)s. No day was asked for.") % words
    after = (dated - due_on).days
    words["days"] = days(abs(after))
    if rule.kind is RuleKind.IMMEDIATELY:
        return _since_publication(after, words, holds_earlier=holds_earlier)
    if after < 0:
        return _("%(document)s is dated %(days)s before the date asked for.") % words
    if after == 0:
        return _("%(document)s is dated on the date asked for.") % words
    if holds_earlier:
        late = _(
            "%(document)s is dated %(days)s after the date asked for; an earlier answer is below."
        )
    else:
        late = _(
            "%(document)s is dated %(days)s after the date asked for; we hold no earlier update."
        )
    return late % words


def _since_publication(after: int, words: dict[str, str], *, holds_earlier: bool) -> str:
    if after < 0:
        return _("%(document)s is dated %(days)s before the day of publication.") % words
    if after == 0:
        return _("%(document)s is dated on the day of publication.") % words
    if holds_earlier:
        late = _(
            "The recommendation says “immediately”. %(document)s is dated %(days)s after the day "
            "of publication; an earlier answer is below."
        )
    else:
        late = _(
            "The recommendation says “immediately”. %(document)s is dated %(days)s after the day "
            "of publication; we hold no earlier update."
        )
    return late % words


def nothing_found(*, as_of: date, due_on: date | None) -> str:
    """What is said of a body whose response we do not hold."""
    words = {"as_of": day_in_words(as_of), "due": day_in_words(due_on)}
    found = _("No response found as of %(as_of)s.") % words
    if due_on is None:
        return found
    # Not inside the f-string: gathering does not look there.
    past, ahead = _("The date asked for was %(due)s."), _("The date asked for is %(due)s.")
    return f"{found} {(past if due_on < as_of else ahead) % words}"


def evidence_age(*, dated: date | None, published_on: date | None) -> str:
    """How old evidence is against the report it is given for; empty where a day is missing."""
    if dated is None or published_on is None:
        return ""
    after = (dated - published_on).days
    words = {"days": days(after), "published": day_in_words(published_on)}
    if after < 0:
        return _("Dated before the report was published (%(published)s).") % words
    if after == 0:
        return _("The day of publication.")
    return _("%(days)s after the report was published.") % words


def coverage(*, asked: int, answered: int, invented: int = 0) -> str:
    """How many of those who were asked have a response here; invented bodies apart."""
    if asked == 0:
        held = _("We do not know yet who must answer.")
    else:
        held = ngettext(
            "We hold a response from %(answered)d of %(asked)d body.",
            "We hold a response from %(answered)d of %(asked)d bodies.",
            asked,
        ) % {"answered": answered, "asked": asked}
    if invented == 0:
        return held
    apart = ngettext(
        "Also %(invented)d body invented for this demonstration.",
        "Also %(invented)d bodies invented for this demonstration.",
        invented,
    ) % {"invented": invented}
    return f"{held} {apart}"


def existence(begun: date | None, ended: date | None) -> str:
    """From when until when a body was there; empty where neither is known."""
    words = {"begun": day_in_words(begun), "ended": day_in_words(ended)}
    if begun and ended:
        return _("From %(begun)s to %(ended)s.") % words
    if ended:
        return _("Until %(ended)s.") % words
    return _("Since %(begun)s.") % words if begun else ""


def working(rule: Rule, published_on: date | None) -> str:
    """How the day was worked out, in a sentence or two anybody can check with a calendar."""
    due = due_on(rule, published_on)
    match rule.kind:
        case RuleKind.NONE:
            return _("No date was asked for.")
        case RuleKind.BY_DAY:
            named = day_in_words(rule.day)
            return _("The recommendation names the day: %(day)s.") % {"day": named}
        case RuleKind.BY_MONTH:
            named = month_in_words(rule.day) if rule.day else ""
            return _("The recommendation names a month and no day: %(month)s.") % {"month": named}
        case _ if due is None or published_on is None:
            return _("It is counted from publication, and we do not hold the day of publication.")
        case _:
            published = _("Published on %(day)s.") % {"day": day_in_words(published_on)}
            return f"{published} {_steps(rule, due)}"


def _steps(rule: Rule, due: date) -> str:
    words = {"count": rule.count, "due": day_in_words(due)}
    match rule.kind:
        case RuleKind.DAYS_BEGINNING_WITH:
            added = {**words, "added": days(rule.count - 1)}
            return (
                _(
                    "The day of publication is day 1, so day %(count)d is %(due)s "
                    "(publication and %(added)s)."
                )
                % added
            )
        case RuleKind.DAYS_AFTER:
            return _("The day after is day 1, so day %(count)d is %(due)s.") % words
        case RuleKind.MONTHS_AFTER:
            later = ngettext(
                "%(count)d month later is %(due)s.",
                "%(count)d months later is %(due)s.",
                rule.count,
            )
            return later % words
        case _:
            return _("“Immediately” is counted from the day of publication.")
