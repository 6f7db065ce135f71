"""The demonstration's referrals, offered and accepted through the same verbs as everyone's."""

from datetime import timedelta

from django.utils import timezone

from breakwater.apps.directory.models import Service
from breakwater.apps.disclosures.models import Decision
from breakwater.apps.organisations.interpreter import Interpreter
from breakwater.apps.organisations.models import Notice, Organisation, OutgoingMessage
from breakwater.apps.referrals import words
from breakwater.apps.referrals.changes import answering, offering
from breakwater.apps.referrals.changes.offering import Agreed, Offer, Said
from breakwater.apps.referrals.message import written
from breakwater.apps.referrals.models import Referral
from breakwater.apps.referrals.receivers import receiver_of
from breakwater.domain.plain_error import PlainError
from breakwater.sealing.seal import seal
from breakwater.site import demonstration_keys
from breakwater.site import demonstration_people as people
from breakwater.site.demonstration_month import ago

_SAID = (
    {
        "call_her": "Linnet",
        "reach": "Ring the corner shop, 07700 900461, and ask for the parcel.",
        "when": "Weekdays before noon. Never a voicemail.",
        "speaks": "Portuguese",
        "needs": "A safe place for two nights.",
    },
    {
        "call_her": "Wren",
        "reach": "07700 900314, text only.",
        "when": "After six in the evening.",
        "speaks": "English",
        "needs": "",
    },
)


def load() -> list[str]:
    """One from a recorded decision that was accepted, and one that waits."""
    force = Organisation.objects.get(name=people.FORCE)
    support = Organisation.objects.get(name=people.SUPPORT)
    decisions = Decision.objects.filter(force=force, incident__in=("SM/2026/0411", "SM/2026/0412"))
    with demonstration_keys.gate():
        offered = [
            _offer(force, support, decision, answers)
            for decision, answers in zip(decisions.order_by("incident"), _SAID, strict=True)
        ]
        answering.accept(referral=offered[0], by=people.person("Kit Kelp"), at=timezone.now())
    # Nobody reads these addresses.
    OutgoingMessage.objects.all().delete()
    Notice.objects.filter(kind__startswith="case-").delete()
    return ["Offered two referrals, of which one was accepted and one waits for an answer."]


def _offer(
    force: Organisation, support: Organisation, decision: Decision, answers: dict[str, str]
) -> Referral:
    at = ago(timedelta(hours=2))
    receiver = receiver_of(support, timezone.now())
    if receiver is None:
        raise PlainError("nobody in the demonstration could read a referral")
    sealed = seal(written(answers), recipients=[receiver.recipient])
    return offering.offer_case(
        sender=force,
        offer=Offer(
            agreed=Agreed(
                said=words.as_said(force, "pt" if answers["speaks"] == "Portuguese" else "en-gb"),
                was_alone=True,
                interpreter=Interpreter.INDEPENDENT
                if answers["speaks"] != "English"
                else Interpreter.NOT_NEEDED,
            ),
            said=[
                Said(
                    support,
                    sealed,
                    receiver.version,
                    sealed_in_browser=False,
                    service=Service.objects.filter(organisation=support).first(),
                )
            ],
            reference=decision.incident,
        ),
        by=people.person("Olive Oak"),
        at=at,
        decision=decision,
    )
