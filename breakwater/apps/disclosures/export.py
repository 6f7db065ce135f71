"""Everything of this app that belongs to one force, for it to take away."""

from collections.abc import Iterator

from breakwater.apps.disclosures.models import Account, Decision, IncomingRequest, Link, Request
from breakwater.apps.organisations.models import Organisation

_DECISION = ("incident", "facts", "outcome", "pack", "rule", "through", "decided_at")
_LINK = ("how", "organisation_named", "offered_at", "was_alone", "interpreter", "recorded_at")
_REQUEST = (
    "incident",
    "recipient",
    "receiver_name",
    "channel",
    "offence",
    "evidence",
    "statute",
    "purpose",
    "regime",
    "necessity",
    "told",
    "told_reason",
    "asked_at",
)
_ACCOUNT = ("sort", "incident", "fields", "happened_at", "because", "instrument")
_INCOMING = ("their_reference", "received_on", "is_refused", "answered_at")


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Named lists of plain rows; what was sealed for a release stays sealed, and behind."""
    yield "decisions", list(Decision.objects.filter(force=organisation).values(*_DECISION))
    links = Link.objects.filter(decision__force=organisation)
    yield "links", list(links.values("decision__incident", "organisation__name", *_LINK))
    requests = Request.objects.filter(force=organisation)
    yield (
        "requests",
        list(
            requests.values(
                "asked_by__email",
                "authorisation__authorised_by__email",
                "authorisation__authorised_at",
                "ending__how",
                "ending__reason",
                "ending__ended_at",
                "release__released_at",
                *_REQUEST,
            )
        ),
    )
    yield "accounts", list(Account.objects.filter(force=organisation).values(*_ACCOUNT))
    incoming = IncomingRequest.objects.filter(force=organisation)
    yield "incoming-requests", list(incoming.values("decision__incident", *_INCOMING))
