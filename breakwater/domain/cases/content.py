"""What is inside a sealed piece of a case, so that any page can show what any other wrote.

Shape: one line of JSON (UTF-8, ends with a line feed), then a file's bytes or nothing.

- Words: ``{"parts": [{"label": "What happened", "text": "…"}, …], "language": "ar"}``. A label may
  be empty. ``language`` is the one the words are in (BCP 47), or empty where nobody said.
- A file: ``{"file": {"name": "photo.jpg", "type": "image/jpeg"}}`` and the file's bytes.

More keys may stand beside these; a reader passes over what it does not know. The browser's half is
``apps/cases/static/cases/content.js``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from breakwater.domain.plain_error import PlainError

_DAMAGED = "that is not the content of a piece of a case"


@dataclass(frozen=True)
class Part:
    """Something that was asked, and what was written."""

    label: str
    text: str


@dataclass(frozen=True)
class Words:
    """What somebody wrote."""

    parts: tuple[Part, ...]
    language: str = ""


@dataclass(frozen=True)
class File:
    """A file as it was given; ``type`` is a media type that nobody has to believe."""

    name: str
    type: str
    content: bytes


Content = Words | File


def words_content(parts: Sequence[Part], *, language: str = "", answer_to: str = "") -> bytes:
    """The content that holds these words; parts without a text are left out.

    ``answer_to`` is the recipient of the person's code, so that whoever answers need not believe
    what the database says it is.
    """
    listed = [{"label": one.label, "text": one.text} for one in parts if one.text.strip()]
    said: dict[str, object] = {"parts": listed, "language": language}
    if answer_to:
        said["answer_to"] = answer_to
    return _line(said)


def file_content(file: File) -> bytes:
    """The content that holds this file."""
    return _line({"file": {"name": file.name, "type": file.type}}) + file.content


def read_content(content: bytes) -> Content:
    """What ``content`` holds; PlainError where it is neither words nor a file."""
    first, _, rest = content.partition(b"\n")
    try:
        said = json.loads(first)
        if "file" in said:
            return File(str(said["file"]["name"]), str(said["file"]["type"]), rest)
        parts = tuple(Part(str(one["label"]), str(one["text"])) for one in said["parts"])
        return Words(parts, str(said.get("language", "")))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise PlainError(_DAMAGED) from None


def _line(said: dict[str, object]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
