"""Files that people send are held in memory, never on a disk; one too large is let go and noted."""

from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

_LET_GO = "_files_let_go"


class InMemoryOrLetGo(MemoryFileUploadHandler):
    """Django's own handler, which drops what is too large without a word; this one remembers."""

    def new_file(self, field_name: str, *described: Any, **named: Any) -> None:
        """Begin a file; Django's handler ends its turn by an exception where it takes the file."""
        super().new_file(field_name, *described, **named)
        assert self.request is not None
        self.request.__dict__.setdefault(_LET_GO, set()).add(field_name)


def was_let_go(request: HttpRequest, field_name: str) -> bool:
    """Whether a file came for this field and was larger than this site takes."""
    has_come = field_name in request.FILES  # asking reads what was sent, and so comes first
    return not has_come and field_name in request.__dict__.get(_LET_GO, ())
