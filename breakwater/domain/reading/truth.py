"""A reading in the form of the truth file: exactly its keys, as JSON holds them."""

import dataclasses
from typing import Any

from breakwater.domain.reading.reading import (
    DOCUMENT_KEYS,
    RECOMMENDATION_KEYS,
    FieldSource,
    Reading,
)


def truth_of(reading: Reading) -> dict[str, Any]:
    """The values of a reading under the keys of the truth file, and no others."""
    document = {key: _plain_value(getattr(reading, key)) for key in DOCUMENT_KEYS}
    document["recommendations"] = [
        {key: _plain_value(getattr(item, key)) for key in RECOMMENDATION_KEYS}
        for item in reading.recommendations
    ]
    return document


def truth_with_sources(reading: Reading) -> dict[str, Any]:
    """The same, with the passage each field came from under ``sources``."""
    document = truth_of(reading)
    document["sources"] = [_source(source) for source in reading.sources]
    for item, read in zip(document["recommendations"], reading.recommendations, strict=True):
        item["sources"] = [_source(source) for source in read.sources]
    return document


def _source(source: FieldSource) -> dict[str, str]:
    return dataclasses.asdict(source)


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain_value(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    return str(value) if isinstance(value, str) else value
