"""Everything of this app that belongs to one organisation, for it to take away."""

from collections.abc import Iterator

from breakwater.apps.organisations.models import Organisation
from breakwater.apps.referrals.figures import months_of
from breakwater.apps.referrals.models import Consent, Referral, UnmetNeed

_CONSENT = (
    "id",
    "reference",
    "words",
    "language",
    "language_code",
    "words_shown",
    "translation",
    "approved_by",
    "was_alone",
    "interpreter",
    "agreed_at",
    "withdrawn_at",
)


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Named lists of plain rows: of what it offered, no outcome; what was said stays sealed."""
    consents = Consent.objects.filter(organisation=organisation)
    yield (
        "consents",
        [
            {name: getattr(one, name) for name in _CONSENT} | {"version": one.version}
            for one in consents
        ],
    )
    offered = Referral.objects.filter(sender=organisation).select_related("receiver", "consent")
    yield (
        "referrals-offered",
        [
            {
                "consent": one.consent_id,
                "to": one.receiver.name,
                "offered_at": one.offered_at,
                "stands": one.seen_by_sender,
            }
            for one in offered
        ],
    )
    received = Referral.objects.filter(receiver=organisation)
    names = ("sender__name", "case__reference", "state", "question", "offered_at", "moved_at")
    yield "referrals-received", list(received.values(*names))
    yield "unmet-need", months_of(UnmetNeed.objects.filter(organisation=organisation))
