"""What a page that opens sealed pieces gives to the browser: keys, and where the pieces are."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from breakwater.apps.cases.models import Case, Piece
from breakwater.apps.organisations import key_health, key_page
from breakwater.apps.organisations.models import Membership
from breakwater.apps.organisations.notices import page


def keys_part(member: Membership) -> dict[str, Any]:
    """For the template: the member's wrapped key and the copies sealed to it."""
    return {
        "has_key": key_health.own_key(member) is not None,
        "keys": key_page.own_part(member),
    }


def for_the_browser(case: Case) -> dict[str, object]:
    """For the script: where to ask for the sealed pieces of this case and where to send more."""
    files = case.pieces.filter(sort=Piece.Sort.FILE).values_list("added_at", flat=True)
    return {
        "case": str(case.pk),
        "reference": case.reference,
        "organisation": case.organisation.name,
        "open": page("cases:open", case.pk),
        "write": page("cases:write", case.pk),
        "disclosed": page("cases:disclosed", case.pk),
        "files": [date_format(timezone.localtime(at), "j F Y, H:i") for at in files],
    }
