"""Reads a Word document as the web page that Mammoth makes of it."""

import io

import mammoth

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.passages import Source
from breakwater.domain.reading.sources.html import read_html

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
i => em
"""


def read_docx(data: bytes) -> Source:
    """The passages and tables of a document whose archive has been checked."""
    try:
        page = mammoth.convert_to_html(
            io.BytesIO(data), style_map=_STYLES, convert_image=mammoth.images.img_element(_no_image)
        )
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, OSError) as error:
        raise PlainError("it is a damaged Word document") from error
    return read_html(f"<body>{page.value}</body>")


def _no_image(_image: object) -> dict[str, str]:
    return {}
