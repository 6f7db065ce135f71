"""Who may open which page of the directory."""

import json
from uuid import uuid4

from django.utils import timezone

from breakwater.apps.directory.changes import feeds
from breakwater.apps.organisations.models import Person
from tests.apps.directory.feeds import a_service, begun, published
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


ROWS = {
    "directory:service": Row(_service, _own),
    "directory:change": Row(_service, _own),
    "directory:checked": Row(_service, _own),
    "directory:hide": Row(_service, _own),
    "directory:second-look": Row(_version, _own),
    "directory:decline": Row(_version, _own),
    "directory:feed": Row(_feed, operators),
    "directory:put-aside": Row(_feed, operators),
}
ONLY_FOR: dict[str, Who] = {
    "directory:services": _keepers,
    "directory:new": _keepers,
    "directory:feeds": operators,
}
