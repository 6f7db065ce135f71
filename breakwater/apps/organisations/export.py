"""Everything of this app that belongs to one organisation, for it to take away."""

from collections.abc import Iterator

from breakwater.apps.organisations.models import Agreement, Grant, Membership, Organisation


def belongings(organisation: Organisation) -> Iterator[tuple[str, list[dict[str, object]]]]:
    """Named lists of plain rows: the organisation, its people, their roles, its agreements.

    Passwords, second factors and sessions stay behind: they are of no use elsewhere.
    """
    yield (
        "organisation",
        [
            {
                "name": organisation.name,
                "kind": organisation.get_kind_display(),
                "admitted_at": organisation.admitted_at,
            }
        ],
    )
    yield (
        "people",
        [
            {
                "name": membership.person.name,
                "email": membership.person.email,
                "since": membership.since,
                "ended_at": membership.ended_at,
            }
            for membership in Membership.objects.filter(organisation=organisation).select_related(
                "person"
            )
        ],
    )
    yield "roles", [_role(grant) for grant in _grants(organisation)]
    yield (
        "agreements",
        [_agreement(one) for one in Agreement.objects.of(organisation).select_related()],
    )


def _grants(organisation: Organisation) -> Iterator[Grant]:
    found = Grant.objects.filter(membership__organisation=organisation)
    return found.select_related("person", "asked_by", "given_by").iterator()


def _role(grant: Grant) -> dict[str, object]:
    return {
        "person": grant.person.email,
        "role": grant.means.says,
        "from_on": grant.from_on,
        "until_on": grant.until_on,
        "asked_by": grant.asked_by.email if grant.asked_by else None,
        "given_by": grant.given_by.email if grant.given_by else None,
        "given_at": grant.given_at,
        "ended_at": grant.ended_at,
    }


def _agreement(agreement: Agreement) -> dict[str, object]:
    fields = ("purposes", "may_be_passed", "never_passed_on", "from_on", "until_on", "review_on")
    return {name: getattr(agreement, name) for name in fields} | {
        "proposer": agreement.proposer.name,
        "other": agreement.other.name,
        "proposed_at": agreement.proposed_at,
        "agreed_at": agreement.agreed_at,
        "ended_at": agreement.ended_at,
        "end_reason": agreement.end_reason,
    }
