"""What a page that opens sealed pieces gives to the browser: keys, and where the pieces are."""

from typing import Any

from breakwater.apps.cases.models import Case
from breakwater.apps.organisations import key_health, key_page
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page


def keys_part(member: Membership) -> dict[str, Any]:
    """For the template: the member's wrapped key and the copies sealed to it."""
    return {
        "has_key": key_health.own_key(member) is not None,
        "keys": key_page.own_part(member),
    }


def for_the_browser(case: Case) -> dict[str, str]:
    """For the script: where to ask for the sealed pieces of this case and where to send more."""
    return {
        "case": str(case.pk),
        "reference": case.reference,
        "organisation": case.organisation.name,
        "open": page("cases:open", case.pk),
        "write": page("cases:write", case.pk),
        "disclosed": page("cases:disclosed", case.pk),
    }
