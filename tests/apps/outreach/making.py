"""Statements as the verbs make them."""

from breakwater.apps.organisations.models import Organisation
from breakwater.apps.outreach import changes
from breakwater.apps.outreach.changes import Said, digest_of
from breakwater.apps.outreach.models import Statement, Translation
from tests.people import LONG_AGO, Cast

SAID = Said("You can tell us.", "We listen.\n\n  We answer. ", "We do not pass it on.", "A court.")
IN_POLISH = Said("Możesz nam powiedzieć.", "Słuchamy.\nOdpowiadamy.", "Nie.", "Sąd.")


def drafted(cast: Cast, said: Said = SAID, where: Organisation | None = None) -> Statement:
    """By the editor of the force."""
    return changes.draft(
        force=where or cast.force, said=said, post="Chief Constable", by=cast.editor, at=LONG_AGO
    )


def signed(cast: Cast, said: Said = SAID) -> Statement:
    """And signed by the approver."""
    made = drafted(cast, said)
    changes.sign(statement=made, seen=digest_of(made), by=cast.approver, at=LONG_AGO)
    made.refresh_from_db()
    return made


def translated(cast: Cast) -> Translation:
    """Into Polish, by the editor; nobody has approved it."""
    return changes.translate(
        statement=signed(cast), language="pl", said=IN_POLISH, by=cast.editor, at=LONG_AGO
    )
