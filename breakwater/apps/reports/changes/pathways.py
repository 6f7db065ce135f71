"""Loading the file that says which pathways there are."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from breakwater.apps.audit_log.changes import OPERATOR_LOG, append
from breakwater.apps.organisations.models import Organisation
from breakwater.apps.organisations.roles import Kind as OrganisationKind
from breakwater.apps.reports import routes
from breakwater.apps.reports.models import LoadedRoutes
from breakwater.domain.audit_log.kinds import Kind
from breakwater.domain.plain_error import PlainError
from breakwater.domain.reports.pathways import Pathway, PathwayKind, Routes, read_routes

_RECEIVED_BY = {
    PathwayKind.POLICE: OrganisationKind.FORCE,
    PathwayKind.SUPPORT: OrganisationKind.SUPPORT_ORGANISATION,
}


def load_routes(*, text: str, at: datetime) -> list[str]:
    """Put this file in force; return what changed, a sentence each. The same file changes nothing.

    Each pathway that opens, closes, or promises something else is an entry in the operator's log.
    """
    new = read_routes(text)
    for pathway in new.pathways:
        _require_receiver(pathway)
    with transaction.atomic():
        before = LoadedRoutes.objects.first()
        if before is not None and before.text == text:
            return []
        LoadedRoutes.objects.create(text=text, loaded_at=at)
        said = [_enter(*change) for change in _changes(before, new)]
    routes.forget()
    return said


def _require_receiver(pathway: Pathway) -> None:
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


def _changes(before: LoadedRoutes | None, new: Routes) -> list[tuple[Kind, Pathway]]:
    old = {one.number: one for one in read_routes(before.text).pathways} if before else {}
    now = {one.number: one for one in new.pathways}
    changes = [(Kind.ROUTE_CLOSED, one) for number, one in old.items() if number not in now]
    for number, one in now.items():
        if number not in old:
            changes.append((Kind.ROUTE_OPENED, one))
        elif one != old[number]:
            changes.append((Kind.PROMISE_CHANGED, one))
    return changes


def _enter(kind: Kind, pathway: Pathway) -> str:
    record: dict[str, object] = {
        "pathway": pathway.number,
        "receiver": pathway.receiver,
        "says": sha256(repr(pathway).encode()).hexdigest(),
    }
    append(log=OPERATOR_LOG, kind=kind, record=record)
    return f"{kind.says}: {pathway.number}, received by {pathway.receiver}"
