"""What went wrong around a verb, as the one sentence a person is told instead of a traceback."""

import sys

from breakwater.domain.plain_error import PlainError


def sentence_of(fault: Exception) -> str | None:
    """The sentence for a fault of this machine, its settings or its database; else None.

    None is for mistakes of ours, which are not to be hidden. A database's own words may repeat what
    was to be stored, so only the first line of a kind that does not is passed on.
    """
    if isinstance(fault, PlainError):
        return str(fault)
    if isinstance(fault, OSError):
        return _of_the_machine(fault)
    if isinstance(fault, UnicodeDecodeError):
        return "a file that was given is not text in UTF-8"
    return _of_django(fault)


def _of_the_machine(fault: OSError) -> str:
    reason = (fault.strerror or str(fault) or type(fault).__name__).lower()
    named = isinstance(fault.filename, str | bytes) or hasattr(fault.filename, "__fspath__")
    return f"cannot use {_shown(fault.filename)}: {reason}" if named else f"cannot go on: {reason}"


def _shown(path: object) -> str:
    return path.decode(errors="replace") if isinstance(path, bytes) else str(path)


def _of_django(fault: Exception) -> str | None:
    # A verb that never loaded Django can't have failed in it.
    if "django" not in sys.modules:
        return None
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DataError, Error

    if isinstance(fault, ImproperlyConfigured):
        return " ".join(str(fault).split()).rstrip(".")
    if isinstance(fault, DataError):
        return "the database refused a value that was to be stored"
    if isinstance(fault, Error):
        first = next(iter(str(fault).splitlines()), "") or type(fault).__name__
        return f"the database could not do it: {first.strip().rstrip('.')}"
    return None
