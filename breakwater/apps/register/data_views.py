"""Hands out the register as CSV and JSON: whatever its pages show, and in their words."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from breakwater.apps.register import access, open_data
from breakwater.apps.register.models import Assignment, Body, Event

_WRITTEN: dict[str, tuple[str, Callable[[QuerySet[Assignment], date], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", open_data.as_csv),
    "json": ("application/json", open_data.as_json),
}


@login_not_required
@require_safe
def everything(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every recommendation to every body."""
    return _answer(request, open_data.assignments(), "register", form)


@login_not_required
@require_safe
def inspection(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """Every recommendation of one inspection to every body."""
    row = access.inspection(slug)
    return _answer(request, open_data.assignments(recommendation__inspection=row), row.slug, form)


@login_not_required
@require_safe
def body(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """Everything that one body is asked."""
    row = access.body(key)
    return _answer(request, open_data.assignments(body=row), row.key, form)


def _answer(
    request: HttpRequest, rows: QuerySet[Assignment], name: str, form: str
) -> HttpResponseBase:
    as_of = timezone.localdate()
    etag = _state(request.path, as_of)
    # No browser keeps it, as no page of ours; a program may ask whether anything is new.
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    kind, written = _WRITTEN[form]
    return StreamingHttpResponse(
        written(rows, as_of),
        content_type=kind,
        headers={
            "ETag": etag,
            "Content-Disposition": f'attachment; filename="{name}.{form}"',
            "Access-Control-Allow-Origin": "*",
        },
    )


def _state(path: str, as_of: date) -> str:
    """Changes with every change of the register, with the list of bodies, and with the day."""
    last: dict[str, Any] = Event.objects.aggregate(last=Max("pk"))
    bodies = list(Body.objects.order_by("pk").values_list("key", "name", "invented"))
    told = repr((path, as_of, open_data.FIELDS, last["last"], bodies))
    return quote_etag(hashlib.sha256(told.encode()).hexdigest()[:32])
