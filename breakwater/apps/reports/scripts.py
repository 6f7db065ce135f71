"""The scripts of the public pages, each with the hash that a browser checks before it runs it.

Subresource integrity (W3C): whoever can change a file, but not the page, changes nothing.
"""

import base64
import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

_FOLDER = Path(__file__).parent / "static"


@cache
def integrity(name: str) -> str:
    """The ``integrity`` of one of our own files, as it lies in this version."""
    digest = hashlib.sha384((_FOLDER / name).read_bytes()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


def script(name: str) -> dict[str, str]:
    """Where a script is, and its hash.

    Under its plain name, because scripts import one another by it; no browser keeps a copy.
    """
    return {"src": f"{settings.STATIC_URL}{name}", "integrity": integrity(name)}
