"""Every address of the staff site, opened as everyone: who sees it, and whose rows."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from copy import copy, deepcopy
from itertools import groupby

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from breakwater.apps.organisations.models import Person
from breakwater.site import addresses
from tests.people import Cast, signed_in, with_password
from tests.staff_pages import everyone, only_for, rows

ROWS, ONLY_FOR = rows(), only_for()

pytestmark = pytest.mark.usefixtures("_staff_site")
PRIVATE = [found for found in addresses.of("staff") if found.needs_login]
# Where the library turns away whoever has no use for a page; whose it is makes no difference.
_LEADS_ELSEWHERE = {"mfa_reauthenticate_webauthn", "mfa_activate_totp"}
PLAIN = [
    found.name
    for found in PRIVATE
    if found.name and "<" not in found.address and found.name not in _LEADS_ELSEWHERE
]
WITH_A_ROW = [found.name for found in PRIVATE if found.name and "<" in found.address]


class _TakenBack(Exception):  # noqa: N818
    """Ends a transaction whose effect nobody wants to keep."""


@contextmanager
def _taken_back() -> Iterator[None]:
    with suppress(_TakenBack), transaction.atomic():
        yield
        raise _TakenBack


def _open(client: Client, address: str) -> HttpResponseBase:
    """GET, or POST where the page only takes posts; nothing it changes is kept."""
    cookies = copy(client.cookies)
    with _taken_back():
        answer = client.get(address)
        if answer.status_code == 405:
            answer = client.post(address)
    client.cookies = cookies
    return answer


def _was_let_in(answer: HttpResponseBase) -> bool:
    assert answer.status_code in {200, 302, 303, 403, 404}, answer.status_code
    if answer.status_code in {302, 303}:
        assert not answer["Location"].startswith(("/sign-in/", "/confirm/")), answer["Location"]
    return answer.status_code not in {403, 404}


def _visitors(cast: Cast) -> dict[str, Client]:
    return {someone.name: signed_in(someone, confirmed=True) for someone in everyone(cast)}


def _let_in(visitors: Mapping[str, Client], address: str) -> set[str]:
    return {name for name, client in visitors.items() if _was_let_in(_open(client, address))}


def _app(name: str) -> str:
    return name.partition(":")[0] if ":" in name else "the site itself"


def _by_app(names: Iterable[str]) -> dict[str, list[str]]:
    return {app: list(found) for app, found in groupby(sorted(names, key=_app), key=_app)}


def _arguments(made: object) -> list[object]:
    return list(made) if isinstance(made, tuple) else [made]


def _names(people: Iterable[Person]) -> set[str]:
    return {one.name for one in people}


def test_every_page_with_a_row_says_whose_it_is() -> None:
    assert set(WITH_A_ROW) == set(ROWS)


def test_every_exception_is_about_a_page_there_is() -> None:
    assert set(ONLY_FOR) <= set(PLAIN)


@pytest.mark.parametrize("names", _by_app(WITH_A_ROW).values(), ids=_by_app(WITH_A_ROW))
def test_a_row_opens_only_for_those_it_belongs_to(names: list[str], cast: Cast) -> None:
    visitors, opened, expected = _visitors(cast), dict[str, set[str]](), dict[str, set[str]]()

    for name in names:
        with _taken_back():
            world = deepcopy(cast)
            address = reverse(name, args=_arguments(ROWS[name].make(world)))
            opened[name] = _let_in(visitors, address)
            expected[name] = _names(ROWS[name].for_(world))

    assert opened == expected


@pytest.mark.parametrize("names", _by_app(PLAIN).values(), ids=_by_app(PLAIN))
def test_a_page_opens_only_for_those_it_is_for(names: list[str], cast: Cast) -> None:
    if "account_change_password" in names:
        hashed = with_password(cast.officer).password
        for someone in everyone(cast):
            someone.password = hashed
            someone.save(update_fields=["password"])
    visitors = _visitors(cast)

    opened = {name: _let_in(visitors, reverse(name)) for name in names}

    assert opened == {name: _names(ONLY_FOR.get(name, everyone)(cast)) for name in names}


@pytest.mark.django_db
@pytest.mark.parametrize("found", PRIVATE, ids=lambda found: found.address)
def test_nobody_gets_anywhere_without_signing_in(found: addresses.Address) -> None:
    assert found.name
    value = "00000000-0000-4000-8000-000000000000" if "<uuid:" in found.address else 1
    address = reverse(found.name, args=[value] * found.address.count("<"))

    for answer in (Client().get(address), Client().post(address)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")
