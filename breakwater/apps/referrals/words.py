"""The words in which a person is asked for her consent; what was said is stored with it.

In her language they stand beside the English (``consent_words.py``). The last two are promises of
the public pages too (``site/safe_pages/promises.py``).
"""

from django.utils.translation import pgettext_lazy

from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.roles import Kind
from breakwater.apps.referrals.consent_words import ENGLISH, AsSaid, in_language

SHARED_TO_PROTECT = pgettext_lazy(
    "promise",
    "If a child is in danger, or somebody could be killed or badly hurt, an organisation may have "
    "to tell people whose work is to protect. It tells only what they need. You are told too, "
    "unless that would put somebody in more danger.",
)
NEVER_TO_IMMIGRATION_ENFORCEMENT = pgettext_lazy(
    "promise",
    "Immigration Enforcement is not one of the people whose work is to protect. "
    "This system cannot be used to tell them in that way.",
)

_ASK = pgettext_lazy(
    "promise",
    "I would like to pass a message about you to a support organisation that you choose. "
    "Support organisations are independent. They are not the police.",
)
_WHAT = pgettext_lazy(
    "promise",
    "The message says only what you let me write: what to call you, and how to reach you safely. "
    "Only the organisation can open it.",
)
_OFFICER_SEES = pgettext_lazy(
    "promise",
    "The police see whether the organisation took it on. They do not see where you are "
    "or what you say there.",
)
_SENDER_SEES = pgettext_lazy(
    "promise",
    "We see whether the organisation took it on. "
    "We do not see where you are or what you say there.",
)
_NO = pgettext_lazy(
    "promise", "You can say no. You can change your mind at any time, and then it stops."
)


def words_for(sender: Organisation) -> list[object]:
    """The sentences to say, in order."""
    sees = _OFFICER_SEES if sender.kind == Kind.FORCE else _SENDER_SEES
    return [_ASK, _WHAT, sees, _NO, SHARED_TO_PROTECT, NEVER_TO_IMMIGRATION_ENFORCEMENT]


def as_said(sender: Organisation, code: str = ENGLISH) -> AsSaid:
    """The same in one language, as it is stored."""
    return in_language(words_for(sender), code).as_said()
