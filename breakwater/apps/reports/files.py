"""Files given without JavaScript: looked at in memory, pictures made anew, then sealed.

A picture is decoded and encoded again, so that nothing but what it shows is kept: no place, no
camera, no second file hidden behind it. PDF and sound are kept as they are, and the page says that
they may carry a name. Nothing else is taken. What is taken is never trusted: members open it in
their browser as a download or an image, never as a page.
"""

import io
import warnings

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from breakwater.domain.cases.content import File
from breakwater.domain.plain_error import PlainError

MOST_FILES = 5
MOST_BYTES = 5 * 1024 * 1024
_MOST_PIXELS = 40_000_000
_LARGEST_SIDE = 2400
_PICTURES = ("JPEG", "PNG", "WEBP", "GIF")
# How each begins, and what it is then kept as.
_KEPT = (
    (b"%PDF-", "document.pdf", "application/pdf"),
    (b"ID3", "sound.mp3", "audio/mpeg"),
    (b"\xff\xfb", "sound.mp3", "audio/mpeg"),
    (b"\xff\xf3", "sound.mp3", "audio/mpeg"),
    (b"OggS", "sound.ogg", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "sound.webm", "audio/webm"),
)


class FileRefusedError(PlainError):
    """A file that is not taken; ``str()`` says why in her language, without its name."""


def taken(uploads: list[UploadedFile]) -> list[File]:
    """The files as they will be sealed; FileRefusedError names the first that is not taken."""
    if len(uploads) > MOST_FILES:
        raise FileRefusedError(_("Send at most 5 files at once."))
    return [_taken(upload, place) for place, upload in enumerate(uploads, start=1)]


def _taken(upload: UploadedFile, place: int) -> File:
    if (upload.size or 0) > MOST_BYTES:
        raise FileRefusedError(
            _("File %(number)s is larger than 5 MB. Send a smaller one.") % {"number": place}
        )
    content = upload.read()
    for start, name, kind in _KEPT:
        if content.startswith(start):
            return File(f"{place}-{name}", kind, content)
    if content[4:8] == b"ftyp" and content[8:12] in {b"M4A ", b"mp42", b"isom"}:
        return File(f"{place}-sound.m4a", "audio/mp4", content)
    picture = _picture_anew(content)
    if picture is None:
        raise FileRefusedError(
            _("File %(number)s is not a picture, a PDF or a sound that we can take.")
            % {"number": place}
        )
    return File(f"{place}-picture.jpg", "image/jpeg", picture)


def _picture_anew(content: bytes) -> bytes | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_PICTURES) as opened:
                if opened.width * opened.height > _MOST_PIXELS:
                    return None
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
    ):
        return None
    upright.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    # Onto a new canvas: an opened picture carries its comments along into what is saved.
    canvas, made = Image.new("RGB", upright.size), io.BytesIO()
    canvas.paste(upright)
    canvas.save(made, "JPEG", quality=85)
    return made.getvalue()
