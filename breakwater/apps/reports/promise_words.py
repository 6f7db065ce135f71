"""What each kind of pathway promises, each sentence once, and which sentences belong to which kind.

The public site shows them as it shows every promise: in words that a person approved, or in
English. What a loaded file promised is kept with it word for word, so that no later version of this
module changes it in silence. Each sentence must be true of the program; the test that keeps it is
named.
"""

from django.utils.functional import Promise as LazyText
from django.utils.translation import override, pgettext_lazy

from breakwater.apps.referrals import words
from breakwater.domain.reports.pathways import Pathway, PathwayKind

PROMISE_WORDS: dict[str, LazyText] = {
    # tests/journeys/test_reporting.py: the raw database holds none of the words, and no police
    # account opens them.
    "only-they-read": pgettext_lazy(
        "promise",
        "Only %(receiver)s can read what you write here. The police cannot. "
        "The people who run this site cannot.",
    ),
    "police-read": pgettext_lazy(
        "promise",
        "Only %(receiver)s can read what you write here. They are the police. "
        "It becomes part of a police record.",
    ),
    "no-name": pgettext_lazy("promise", "You do not have to give your name."),
    "not-to-police": pgettext_lazy(
        "promise",
        "They tell the police only if you ask them to. What can change this stands below.",
    ),
    "answered-within": pgettext_lazy("promise", "They answer within %(hours)s hours."),
    # apps/cases: keep_days.
    "kept-days": pgettext_lazy(
        "promise", "They erase what you wrote %(days)s days after they have finished."
    ),
    "police-keep": pgettext_lazy(
        "promise",
        "The police keep it for as long as their rules about police records say. "
        "You can close the conversation here. The police record stays.",
    ),
    # tests/apps/reports/test_coming_back.py
    "withdraw": pgettext_lazy(
        "promise",
        "With your code you can stop at any time. Then nothing more is done with it here.",
    ),
    "erase": pgettext_lazy(
        "promise", "With your code you can have everything erased. That takes seven days."
    ),
    "no-script-moment": pgettext_lazy(
        "promise",
        "Your words are locked on your own phone or computer before they are sent. If your browser "
        "cannot do that, our computer holds them for a moment in its memory, and locks them. "
        "The last page says which of the two will happen.",
    ),
    # apps/protection and tests/attack: a closed list of bodies, on both databases.
    "shared-to-protect": words.SHARED_TO_PROTECT,
    "protectors-not-immigration": words.NEVER_TO_IMMIGRATION_ENFORCEMENT,
    "court-exception": pgettext_lazy(
        "promise", "A court can order an organisation to hand over what it keeps."
    ),
}

_SUPPORT = (
    "only-they-read",
    "not-to-police",
    "status-not-asked",
    "no-name",
    "answered-within",
    "withdraw",
    "erase",
    "kept-days",
    "no-script-moment",
)
PROMISED = {
    PathwayKind.SUPPORT: _SUPPORT,
    PathwayKind.ADVICE: _SUPPORT,
    PathwayKind.POLICE: (
        "police-read",
        "status-not-asked",
        "never-on-doubt",
        "no-name",
        "answered-within",
        "police-keep",
        "no-script-moment",
    ),
}
EXCEPTIONS = ("shared-to-protect", "protectors-not-immigration", "court-exception")


def facts(pathway: Pathway, receiver: str) -> dict[str, object]:
    """What fills the sentences in: who, how soon, how long."""
    return {
        "receiver": receiver,
        "hours": pathway.answer_within_hours,
        "days": pathway.keep_days,
    }


def in_english(pathway: Pathway, receiver: str) -> dict[str, str]:
    """Every sentence of ours that this pathway promises, by name, as it reads in English."""
    with override("en-gb"):
        said = facts(pathway, receiver)
        names = (*PROMISED[pathway.kind], *EXCEPTIONS)
        return {name: str(PROMISE_WORDS[name]) % said for name in names if name in PROMISE_WORDS}
