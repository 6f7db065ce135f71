"""The pathways in force, and which of them can be written to at this moment.

Asked on every page of the journey, so the answers are kept for a few seconds in this process.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from breakwater.apps.cases.telling import on_call
from breakwater.apps.organisations.key_health import can_receive
from breakwater.apps.organisations.models import Organisation, OrganisationKey
from breakwater.apps.organisations.recipients import key_in_use, signed_recipients
from breakwater.apps.reports import promise_words
from breakwater.apps.reports.models import LoadedRoutes
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reports.pathways import Pathway, PathwayKind, Routes, read_routes

_KEPT_SECONDS = 10.0
_KEY_KEPT_SECONDS = 2.0


class ClosedError(PlainError):
    """Nobody could open what is written on this pathway now."""


@dataclass(frozen=True)
class Route:
    """A pathway with its receiver; ``recipient`` is empty while nobody could open mail there."""

    pathway: Pathway
    receiver: Organisation
    recipient: str
    key_version: int
    loaded: int
    promised: Mapping[str, str]
    # Whether a message would go to somebody on call now; else the file's promise can't be kept.
    is_on_call: bool

    @property
    def is_open(self) -> bool:
        """Whether it can be written to."""
        return bool(self.recipient)

    @property
    def facts(self) -> dict[str, object]:
        """What fills in what it promises."""
        return promise_words.facts(self.pathway, self.receiver.name)

    @property
    def promises(self) -> tuple[str, ...]:
        """The names of what it promises, in the order of the page."""
        return promise_words.PROMISED[self.pathway.kind]

    @property
    def exceptions(self) -> tuple[str, ...]:
        """The names of what can change that."""
        return promise_words.EXCEPTIONS

    @property
    def is_advice(self) -> bool:
        """Whether it is for asking a question only."""
        return self.pathway.kind is PathwayKind.ADVICE

    @property
    def is_police(self) -> bool:
        """Whether the police receive it."""
        return self.pathway.kind is PathwayKind.POLICE


@dataclass(frozen=True)
class InForce:
    """The file in force, with its receivers."""

    file: Routes
    routes: tuple[Route, ...]

    def route(self, number: int) -> Route:
        """One of them; 404 where there is none."""
        for one in self.routes:
            if one.pathway.number == number:
                return one
        raise Http404


_kept: tuple[float, InForce | None] = (0.0, None)
_kept_keys: dict[int, tuple[float, OrganisationKey | None]] = {}


def in_force() -> InForce | None:
    """What was loaded last, with what can be written to now; None where nothing was loaded."""
    global _kept
    until, found = _kept
    if time.monotonic() >= until:
        found = _read()
        _kept = (time.monotonic() + _KEPT_SECONDS, found)
    return found


def here() -> InForce:
    """The same; 404 where nothing was loaded."""
    found = in_force()
    if found is None:
        raise Http404
    return found


def forget() -> None:
    """Ask again at the next request."""
    global _kept
    _kept = (0.0, None)
    _kept_keys.clear()


def _read() -> InForce | None:
    loaded = LoadedRoutes.objects.first()
    if loaded is None:
        return None
    file = read_routes(loaded.text)
    receivers = {
        one.slug: one
        for one in Organisation.objects.filter(slug__in=[one.receiver for one in file.pathways])
    }
    routes = (
        _route(pathway, receivers[pathway.receiver], loaded)
        for pathway in file.pathways
        if pathway.receiver in receivers and receivers[pathway.receiver].takes_part
    )
    return InForce(file, tuple(routes))


def _route(pathway: Pathway, receiver: Organisation, loaded: LoadedRoutes) -> Route:
    key = readable_key(receiver)
    return Route(
        pathway,
        receiver,
        recipient=key.recipient if key else "",
        key_version=key.version if key else 0,
        loaded=loaded.pk,
        promised=loaded.promised[str(pathway.number)],
        is_on_call=pathway.has_on_call and _is_somebody_on_call(receiver),
    )


def _is_somebody_on_call(receiver: Organisation) -> bool:
    return on_call(receiver, timezone.localdate()).exists()


def readable_key(receiver: Organisation) -> OrganisationKey | None:
    """The key to seal to, where what is sealed to it would be read; else None.

    Known for two seconds: asking the gate and every member's tests costs ten times what sealing
    does, and whatever changed meanwhile, the version that is sealed to still opens for its members.
    """
    until, key = _kept_keys.get(receiver.pk, (0.0, None))
    if time.monotonic() >= until:
        key = _readable_key(receiver)
        _kept_keys[receiver.pk] = (time.monotonic() + _KEY_KEPT_SECONDS, key)
    return key


def _readable_key(receiver: Organisation) -> OrganisationKey | None:
    try:
        if not can_receive(receiver, timezone.now()):
            return None
        return key_in_use(receiver, signed_recipients())
    except PlainError:
        return None
