"""What the public pages promise about a person's information and safety, each sentence once.

A promise is never shown in words that only a machine chose: until a named role has approved its
translation it stands in English, with where to hear it explained. A page shows promises with
``{% promises "name" … %}``. Each must be true of the program; the test that keeps it is named here.
Words of consent, which are said in a conversation, follow ADR 38.
"""

from django.utils.functional import Promise as LazyText
from django.utils.translation import pgettext_lazy

from breakwater.apps.reports.promise_words import PROMISE_WORDS

PROMISES: dict[str, LazyText] = {
    # tests/architecture/test_never_asked.py
    "status-not-asked": pgettext_lazy(
        "promise", "We never ask about your immigration status. We have nowhere to store it."
    ),
    # tests/attack: neither database can hold a release on doubt. What is said by telephone it
    # cannot stop; the page says so beside this promise.
    "never-on-doubt": pgettext_lazy(
        "promise",
        "Nothing about a victim or a witness leaves this system for Immigration Enforcement "
        "because of a doubt.",
    ),
    # tests/browser/test_leaving.py: the click leaves no row, no line and no count.
    "leaving-not-recorded": pgettext_lazy(
        "promise", "We do not record that you pressed “Leave this site”."
    ),
    # tests/browser/test_every_address.py: no cookie, nothing from elsewhere.
    "reading-not-followed": pgettext_lazy(
        "promise",
        "You can read these pages without telling us who you are. "
        "No other company is told that you are here.",
    ),
    "history-stays": pgettext_lazy(
        "promise",
        "Your browser keeps its own list of the pages you opened. We cannot remove them from it.",
    ),
    "feedback-not-a-report": pgettext_lazy(
        "promise",
        "Nobody will act on a crime or a danger that is described on the feedback page.",
    ),
    # The same: no referral without a consent that stands, to nobody the person did not name.
    "only-with-consent": pgettext_lazy(
        "promise",
        "A message about you goes to another organisation only if you agree, and only to those you "
        "name. You can change your mind at any time, and then it stops.",
    ),
    # tests/apps/directory/test_finding_support.py
    "search-not-kept": pgettext_lazy(
        "promise",
        "We do not keep what you choose or write on this page, and we do not know that it was you.",
    ),
    # What the pathways of reports promise stands with them.
    **PROMISE_WORDS,
}
