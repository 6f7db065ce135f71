"""Who may open which page of the directory."""

import json
from uuid import uuid4

from django.utils import timezone

from breakwater.apps.directory.changes import feeds, handing
from breakwater.apps.directory.models import Batch
from breakwater.apps.organisations.models import Person
from tests.apps.directory.feeds import a_service, begun, bring_in, listed_in_a_feed, published
from tests.people import Cast
from tests.staff_pages import Row, Who, operators


def _own(cast: Cast) -> list[Person]:
    return [cast.caseworker, cast.support_admin, cast.support_admin_2]


def _keepers(cast: Cast) -> list[Person]:
    return [*_own(cast), cast.other_caseworker, cast.other_admin, cast.other_admin_2]


def _service(cast: Cast) -> object:
    return published(cast.support, cast.caseworker, cast.support_admin).pk


def _version(cast: Cast) -> object:
    return begun(cast.support, cast.caseworker).pk


def _feed(cast: Cast) -> object:
    content = json.dumps([a_service(str(uuid4()))]).encode()
    return feeds.open_feed(
        name="feed.json", content=content, by=cast.operator_1, at=timezone.now()
    ).pk


def _stored(_: Cast) -> object:
    bring_in(a_service())
    return Batch.objects.get().pk


def _listed(_: Cast) -> object:
    return listed_in_a_feed().pk


def _handing(cast: Cast) -> object:
    return handing.ask_to_hand(
        listed=listed_in_a_feed(), organisation=cast.support, by=cast.operator_1, at=timezone.now()
    ).pk


ROWS = {
    "directory:service": Row(_service, _own),
    "directory:change": Row(_service, _own),
    "directory:checked": Row(_service, _own),
    "directory:hide": Row(_service, _own),
    "directory:second-look": Row(_version, _own),
    "directory:decline": Row(_version, _own),
    "directory:feed": Row(_feed, operators),
    "directory:put-aside": Row(_feed, operators),
    "directory:undo": Row(_stored, operators),
    "directory:hand": Row(_listed, operators),
    "directory:take-back": Row(_listed, operators),
    "directory:handing": Row(_handing, operators),
    "directory:put-handing-aside": Row(_handing, operators),
}
ONLY_FOR: dict[str, Who] = {
    "directory:services": _keepers,
    "directory:new": _keepers,
    "directory:feeds": operators,
    "directory:listed": operators,
}
