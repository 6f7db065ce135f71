"""What is stored of a referral: what the person agreed to, whom she named, and where it stands.

What is said about her is sealed to the organisation it is for, and stands in that organisation's
case. Here is nothing that names her. The database itself refuses a referral without a consent that
stands, to anyone she did not name, and any move out of order (``guards.py``).
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from breakwater.apps.cases.forgets import Forgets
from breakwater.apps.cases.models import Case
from breakwater.apps.directory.models import Service
from breakwater.apps.disclosures.models import Decision
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.referrals.consent_words import InWords, Translation, words_carry_their_mark
from breakwater.domain.lifecycles import referral as life

_PERSON = settings.AUTH_USER_MODEL


class Consent(InWords):
    """What one person agreed to, in which words and language, and whether she took it back.

    It grows once, by its withdrawal, and never changes otherwise.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Who asked her.
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # The sender's own number for it; no names.
    reference = models.CharField(max_length=40, blank=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="+")
    from_case = models.ForeignKey(
        Case, on_delete=Forgets(reference=""), null=True, related_name="+"
    )
    was_alone = models.BooleanField()
    interpreter = models.CharField(max_length=20, choices=Interpreter)
    # Said beside the sealed message, so that somebody calls at once.
    is_in_danger = models.BooleanField(default=False)
    agreed_at = models.DateTimeField()
    recorded_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-agreed_at"]
        constraints = [
            models.CheckConstraint(
                name="consent_is_in_words_and_a_language",
                condition=~Q(words="") & ~Q(language=""),
            ),
            words_carry_their_mark("consent_words_carry_their_mark"),
            models.CheckConstraint(
                name="consent_withdrawn_by_someone",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    @property
    def was_free(self) -> bool:
        """Whether nobody she knows could hear what she said."""
        return self.was_alone and self.interpreter != Interpreter.SOMEBODY_ELSE

    @property
    def rests_on_a_machine(self) -> bool:
        """Whether nobody independent said to her what only a machine had translated."""
        return (
            self.translation == Translation.MACHINE and self.interpreter != Interpreter.INDEPENDENT
        )


class Named(models.Model):
    """One organisation the person named, in her order, and what is said to it, sealed to its key.

    What waits for a later turn is deleted as soon as it cannot come any more.
    """

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="named")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # Which of its services, where the directory lists any.
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.PositiveSmallIntegerField()
    sealed = models.BinaryField(null=True)
    key_version = models.PositiveIntegerField()
    # Else the server held it for a moment.
    sealed_in_browser = models.BooleanField()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["consent", "organisation"], name="named_once"),
            models.UniqueConstraint(fields=["consent", "place"], name="named_in_order"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.service.name}, {self.organisation}" if self.service else str(self.organisation)
        )


class ReferralQuerySet(models.QuerySet["Referral"]):
    """Questions about referrals."""

    def waiting(self) -> "ReferralQuerySet":
        """Those in which somebody has still to answer."""
        return self.filter(state__in=[state.value for state in life.WAITING])

    def living(self) -> "ReferralQuerySet":
        """Those that have not ended."""
        return self.filter(state__in=[state.value for state in life.LIVING])


class Referral(models.Model):
    """One organisation offers a person's case to another that she named."""

    class State(models.TextChoices):
        """Where it stands, as its receiver reads it."""

        OFFERED = life.State.OFFERED.value, "Waits for an answer"
        ASKED = life.State.ASKED.value, "The sender was asked something"
        ANSWERED = life.State.ANSWERED.value, "The sender has answered"
        ACCEPTED = life.State.ACCEPTED.value, "Accepted"
        DECLINED = life.State.DECLINED.value, "Declined"
        WITHDRAWN = life.State.WITHDRAWN.value, "Withdrawn"
        LAPSED = life.State.LAPSED.value, "Nobody took it"
        CLOSED = life.State.CLOSED.value, "Closed"

    class Question(models.TextChoices):
        """What can be asked back. A fixed list: nobody can write about the person to the sender."""

        HOW_TO_REACH = "how_to_reach", "How else can we reach the person safely?"
        WHEN = "when", "When is it safe to call?"
        WHICH_LANGUAGE = "which_language", "Which language does the person speak?"
        IN_DANGER = "in_danger", "Is the person in danger today?"
        STILL_WANTED = "still_wanted", "Does the person still want this?"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="referrals")
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    # The receiver's case, until it is erased.
    case = models.OneToOneField(Case, on_delete=models.SET_NULL, null=True, related_name="referral")
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    question = models.CharField(max_length=20, choices=Question, blank=True)
    offered_at = models.DateTimeField()
    # Where it went on by itself to the next one she named: whoever recorded what she agreed to.
    offered_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    # Since somebody had to answer: when its receiver was reminded, and its sender alarmed.
    reminded_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at"]
        indexes = [
            models.Index(fields=["receiver", "state"]),
            models.Index(fields=["sender", "state"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="referral_is_in_a_known_state",
                condition=Q(state__in=[state.value for state in life.State]),
            ),
            models.CheckConstraint(
                name="referral_goes_to_another", condition=~Q(sender=F("receiver"))
            ),
            models.UniqueConstraint(fields=["consent", "receiver"], name="referral_offered_once"),
            models.UniqueConstraint(
                fields=["consent"],
                condition=Q(state__in=sorted(state.value for state in life.LIVING)),
                name="referral_one_at_a_time",
            ),
        ]

    @property
    def stands(self) -> life.State:
        """Its state in the lifecycle."""
        return life.State(self.state)

    @property
    def named(self) -> Named:
        """What the person named: the organisation, and which of its services."""
        return self.consent.named.select_related("organisation", "service").get(
            organisation=self.receiver_id
        )

    @property
    def seen_by_sender(self) -> str:
        """What its sender reads: whether it was taken, never what became of it."""
        return _FOR_THE_SENDER[self.stands]


_FOR_THE_SENDER = {
    life.State.OFFERED: "Waits for an answer",
    life.State.ASKED: "They ask you something",
    life.State.ANSWERED: "Waits for an answer",
    life.State.ACCEPTED: "Accepted",
    life.State.DECLINED: "Declined",
    life.State.WITHDRAWN: "Withdrawn",
    life.State.LAPSED: "Nobody took it",
    # That work with her has ended is not the sender's business.
    life.State.CLOSED: "Accepted",
}


class UnmetNeed(models.Model):
    """How often an organisation had to decline in a month, and for what: a tally, no more.

    It belongs to no referral: why somebody was declined can say what the law lets nobody ask about
    her, so it is stored beside no person, no case and no moment.
    """

    class Reason(models.TextChoices):
        """Why it could not help."""

        CAPACITY = "capacity", "We have no room now"
        NO_FUNDS = "no_funds", "Nobody would pay: no recourse to public funds"
        AREA = "area", "The place is outside our area"
        LANGUAGE = "language", "We have nobody who speaks the language"
        NOT_OURS = "not_ours", "It is not what we do"
        SAFETY = "safety", "We could not keep the person safe"
        NOT_REACHED = "not_reached", "We could not reach the person"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    reason = models.CharField(max_length=20, choices=Reason)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-month", "reason"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "month", "reason"], name="unmet_need_counted_once"
            ),
        ]
