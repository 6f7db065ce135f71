"""A reading as JSON and back, so a person can look at it for longer than one request."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from breakwater.domain.reading.reading import (
    Answer,
    Disposition,
    Evidence,
    FieldSource,
    Flag,
    Kind,
    Reading,
    Recommendation,
)


def to_stored(reading: Reading) -> dict[str, Any]:
    """Every field of a reading, as values that JSON can hold."""
    return asdict(reading)


def from_stored(stored: Mapping[str, Any]) -> Reading:
    """The reading that ``to_stored`` was given."""
    return Reading(
        **dict(stored)
        | {
            "kind": Kind(stored["kind"]),
            "responding_bodies": tuple(stored["responding_bodies"]),
            "signatory_posts": tuple(stored["signatory_posts"]),
            "recommendations": tuple(_recommendation(row) for row in stored["recommendations"]),
            "flags": tuple(Flag(flag) for flag in stored["flags"]),
            "sources": _sources(stored),
        }
    )


def _recommendation(stored: Mapping[str, Any]) -> Recommendation:
    return Recommendation(
        **dict(stored)
        | {name: tuple(stored[name]) for name in ("addressees", "cites", "paragraphs", "notes")}
        | {
            "disposition": Disposition(stored["disposition"]),
            "evidence": tuple(Evidence(**each) for each in stored["evidence"]),
            "answers": tuple(
                Answer(each["label"], each["dated"], tuple(each["paragraphs"]))
                for each in stored["answers"]
            ),
            "sources": _sources(stored),
        }
    )


def _sources(stored: Mapping[str, Any]) -> tuple[FieldSource, ...]:
    return tuple(FieldSource(**each) for each in stored["sources"])
