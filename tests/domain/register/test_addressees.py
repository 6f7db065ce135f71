"""Classes of addressees: what their wordings mean, and which bodies they are on a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.register.addressees import (
    AddresseeKey,
    asked,
    belongs,
    class_of,
    expand,
    names_of,
)
from breakwater.domain.register.bodies import Body, BodyKind
from tests.domain.register.cast import BODIES, COMMISSIONER, FORCE, HOME_OFFICE, INVENTED

NAMES = names_of(BODIES)


@pytest.mark.parametrize(
    ("wording", "meaning"),
    [
        ("chief constables", AddresseeKey.CHIEF_CONSTABLES),
        ("To Chief Constables", AddresseeKey.CHIEF_CONSTABLES),
        ("all police forces", AddresseeKey.CHIEF_CONSTABLES),
        ("police and crime commissioners", AddresseeKey.LOCAL_POLICING_BODIES),
        ("police and crime commissioners (or equivalents)", AddresseeKey.LOCAL_POLICING_BODIES),
        ("police, fire and crime commissioners", AddresseeKey.LOCAL_POLICING_BODIES),
        ("PCCs", AddresseeKey.LOCAL_POLICING_BODIES),
        ("all recipients of recommendations from this investigation", AddresseeKey.ALL_RECIPIENTS),
        (
            "everyone who has received a recommendation in this report",
            AddresseeKey.ALL_RECIPIENTS,
        ),
        ("The Home  Office", "named:home-office"),
        ("Ashwell Police", "named:ashwell-police"),
        ("whom it may concern", AddresseeKey.UNKNOWN),
        ("all hands", AddresseeKey.UNKNOWN),
        ("", AddresseeKey.UNKNOWN),
    ],
)
def test_a_wording_means_a_class_a_body_or_is_left_to_a_person(wording: str, meaning: str) -> None:
    assert class_of(wording, NAMES) == meaning


@given(st.text())
def test_any_wording_has_a_meaning(wording: str) -> None:
    assert class_of(wording, NAMES)


def test_all_recipients_are_those_of_the_other_recommendations() -> None:
    put_to = asked(
        {
            "1": [AddresseeKey.CHIEF_CONSTABLES],
            "2": ["named:home-office"],
            "8": [AddresseeKey.ALL_RECIPIENTS],
        },
        BODIES,
        on=date(2024, 5, 1),
        invented=False,
    )

    assert put_to["8"] == ("ashwell-police", "birchen-police", "home-office")


def test_all_recipients_alone_are_nobody() -> None:
    put_to = asked(
        {"1": [AddresseeKey.ALL_RECIPIENTS]}, BODIES, on=date(2024, 5, 1), invented=False
    )

    assert put_to == {"1": ()}


def test_a_class_is_the_bodies_of_its_day() -> None:
    old = Body("old", BodyKind.LOCAL_POLICING_BODY, "Old", valid_to=date(2024, 5, 6))
    new = Body("new", BodyKind.LOCAL_POLICING_BODY, "New", valid_from=date(2024, 5, 7))
    classes = [AddresseeKey.LOCAL_POLICING_BODIES]

    assert expand(classes, [old, new], on=date(2024, 5, 6)) == ("old",)
    assert expand(classes, [old, new], on=date(2024, 5, 7)) == ("new",)
    assert expand(classes, [old, new], on=None) == ("new",)


def test_an_invented_body_may_answer_but_is_not_counted_among_those_asked() -> None:
    classes = [AddresseeKey.CHIEF_CONSTABLES]

    assert INVENTED.key not in expand(classes, BODIES, on=date(2024, 5, 1))
    assert belongs(INVENTED, classes)


def test_an_invented_inspection_is_put_to_no_real_body() -> None:
    put_to = asked(
        {"1": [AddresseeKey.CHIEF_CONSTABLES, "named:home-office", "named:nowhere-police"]},
        BODIES,
        on=date(2024, 5, 1),
        invented=True,
    )

    assert put_to == {"1": ("nowhere-police",)}


def test_a_body_belongs_to_its_own_class_only() -> None:
    assert belongs(FORCE, [AddresseeKey.CHIEF_CONSTABLES])
    assert not belongs(COMMISSIONER, [AddresseeKey.CHIEF_CONSTABLES])
    assert belongs(HOME_OFFICE, ["named:home-office"])
