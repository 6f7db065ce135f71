"""Looks into a zipped office file before anything parses it: bombs, entities, passwords."""

import io
import xml.sax
import zipfile
import zlib
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from breakwater.domain.plain_error import PlainError
from breakwater.domain.reading.sources.html import DEEPEST

_MOST_PARTS = 2_000
_LARGEST_PART = 40_000_000
_LARGEST_WHOLE = 100_000_000


def checked_parts(data: bytes) -> frozenset[str]:
    """The names of the parts, after refusing every file that is made to harm its reader.

    Sizes are counted while unpacking, because the sizes an archive states about itself are the
    sender's word. No part may declare entities or nest deeper than a document can.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_PARTS:
                raise PlainError("it holds too many parts to be an office document")
            left = _LARGEST_WHOLE
            for member in members:
                left -= _checked(archive, member, left)
            return frozenset(member.filename for member in members)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        zlib.error,
    ) as error:
        raise PlainError("it is a damaged office file") from error
    except RuntimeError as error:
        raise PlainError("it is an encrypted office file") from error


def _checked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, left: int) -> int:
    limit = min(_LARGEST_PART, left)
    with archive.open(member) as part:
        content = part.read(limit + 1)
    if len(content) > limit:
        raise PlainError("it unpacks to far more than an office document holds")
    if member.filename.endswith((".xml", ".rels")) and content:
        _refuse_bombs(content)
    return len(content)


class _Depth(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.depth = 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: N802  (the name SAX calls)
        self.depth += 1
        if self.depth > DEEPEST:
            raise PlainError("its parts are nested too deep for an office document")

    def endElement(self, name: str) -> None:  # noqa: N802  (the name SAX calls)
        self.depth -= 1


def _refuse_bombs(content: bytes) -> None:
    try:
        defusedxml.sax.parseString(content, _Depth(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise PlainError("it declares XML entities, which no office document does") from error
    except xml.sax.SAXException as error:
        raise PlainError("it is a damaged office file") from error
