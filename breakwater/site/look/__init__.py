"""The stylesheet and the script that every public page carries inside itself.

Inlined because a page then paints after one request: at 50 kbit/s that is 0.7 s sooner. The content
security policy names each by its hash, so that no other inline code runs.
"""

import base64
import hashlib
from pathlib import Path
from typing import Literal

Direction = Literal["ltr", "rtl"]

_FOLDER = Path(__file__).parent
STYLESHEETS: dict[Direction, str] = {
    "ltr": (_FOLDER / "public.css").read_text("utf-8"),
    "rtl": (_FOLDER / "public.rtl.css").read_text("utf-8"),
}
LEAVE_SCRIPT = (_FOLDER / "leave.js").read_text("utf-8")


def csp_hash(code: str) -> str:
    """The source expression of inline ``code`` (CSP level 3, section 2.3.1: ``hash-source``)."""
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
