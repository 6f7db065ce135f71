"""Who may open which page about feedback."""

from breakwater.apps.feedback.models import Feedback
from breakwater.apps.organisations import access
from breakwater.apps.organisations.models import Person
from breakwater.apps.organisations.roles import Kind
from tests.people import Cast
from tests.staff_pages import Row, Who, everyone


def _feedback(_cast: Cast) -> object:
    return Feedback.objects.create(
        text="The words are clear.", language="en-gb", received_on=access.today()
    ).pk


def _readers(cast: Cast) -> list[Person]:
    kinds = {Kind.FORCE, Kind.POLICING_BODY, Kind.OPERATOR}
    return [one for one in everyone(cast) if one.membership.kind in kinds]


ROWS = {"feedback-erase": Row(_feedback, _readers)}
ONLY_FOR: dict[str, Who] = {"feedback-list": _readers}
