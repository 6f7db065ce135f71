"""What people are told, without content: a kind, a page to look at, and perhaps an e-mail.

Other apps add a kind here and call ``tell`` inside their change's transaction.
"""

from datetime import datetime, timedelta
from enum import Enum

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from breakwater.apps.organisations.models import Absence, Notice, OutgoingMessage, Person
from breakwater.apps.organisations.outbox import queue


class Kind(Enum):
    """One kind of notice: ``value`` is stored, ``says`` is the sentence on the staff site.

    A sentence names no person, case or organisation: it is also what a colleague sees who looks
    over a shoulder.
    """

    says: str

    def __new__(cls, value: str, says: str) -> "Kind":
        """Make ``value`` alone the enum's value."""
        kind = object.__new__(cls)
        kind._value_ = value
        kind.says = says
        return kind

    SIGN_IN_CHANGED = ("sign-in-changed", "The way you sign in was changed")
    ROLE_WAITS = ("role-waits", "A role waits for a second person to confirm it")
    ROLE_GIVEN = ("role-given", "You were given a role")
    ROLE_TAKEN = ("role-taken", "A role of yours has ended")
    COVER_ARRANGED = ("cover-arranged", "You cover for a colleague")
    COVER_CALLED_OFF = ("cover-called-off", "You no longer cover for a colleague")
    PROPOSAL_WAITS = ("proposal-waits", "An organisation waits to be admitted")
    PROPOSAL_DECIDED = ("proposal-decided", "An organisation you proposed was decided on")
    RELEASE_WAITS = ("release-waits", "A request to release something waits for a supervisor")
    RELEASE_DECIDED = ("release-decided", "A request to release something was decided or has ended")
    AGREEMENT_WAITS = ("agreement-waits", "An agreement waits for an answer")
    AGREEMENT_MADE = ("agreement-made", "An agreement was made")
    AGREEMENT_ENDED = ("agreement-ended", "An agreement was ended or declined")
    KEY_TEST_WAITS = ("key-test-waits", "Your key waits to be tested")
    SERVICE_WAITS = ("service-waits", "A change to one of your services waits for a second look")
    SERVICE_DECIDED = ("service-decided", "A change you wrote to a service was decided on")
    FEED_WAITS = ("feed-waits", "A feed of services waits to be committed")
    HANDING_WAITS = ("handing-waits", "Services wait to be handed over, or to be taken back")
    SERVICES_HANDED = ("services-handed", "Your organisation now looks after further services")
    SERVICES_TAKEN_BACK = (
        "services-taken-back",
        "Your organisation no longer looks after some services",
    )
    KEY_COPY_WAITS = ("key-copy-waits", "A colleague waits to be let into the key")
    REFERRAL_WAITS = ("referral-waits", "A referral waits for an answer")
    REFERRAL_DECIDED = ("referral-decided", "A referral you offered was answered")
    REFERRAL_ASKED = ("referral-asked", "You were asked something about a referral")
    REFERRAL_ANSWERED = ("referral-answered", "What you asked about a referral was answered")
    REFERRAL_WITHDRAWN = ("referral-withdrawn", "A referral was withdrawn")
    REFERRAL_NOT_TAKEN = ("referral-not-taken", "Nobody has taken a referral yet")
    PROTECTION_WAITS = ("protection-waits", "Sharing to protect somebody waits for a second person")
    PROTECTION_DECIDED = (
        "protection-decided",
        "A second person decided about sharing to protect somebody",
    )
    STATEMENT_WAITS = ("statement-waits", "A statement to the public waits to be signed")
    BRIEFING_WAITS = ("briefing-waits", "A briefing waits for you to read it")
    IMPORT_WAITS = ("import-waits", "A document waits for a second person to commit it")
    IMPORT_DECIDED = (
        "import-decided",
        "A document you brought in was committed, handed back, put aside or undone",
    )
    CASE_WAITS = ("case-waits", "A case waits for somebody to look after it")
    CASE_IN_DANGER = ("case-in-danger", "Somebody may be in danger: look now")
    CASE_HAS_NEWS = ("case-has-news", "Somebody wrote in a case")
    CASE_GIVEN = ("case-given", "You were given a case to look after")


_SENTENCES = {kind.value: kind.says for kind in Kind}
_SUBJECT = "There is something for you on the staff site"
_TEXT = (
    "There is something for you on the staff site.\n\n"
    "Sign in to see it: {address}\n\n"
    "This message says nothing more, so that nobody can learn anything from it. "
    "You can choose how often you get it under \u201cNotifications\u201d on the staff site.\n"
)
# An alarm is not the everyday message, and says as little.
_URGENT_SUBJECT = "Please look at the staff site now"
_URGENT_TEXT = (
    "Please look at the staff site now.\n\n"
    "Sign in here: {address}\n\n"
    "This message says nothing more, so that nobody can learn anything from it. "
    "It can come again every ten minutes until somebody has looked, for two hours at most.\n"
)


def page(name: str, *arguments: object) -> str:
    """The path of a staff page, whichever site this process serves."""
    return reverse(name, urlconf=settings.STAFF_URLCONF, args=list(arguments))


def tell(person: Person, kind: Kind, *, address: str, at: datetime, at_once: bool = False) -> None:
    """Tell ``person``, and whoever covers for them, in the caller's transaction.

    ``address`` is a path of the staff site; that page asks again who may see it. ``at_once`` sends
    the e-mail now whatever they chose, in words of its own: for an alarm.
    """
    for one in [person, *_covers_of(person, at)]:
        is_sent = at_once or one.email_notices == Person.Email.AT_ONCE
        Notice.objects.create(
            person=one,
            kind=kind.value,
            address=address,
            at=at,
            emailed_at=at if is_sent else None,
        )
        if is_sent:
            _queue(one, at, is_urgent=at_once)


def send_daily(*, at: datetime) -> int:
    """Queue one e-mail for each person who wants one a day and has unread news; return how many.

    Run it once a day. Run twice, it finds nothing new.
    """
    with transaction.atomic():
        unsent = Notice.objects.filter(
            person__email_notices=Person.Email.DAILY,
            person__is_active=True,
            emailed_at__isnull=True,
            read_at__isnull=True,
        )
        people = list(Person.objects.filter(pk__in=unsent.values("person")))
        unsent.update(emailed_at=at)
        for person in people:
            _queue(person, at)
    return len(people)


def forget_old(*, at: datetime) -> int:
    """Delete notices read more than 90 days ago; return how many."""
    return Notice.objects.filter(read_at__lt=at - timedelta(days=90)).delete()[0]


def sentence(notice: Notice) -> str:
    """What the notice says; an unknown kind (from a newer version) says only that it exists."""
    return _SENTENCES.get(notice.kind, "There is something new")


def _covers_of(person: Person, at: datetime) -> list[Person]:
    absences = Absence.objects.on(timezone.localdate(at)).filter(
        membership__person=person, cover__ended_at__isnull=True
    )
    return [absence.cover.person for absence in absences.select_related("cover__person")]


def _queue(person: Person, at: datetime, *, is_urgent: bool = False) -> OutgoingMessage:
    subject, text = (_URGENT_SUBJECT, _URGENT_TEXT) if is_urgent else (_SUBJECT, _TEXT)
    address = settings.STAFF_ADDRESS
    return queue(to=person.email, subject=subject, text=text.format(address=address), at=at)
