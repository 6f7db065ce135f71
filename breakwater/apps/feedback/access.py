"""Who reads feedback: those who run the site, and the force and policing body it speaks for."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from breakwater.apps.feedback.models import Feedback
from breakwater.apps.organisations.models import Membership, Organisation

_READERS = {
    Organisation.Kind.FORCE,
    Organisation.Kind.POLICING_BODY,
    Organisation.Kind.OPERATOR,
}


def all_feedback(member: Membership) -> QuerySet[Feedback]:
    """Every piece of feedback, newest first, where the member's organisation may read it."""
    if member.organisation.kind not in _READERS:
        raise PermissionDenied
    return Feedback.objects.all()
