"""Files on their way in: held in memory alone, and never more of them than the page says.

Django's own handler for memory steps aside where a request is larger than 2.5 MB, and the files are
then gone without a word. This one takes what it may and says of the rest how large it was, so that
the words beside it are kept and the page can say which file was too large.
"""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

# What a page may send: five files of 5 MB, each a little larger once it is padded and sealed.
LARGEST_FILE = 5 * 1024 * 1024 + 256 * 1024
LARGEST_TOGETHER = 5 * LARGEST_FILE

_View = Callable[..., HttpResponse]


class InMemoryUpload(FileUploadHandler):
    """Keeps each file in memory; of one that is too large, nothing but its size."""

    _together = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self._content = BytesIO()
        self._is_dropped = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """More of it."""
        self._together += len(raw_data)
        if start + len(raw_data) > LARGEST_FILE or self._together > LARGEST_TOGETHER:
            self._is_dropped = True
            self._content = BytesIO()
        if not self._is_dropped:
            self._content.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """All of it; a dropped one is empty and says a size that is larger than any may be."""
        size = max(file_size, LARGEST_FILE + 1) if self._is_dropped else file_size
        self._content.seek(0)
        return InMemoryUploadedFile(
            self._content, self.field_name, self.file_name or "", "", size, self.charset
        )


def files_in_memory(view: _View) -> _View:
    """Take a view's files with ``InMemoryUpload``; outermost, before anything reads the request."""

    @wraps(view)
    def with_handler(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemoryUpload(request)]
        return view(request, *args, **kwargs)

    return with_handler
