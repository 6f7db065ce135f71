"""Input that lies beside the repository on some machines: real documents and public vectors."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(path: str) -> Path:
    """The file or folder ``shared/<path>`` beside the repository, or skip and say why."""
    found = SHARED / path
    if not found.exists():
        pytest.skip(f"../shared/{path} is not on this machine")
    return found
