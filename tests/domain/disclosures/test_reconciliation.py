"""Four books of a month: where any two disagree, a sentence says so."""

from dataclasses import replace

import pytest

from breakwater.domain.disclosures.reconciliation import Books, disagreements

A, B = "a" * 64, "b" * 64
AGREE = Books(
    stored=["r1"], logged=["r1"], made={"r1": A}, outbox={"r1": A}, received=frozenset({A})
)


def test_four_that_agree_say_nothing() -> None:
    assert disagreements(AGREE) == []
    # Packages are deleted once they were fetched, and not every receiver sends a list.
    assert disagreements(replace(AGREE, outbox={}, received=None)) == []
    # Released and logged while the gate is away: nothing has left yet.
    assert disagreements(replace(AGREE, made={"r1": ""}, outbox={}, received=frozenset())) == []


@pytest.mark.parametrize(
    ("books", "sentence"),
    [
        (replace(AGREE, logged=[]), "r1 was released and is not in the log"),
        (replace(AGREE, logged=["r1", "r2"]), "r2 is in the log and was never released"),
        (replace(AGREE, logged=["r1", "r1"]), "r1 is in the log 2 times"),
        (
            replace(AGREE, outbox={"r1": A, "r9": B}),
            "r9 lies in the gate's outbox and was never released",
        ),
        (
            replace(AGREE, outbox={"r1": B}),
            "r1: the package in the outbox is not the one that was made",
        ),
        (replace(AGREE, received=frozenset({A, B})), f"they hold {B}, which never left here"),
        (replace(AGREE, received=frozenset()), f"they do not hold {A}, which left here"),
    ],
)
def test_each_disagreement_is_one_sentence(books: Books, sentence: str) -> None:
    assert disagreements(books) == [sentence]
