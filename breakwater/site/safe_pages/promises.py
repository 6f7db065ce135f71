"""What the public pages promise about a person's information and safety, each sentence once.

A promise is never shown in words that only a machine chose: until a named role has approved its
translation it stands in English, with where to hear it explained. A page shows promises with
``{% promises "name" … %}``. Each must be true of the program; the test that keeps it is named here.
"""

from django.utils.functional import Promise as LazyText
from django.utils.translation import pgettext_lazy

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
    # tests/apps/reports: the raw database holds none of the words, and no police account opens them.
    "only-they-read": pgettext_lazy(
        "promise",
        "Only %(receiver)s can read what you write here. The police cannot. "
        "The people who run this site cannot.",
    ),
    "police-read": pgettext_lazy(
        "promise",
        "Only %(receiver)s can read what you write here. It becomes part of a police record.",
    ),
    "no-name": pgettext_lazy("promise", "You do not have to give your name."),
    "no-script-moment": pgettext_lazy(
        "promise",
        "If your browser has no JavaScript, our computer holds your words for a moment before it "
        "locks them. With JavaScript they are locked on your own phone.",
    ),
    "answered-within": pgettext_lazy("promise", "They answer within %(hours)s hours."),
    "kept-days": pgettext_lazy(
        "promise", "They erase what you wrote %(days)s days after they have finished."
    ),
    "police-keep": pgettext_lazy(
        "promise",
        "The police keep it for as long as their rules about police records say. "
        "You can close the conversation here. The police record stays.",
    ),
    "withdraw": pgettext_lazy(
        "promise",
        "With your code you can stop at any time. Then nothing more is done with it here.",
    ),
    "erase": pgettext_lazy(
        "promise", "With your code you can have everything erased. That takes seven days."
    ),
    # apps/protection: safeguarding bodies only, and never Immigration Enforcement.
    "danger-exception": pgettext_lazy(
        "promise",
        "If a child is at risk or somebody’s life is in danger, they may have to tell somebody who "
        "can protect them. They tell you first, unless that makes the danger bigger. "
        "They never tell Immigration Enforcement for this.",
    ),
    "court-exception": pgettext_lazy(
        "promise", "A court can order an organisation to hand over what it keeps."
    ),
}
