"""Recorded readings of single texts, per language, tied to the exact words that were read.

``locale/<language>/recordings.json`` maps the hash of the words shown to a sound file under
``static/audio/`` and whose voice it is. A change of the words ends the recording.
"""

import json
from dataclasses import dataclass
from functools import cache

from breakwater.translation_quality import folder, text_hash


@dataclass(frozen=True, slots=True)
class Recording:
    """One sound file; ``voice`` is ``person`` or ``machine``."""

    file: str
    voice: str

    @property
    def is_made_by_a_machine(self) -> bool:
        return self.voice != "person"


def recording_of(words: str, *, code: str, is_promise: bool = False) -> Recording | None:
    """The reading of exactly ``words``, or None; a promise is read by people only."""
    found = _recordings(code).get(text_hash(words))
    if found is None or (is_promise and found.is_made_by_a_machine):
        return None
    return found


@cache
def _recordings(code: str) -> dict[str, Recording]:
    path = folder(code) / "recordings.json"
    if not path.exists():
        return {}
    return {key: Recording(**one) for key, one in json.loads(path.read_text("utf-8")).items()}
