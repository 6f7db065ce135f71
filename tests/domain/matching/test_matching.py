"""Matching: a stricter wish never adds a service, the order is total, and the shelf is the rule."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.matching.facts import Facts, Wish, district_of
from breakwater.domain.matching.fit import Fit, Reason, fit, helps
from breakwater.domain.matching.shelf import Shelf
from breakwater.domain.matching.words import Answer, Group, Need, Shares

TODAY = date(2026, 11, 28)
_AREAS = ("GL", "GL1", "GL2", "BS", "BS1", "E", "EC1A")
_LANGUAGES = ("en-gb", "ar", "pl")

a_service = st.builds(
    Facts,
    id=st.uuids().map(str),
    name=st.sampled_from(["Harbour", "harbour", "Anchor", "Lamp"]),
    needs=st.frozensets(st.sampled_from(Need), max_size=4),
    groups=st.frozensets(st.sampled_from(Group), max_size=3),
    languages=st.none() | st.frozensets(st.sampled_from(_LANGUAGES)),
    interpreters=st.sampled_from(Answer),
    areas=st.frozensets(st.sampled_from(_AREAS), max_size=2),
    everywhere=st.booleans(),
    no_recourse=st.sampled_from(Answer),
    home_office=st.sampled_from(Shares),
    checked_on=st.none() | st.dates(TODAY - timedelta(days=400), TODAY),
)
services = st.lists(a_service, max_size=30, unique_by=lambda one: one.id)
a_wish = st.builds(
    Wish,
    need=st.none() | st.sampled_from(Need),
    home=st.sampled_from(["", *_AREAS]),
    away=st.booleans(),
    group=st.none() | st.sampled_from(Group),
    languages=st.frozensets(st.sampled_from(_LANGUAGES)),
    lgbt=st.booleans(),
)


def _read_one_by_one(shelf: list[Facts], wish: Wish) -> list[Fit]:
    found = [made for one in shelf if (made := fit(wish, one, TODAY)) is not None]
    return sorted(found, key=lambda one: one.key)


@given(services, a_wish, st.integers(0, 40))
def test_the_shelf_gives_what_the_rule_gives_in_the_same_order(
    shelf: list[Facts], wish: Wish, most: int
) -> None:
    expected = _read_one_by_one(shelf, wish)

    assert Shelf(shelf, TODAY).best(wish, most) == expected[:most]
    assert Shelf(shelf, TODAY).count(wish) == len(expected)


@given(services, a_wish, st.sampled_from(Need), st.sampled_from(Group), st.sampled_from(_AREAS))
def test_a_stricter_wish_never_adds_a_service(
    shelf: list[Facts], wish: Wish, need: Need, group: Group, home: str
) -> None:
    loose = Shelf(shelf, TODAY)
    for strict, wide in (
        (replace(wish, need=need), replace(wish, need=None)),
        (replace(wish, group=group), replace(wish, group=None)),
        (replace(wish, home=home, away=False), replace(wish, home="", away=False)),
        (replace(wish, home="GL1", away=False), replace(wish, home="GL", away=False)),
        (replace(wish, away=True), replace(wish, home="", away=False)),
    ):
        kept = {one.id for one in loose.best(strict, 99)}
        assert kept <= {one.id for one in loose.best(wide, 99)}


@given(services, a_wish)
def test_languages_and_lgbt_only_order(shelf: list[Facts], wish: Wish) -> None:
    asked = {one.id for one in Shelf(shelf, TODAY).best(wish, 99)}
    plain = replace(wish, languages=frozenset(), lgbt=False)

    assert asked == {one.id for one in Shelf(shelf, TODAY).best(plain, 99)}


@given(services, a_wish)
def test_the_order_is_total_and_does_not_hang_on_how_services_were_stored(
    shelf: list[Facts], wish: Wish
) -> None:
    found = Shelf(shelf, TODAY).best(wish, 99)

    assert [one.key for one in found] == sorted({one.key for one in found})
    assert found == Shelf(reversed(shelf), TODAY).best(wish, 99)


@given(a_service, a_service, a_wish)
def test_whatever_orders_two_services_is_told_of_them(one: Facts, other: Facts, wish: Wish) -> None:
    first, second = fit(wish, one, TODAY), fit(wish, other, TODAY)
    if first is None or second is None or first.reasons != second.reasons:
        return
    # The same reasons: only what no reason tells may still divide them, and that says nothing of
    # how well they fit: "not said" beside "they say no", the name, the id.
    assert first.key[0] == second.key[0]
    assert {first.key[1], second.key[1]} <= {0, 1} or first.key[1] == second.key[1]
    assert first.key[2:5] == second.key[2:5]


@given(a_service)
def test_a_wish_for_nothing_fits_every_service(one: Facts) -> None:
    assert fit(Wish(), one, TODAY) is not None


@given(a_service, a_wish)
def test_a_service_nobody_checked_for_180_days_says_so_and_stands_below_every_other(
    one: Facts, wish: Wish
) -> None:
    fresh = replace(one, checked_on=TODAY - timedelta(days=180))
    stale = replace(one, id="0", checked_on=TODAY - timedelta(days=181))
    found = Shelf([stale, fresh], TODAY).best(wish, 2)
    if not found:
        return

    assert [each.id for each in found] == [one.id, "0"]
    assert [Reason.STALE in each.reasons for each in found] == [False, True]


def test_who_is_helped() -> None:
    table = {
        frozenset[Group](): set(Group),
        frozenset({Group.WOMEN}): {Group.WOMEN},
        frozenset({Group.WOMEN, Group.CHILDREN}): {Group.WOMEN, Group.CHILDREN},
        frozenset({Group.LGBT}): set(Group),
        frozenset({Group.LGBT, Group.MEN}): {Group.MEN},
    }
    for groups, helped in table.items():
        facts = Facts("1", "A", groups=groups)
        assert {group for group in Group if helps(group, facts)} == helped


def test_a_place_is_the_first_half_of_a_postcode_and_the_rest_is_forgotten() -> None:
    table = {
        "GL1": "GL1",
        " gl 1 ": "GL1",
        "GL1 2AB": "GL1",
        "ec1a1bb": "EC1A",
        "E": "E",
        "gl": "GL",
        "W1A": "W1A",
        "Gloucester": "",
        "": "",
        "12": "",
        "GL1; DROP": "",
    }
    assert {typed: district_of(typed) for typed in table} == table


@given(st.text())
def test_whatever_is_typed_as_a_place_is_read(typed: str) -> None:
    assert len(district_of(typed)) <= 4


@given(a_service)
def test_what_is_stored_of_a_service_gives_its_facts_again(one: Facts) -> None:
    assert Facts.of(one.id, one.name, one.checked_on, one.stored()) == one
