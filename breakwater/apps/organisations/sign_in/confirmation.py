"""Asking for a second factor again before something that cannot be taken back lightly."""

from collections.abc import Callable
from typing import TypeVar

from allauth.account.decorators import reauthentication_required
from django.http import HttpResponseBase

_View = TypeVar("_View", bound=Callable[..., HttpResponseBase])


def confirmed_lately(view: _View) -> _View:
    """Let a view answer only if the person gave a second factor within the last five minutes.

    For keys, authorisations, roles and accounts. Otherwise the door asks for it and comes back to
    the page; what was posted is not kept.
    """
    return reauthentication_required(view)
