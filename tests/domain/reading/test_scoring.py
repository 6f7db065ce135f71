"""The rules by which readings are scored."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.reading.read import read_bytes
from breakwater.domain.reading.reading import DOCUMENT_KEYS, RECOMMENDATION_KEYS
from breakwater.domain.reading.scoring import Score
from breakwater.domain.reading.truth import truth_of
from tests.domain.reading import making


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    return truth_of(read_bytes("plan.csv", making.as_csv()))


def scored(found: dict[str, Any], truth: dict[str, Any]) -> Score:
    score = Score()
    score.add("plan", found, truth)
    return score


def test_a_document_has_one_field_for_each_key_and_each_key_of_each_item(
    truth: dict[str, Any],
) -> None:
    score = scored(truth, truth)

    assert score.fields == len(DOCUMENT_KEYS) + 3 * len(RECOMMENDATION_KEYS)
    assert score.percent == 100
    assert list(score.lines())[-1] == "score: 100.0 % of 46 fields right in 1 documents"


def test_a_lost_item_counts_all_its_keys_and_the_list_wrong(truth: dict[str, Any]) -> None:
    found = deepcopy(truth)
    found["recommendations"].pop()

    assert scored(found, truth).wrong.total() == len(RECOMMENDATION_KEYS) + 1


def test_an_invented_item_counts_all_its_keys_and_the_list_wrong(truth: dict[str, Any]) -> None:
    found = deepcopy(truth)
    found["recommendations"].append({**found["recommendations"][0], "number": "99"})

    assert scored(found, truth).wrong.total() == len(RECOMMENDATION_KEYS) + 1


def test_a_number_printed_twice_is_paired_in_order(truth: dict[str, Any]) -> None:
    twice = deepcopy(truth)
    twice["recommendations"].append({**twice["recommendations"][0], "has_text": False})

    assert scored(deepcopy(twice), twice).wrong.total() == 0


def test_white_space_and_the_order_of_sets_mean_nothing(truth: dict[str, Any]) -> None:
    found = deepcopy(truth)
    found["flags"].reverse()
    found["inspection_title"] = "  " + found["inspection_title"].replace(" ", " \n")

    assert scored(found, truth).wrong.total() == 0


def test_the_order_of_citations_counts(truth: dict[str, Any]) -> None:
    expected, found = deepcopy(truth), deepcopy(truth)
    expected["recommendations"][1]["cites"] = ["1", "2"]
    found["recommendations"][1]["cites"] = ["2", "1"]

    assert scored(found, expected).wrong["cites"] == 1


@given(st.sampled_from([key for key in DOCUMENT_KEYS if key != "recommendations"]))
def test_one_wrong_key_of_the_document_is_one_wrong_field(key: str) -> None:
    truth = truth_of(read_bytes("plan.csv", b"No.,Recommendation,Force response\n1,Act.,Agreed.\n"))

    assert scored({**truth, key: "something else"}, truth).wrong.total() == 1
