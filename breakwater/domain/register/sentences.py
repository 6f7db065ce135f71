"""The neutral sentences of the register: what was asked by when, and what was found.

They say what a document shows and what we hold, never why, and never more: a letter published
late may have been sent in time, so a late date is "the published letter is dated … after".
"""

from datetime import date

from breakwater.domain.reading.reading import Kind
from breakwater.domain.register.deadlines import Rule, RuleKind, in_words

_DOCUMENT_WORDS = {
    Kind.LETTER: "letter",
    Kind.STATUTORY_RESPONSE: "response",
    Kind.ACTION_PLAN: "plan",
    Kind.FORM: "form",
    Kind.REGISTER_LOG: "register entry",
    Kind.INDEX: "page",
    Kind.NEWS: "page",
    Kind.HOMICIDE_REVIEW_PLAN: "plan",
}


def document_word(kind: str) -> str:
    """The everyday word for a kind of document."""
    return _DOCUMENT_WORDS[Kind(kind)] if kind in set(Kind) else "document"


def timeliness(
    *, document: str, dated: date | None, due_on: date | None, rule: Rule, holds_earlier: bool
) -> str:
    """How the day of a published document stands to the day asked for."""
    if dated is None:
        return f"The published {document} has no date that we could read."
    if due_on is None:
        return f"The published {document} is dated {in_words(dated)}. No day was asked for."
    is_immediate = rule.kind is RuleKind.IMMEDIATELY
    asked_for = "the day of publication" if is_immediate else "the date asked for"
    after = (dated - due_on).days
    if after < 0:
        return f"The published {document} is dated {days(-after)} before {asked_for}."
    if after == 0:
        return f"The published {document} is dated on {asked_for}."
    earlier = "an earlier answer is below" if holds_earlier else "we hold no earlier update"
    late = f"The published {document} is dated {days(after)} after {asked_for}; {earlier}."
    if is_immediate:
        return f"The recommendation says “immediately”. {late}"
    return late


def nothing_found(*, as_of: date, due_on: date | None) -> str:
    """What is said of a body whose response we do not hold."""
    found = f"No response found as of {in_words(as_of)}."
    if due_on is None:
        return found
    if due_on < as_of:
        return f"{found} The date asked for was {in_words(due_on)}."
    return f"{found} The date asked for is {in_words(due_on)}."


def evidence_age(*, dated: date | None, published_on: date | None) -> str:
    """How old evidence is against the report it is given for; empty where a day is missing."""
    if dated is None or published_on is None:
        return ""
    after = (dated - published_on).days
    if after < 0:
        return f"Dated before the report was published ({in_words(published_on)})."
    return f"{days(after)} after the report was published." if after else "The day of publication."


def coverage(*, asked: int, answered: int, invented: int = 0) -> str:
    """How many of those who were asked have a response here; invented bodies apart."""
    if asked == 0:
        held = "We do not know yet who must answer"
    else:
        bodies = "body" if asked == 1 else "bodies"
        held = f"We hold a response from {answered} of {asked} {bodies}"
    if invented == 0:
        return f"{held}."
    apart = "1 body" if invented == 1 else f"{invented} bodies"
    return f"{held}. Also {apart} invented for this demonstration."


def days(count: int) -> str:
    """A number of days in words: ``1 day``, ``169 days``."""
    return "1 day" if count == 1 else f"{count} days"
