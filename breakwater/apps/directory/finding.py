"""Finding the services that fit: the directory in memory, and what a page says of each.

What somebody looks for is a value that lives as long as the page is made. It is written nowhere.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from breakwater.apps.directory.models import Edition, Service
from breakwater.apps.directory.results import Result, result
from breakwater.domain.matching.facts import Facts, Wish
from breakwater.domain.matching.fit import Fit
from breakwater.domain.matching.shelf import Shelf
from breakwater.domain.matching.words import Need


@dataclass(frozen=True)
class _Held:
    edition: UUID | None
    day: date
    shelf: Shelf


_held: _Held | None = None
_reading = threading.Lock()
# So many services are read faster than anybody notices.
_READ_AT_ONCE = 5_000


@dataclass(frozen=True)
class Found:
    """How many services fit, the first of them in order, and a phone or a room near the person."""

    count: int
    results: list[Result]
    safer_phones: list[Result]


def find(wish: Wish, today: date, *, most: int, most_phones: int) -> Found:
    """The services that fit ``wish``, and the places near the person with a phone she may use."""
    shelf = _shelf(today)
    near = Wish(need=Need.SAFE_PHONE, home=wish.home, group=wish.group)
    fits = shelf.best(wish, most)
    phones = shelf.best(near, most_phones) if wish.home else []
    # What is shown is read anew: a service that was hidden since is left out.
    public = _public([UUID(one.id) for one in (*fits, *phones)])
    return Found(
        shelf.count(wish), _shown(fits, public, wish, today), _shown(phones, public, near, today)
    )


def some(ids: Sequence[UUID], today: date) -> list[Result]:
    """These services, as far as they are public, in this order."""
    found = _public(ids)
    return [result(found[one], today) for one in ids if one in found]


def _shown(
    fits: Sequence[Fit], public: Mapping[UUID, Service], wish: Wish, today: date
) -> list[Result]:
    return [
        result(public[id_], today, one, wish) for one in fits if (id_ := UUID(one.id)) in public
    ]


def _public(ids: Sequence[UUID]) -> dict[UUID, Service]:
    return Service.objects.public().select_related("published", "listed").in_bulk(ids)


def _shelf(today: date) -> Shelf:
    """The directory in memory; read anew when it changed, or with a new day.

    A large one is read beside the answers, which meanwhile come from the old one: it holds no more
    than ids, and what is shown is asked of the database.
    """
    held = _held
    if held is not None and (held.edition, held.day) == (Edition.newest(), today):
        return held.shelf
    if held is None or len(held.shelf) <= _READ_AT_ONCE:
        with _reading:
            return _newest(today)
    if _reading.acquire(blocking=False):
        threading.Thread(target=_read_beside, args=(today,), daemon=True).start()
    return held.shelf


def _newest(today: date) -> Shelf:
    """The shelf of this moment; its caller holds the lock."""
    global _held
    newest = Edition.newest()
    if _held is None or (_held.edition, _held.day) != (newest, today):
        _held = _Held(newest, today, _read(today))
    return _held.shelf


def _read_beside(today: date) -> None:
    try:
        _newest(today)
    finally:
        connection.close()
        _reading.release()


def _read(today: date) -> Shelf:
    rows = Service.objects.public().values_list("id", "name", "checked_on", "facets")
    return Shelf(
        (Facts.of(str(id_), name, day, facets) for id_, name, day, facets in rows.iterator(5000)),
        today,
    )
