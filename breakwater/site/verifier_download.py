"""The stand-alone verifier, to download beside the logs it checks."""

from functools import cache
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from breakwater.site.command_line.standalone import standalone_source


@cache
def _source() -> bytes:
    return standalone_source().encode()


@login_not_required
@require_safe
def verifier(_request: HttpRequest) -> HttpResponse:
    """One Python file; the same version always gives the same bytes."""
    headers = {"Content-Disposition": 'attachment; filename="verifier.py"'}
    return HttpResponse(_source(), content_type="text/x-python; charset=utf-8", headers=headers)


@login_not_required
@require_safe
def checksum(_request: HttpRequest) -> HttpResponse:
    """Its SHA-256 as ``sha256sum`` writes it; to be compared with what the witnesses publish."""
    line = f"{sha256(_source()).hexdigest()}  verifier.py\n"
    return HttpResponse(line, content_type="text/plain; charset=utf-8")
