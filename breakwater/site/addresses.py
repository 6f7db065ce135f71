"""Walks every address of a site: for the reference page, and for tests that visit them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from django.urls import URLPattern, URLResolver


@dataclass(frozen=True)
class Address:
    """One address pattern of a site."""

    address: str
    name: str | None
    view: str
    needs_login: bool


def of(site: str) -> Iterator[Address]:
    """Every address of ``site`` (``public`` or ``staff``), in the order they are tried."""
    yield from _walk(import_module(f"breakwater.site.{site}_addresses").urlpatterns, "", "")


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Address]:
    for pattern in patterns:
        address = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(pattern.url_patterns, address, space + inner)
        else:
            yield Address(
                address=address,
                name=f"{space}{pattern.name}" if pattern.name else None,
                view=f"{pattern.callback.__module__}.{getattr(pattern.callback, '__name__', '')}",
                needs_login=getattr(pattern.callback, "login_required", True),
            )
