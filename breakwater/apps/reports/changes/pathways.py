"""Loading the file that says which pathways there are."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.roles import Kind as OrganisationKind
from breakwater.apps.reports import routes
from breakwater.apps.reports.models import LoadedRoutes
from breakwater.apps.reports.promise_words import in_english
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reports.pathways import Pathway, PathwayKind, Routes, read_routes

_Promised = Mapping[str, Mapping[str, str]]
_RECEIVED_BY = {
    PathwayKind.POLICE: OrganisationKind.FORCE,
    PathwayKind.SUPPORT: OrganisationKind.SUPPORT_ORGANISATION,
    PathwayKind.ADVICE: OrganisationKind.SUPPORT_ORGANISATION,
}


def load_routes(*, text: str, at: datetime) -> list[str]:
    """Put this file in force; return what changed, a sentence each. The same file changes nothing.

    Each pathway that opens, closes, or promises something else is an entry in the operator's log.
    Other words need another day of promising: what was published is never changed in silence.
    """
    new = read_routes(text)
    promised = {str(one.number): in_english(one, _receiver(one).name) for one in new.pathways}
    with transaction.atomic():
        before = LoadedRoutes.objects.first()
        if before is not None and (before.text, before.promised) == (text, promised):
            return []
        changes = list(_changes(before, new, promised))
        LoadedRoutes.objects.create(text=text, promised=promised, loaded_at=at)
        said = [_enter(kind, one, promised) for kind, one in changes]
    routes.forget()
    return said


def _receiver(pathway: Pathway) -> Organisation:
    receiver = Organisation.objects.filter(slug=pathway.receiver).first()
    if receiver is None:
        raise PlainError(
            f"pathway {pathway.number}: no organisation here is called {pathway.receiver}"
        )
    if receiver.kind != _RECEIVED_BY[pathway.kind]:
        raise PlainError(
            f"pathway {pathway.number}: {receiver.name} is not "
            f"a {_RECEIVED_BY[pathway.kind].label.lower()}"
        )
    return receiver


def _changes(
    before: LoadedRoutes | None, new: Routes, promised: _Promised
) -> Iterator[tuple[Kind, Pathway]]:
    old = {one.number: one for one in read_routes(before.text).pathways} if before else {}
    said = before.promised if before else {}
    now = {one.number: one for one in new.pathways}
    yield from ((Kind.ROUTE_CLOSED, one) for number, one in old.items() if number not in now)
    for number, one in now.items():
        if number not in old:
            yield Kind.ROUTE_OPENED, one
        elif said[str(number)] != promised[str(number)]:
            if one.promised_on <= old[number].promised_on:
                raise PlainError(
                    f"pathway {number}: what is promised has changed, so promised_on must be "
                    f"later than {old[number].promised_on.isoformat()}"
                )
            yield Kind.PROMISE_CHANGED, one
        elif one != old[number]:
            yield Kind.PROMISE_CHANGED, one


def _enter(kind: Kind, pathway: Pathway, promised: _Promised) -> str:
    words = json.dumps(promised.get(str(pathway.number), {}), sort_keys=True)
    record: dict[str, object] = {
        "pathway": pathway.number,
        "receiver": pathway.receiver,
        "says": sha256(f"{pathway!r}\n{words}".encode()).hexdigest(),
    }
    append(log=OPERATOR_LOG, kind=kind, record=record)
    return f"{kind.says}: {pathway.number}, received by {pathway.receiver}"
