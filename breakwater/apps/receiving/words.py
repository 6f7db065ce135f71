"""The words in which a person is asked before an organisation reports to the police for them."""

from django.utils.translation import pgettext_lazy

from breakwater.apps.referrals.consent_words import ENGLISH, AsSaid, in_language

WORDS = (
    pgettext_lazy(
        "promise",
        "I can tell the police for you. I write only what you let me write, and read it to you.",
    ),
    pgettext_lazy(
        "promise",
        "You choose whether the police learn who you are. If not, they write to us, and we tell "
        "you what they say.",
    ),
    pgettext_lazy("promise", "The police cannot read anything else that you told us."),
    pgettext_lazy(
        "promise",
        "What we send becomes a police record. You can say later that you want no more of it. "
        "The record stays.",
    ),
    pgettext_lazy("promise", "You can say no, and we go on helping you."),
)


def as_said(code: str = ENGLISH) -> AsSaid:
    """The same in one language, as it is stored."""
    return in_language(WORDS, code).as_said()
