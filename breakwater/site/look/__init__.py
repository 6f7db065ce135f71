"""The stylesheet and the script that every public page carries inside itself.

Inlined because a page then paints after one request, and each page carries only the parts of the
stylesheet that it uses: at 50 kbit/s every kilobyte saved is 0.16 s. The content security policy
names both by their hashes, so that no other inline code runs.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import Literal

Direction = Literal["ltr", "rtl"]

_FOLDER = Path(__file__).parent
# In a compiled stylesheet each part begins with a comment that names it.
_PART = re.compile(r"/\*part ([a-z0-9-]+)\*/")
# The name of the parts that no page can do without.
_EVERY = "every"
_CLASSES = re.compile(r'class="([^"]*)"')


def _read(file: str) -> list[tuple[str, str]]:
    _nothing, *found = _PART.split((_FOLDER / file).read_text("utf-8"))
    return list(zip(found[::2], found[1::2], strict=True))


_STYLESHEETS: dict[Direction, list[tuple[str, str]]] = {
    "ltr": _read("public.css"),
    "rtl": _read("public.rtl.css"),
}
_NAMES = {direction: {name for name, _ in found} for direction, found in _STYLESHEETS.items()}
LEAVE_SCRIPT = re.sub(r"\n\s*", "\n", (_FOLDER / "leave.js").read_text("utf-8"))


def parts(direction: Direction) -> list[tuple[str, str]]:
    """The name and the rules of each part, in the order of the whole."""
    return _STYLESHEETS[direction]


def stylesheet(direction: Direction, html: str) -> str:
    """The parts of the stylesheet that ``html`` uses, in the order of the whole.

    A part named ``panel`` is used where that word occurs in a class; a word too many costs bytes,
    never looks.
    """
    classes = "\n".join(set(_CLASSES.findall(html)))
    used = {name for name in _NAMES[direction] if name in classes} | {_EVERY}
    return "".join(css for name, css in parts(direction) if name in used)


def csp_hash(code: str) -> str:
    """The source expression of inline ``code`` (CSP level 3, section 2.3.1: ``hash-source``)."""
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
