"""What is inside a sealed piece, written and read back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breakwater.domain.cases.content import (
    File,
    Part,
    Words,
    file_content,
    read_content,
    words_content,
)
from breakwater.domain.plain_error import PlainError

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.builds(Part, _TEXT, _TEXT)), st.sampled_from(["", "ar", "en", "zh-Hans"]))
def test_words_come_back_but_for_parts_that_say_nothing(parts: list[Part], language: str) -> None:
    kept = tuple(part for part in parts if part.text.strip())

    assert read_content(words_content(parts, language=language)) == Words(kept, language)


@given(st.builds(File, _TEXT, _TEXT, st.binary()))
def test_a_file_comes_back_byte_for_byte(file: File) -> None:
    assert read_content(file_content(file)) == file


def test_a_reader_passes_over_what_it_does_not_know() -> None:
    newer = json.dumps({"parts": [{"label": "a", "text": "b", "more": 1}], "next": 2}).encode()

    assert read_content(newer + b"\n") == Words((Part("a", "b"),))


@pytest.mark.parametrize(
    "damaged", [b"", b"{}", b"[]\n", b"words\n", b'{"parts": 1}\n', b'{"file": {}}\nx', b"\xff\n"]
)
def test_anything_else_is_refused(damaged: bytes) -> None:
    with pytest.raises(PlainError):
        read_content(damaged)
