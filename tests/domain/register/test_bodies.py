"""The shipped list of bodies, and what a list may say."""

from datetime import date
from pathlib import Path

import pytest

import breakwater.domain.register
from breakwater.domain.plain_error import PlainError
from breakwater.domain.register.addressees import AddresseeKey, expand
from breakwater.domain.register.bodies import Body, BodyKind, bodies_of

SHIPPED = bodies_of(
    Path(breakwater.domain.register.__file__).with_name("bodies.toml").read_text(encoding="utf-8")
)
BY_KEY = {body.key: body for body in SHIPPED}


def test_there_are_43_territorial_forces_and_none_is_invented() -> None:
    forces = [body for body in SHIPPED if body.kind is BodyKind.TERRITORIAL_FORCE]

    assert len(forces) == 43
    assert not any(body.invented for body in SHIPPED)


@pytest.mark.parametrize(
    "day",
    [date(2012, 11, 22), date(2017, 5, 8), date(2020, 12, 17), date(2024, 5, 7), date(2026, 1, 1)],
)
def test_every_force_has_exactly_one_policing_body_on_every_day_since_2012(day: date) -> None:
    keys = expand([AddresseeKey.LOCAL_POLICING_BODIES], SHIPPED, on=day)

    overseen = [BY_KEY[key].oversees for key in keys]
    assert sorted(map(str, overseen)) == sorted(
        body.key for body in SHIPPED if body.kind is BodyKind.TERRITORIAL_FORCE
    )


@pytest.mark.parametrize("body", [body for body in SHIPPED if body.successor], ids=lambda b: b.key)
def test_a_successor_begins_the_day_after_and_oversees_the_same_force(body: Body) -> None:
    successor = BY_KEY[body.successor or ""]

    assert body.valid_to is not None
    assert successor.valid_from is not None
    assert (successor.valid_from - body.valid_to).days == 1
    assert successor.oversees == body.oversees


def test_no_name_means_two_bodies_that_exist_together() -> None:
    names = [name for body in SHIPPED for name in {body.name, *body.aliases}]

    assert sorted({name for name in names if names.count(name) > 1}) == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("body = [", "is not TOML"),
        ('[[body]]\nkey = "a"\nkind = "inspectorate"', "has no name"),
        ('[[body]]\nkey = "a"\nkind = "club"\nname = "A"', "unknown kind club"),
        ('[[body]]\nkey = "a"\nkind = "inspectorate"\nname = "A"\nage = 3', "unknown field age"),
        ('[[body]]\nkey = "a"\nkind = "inspectorate"\nname = "A"\n' * 2, "the key a twice"),
        (
            '[[body]]\nkey="a"\nkind="inspectorate"\nname="A"\nvalid_from=2020-01-02\nvalid_to=2020-01-01',
            "ends before it begins",
        ),
    ],
)
def test_a_list_that_contradicts_itself_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(PlainError, match=sentence):
        bodies_of(text)
