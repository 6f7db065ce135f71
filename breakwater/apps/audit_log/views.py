"""The public pages of the logs, and the files an outsider checks them with.

The files are served as they were written (``publication.write_files``), without the database.
"""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from breakwater.apps.audit_log import continuing, logs, publication
from breakwater.apps.audit_log.models import Publication, StoredLog
from breakwater.domain.audit_log.figures import ROWS, Statement, log_of, read_statement
from breakwater.domain.audit_log.malformed import MalformedError
from breakwater.domain.audit_log.manifest import (
    CHECKPOINT_PATH,
    KEYS_PATH,
    MANIFEST_ENTRY_PATH,
    MANIFEST_PATH,
    POLICY_PATH,
)
from breakwater.domain.audit_log.suppression import Hidden
from breakwater.domain.audit_log.tiles import read_tile_path

# Beside tiles and figures, what is public of a log.
TEXTS = (
    CHECKPOINT_PATH,
    KEYS_PATH,
    POLICY_PATH,
    MANIFEST_PATH,
    MANIFEST_ENTRY_PATH,
    publication.CONTINUES_PATH,
)


@dataclass(frozen=True)
class ShownWitness:
    """One witness of a log, and whether it signed the last publication."""

    name: str
    has_signed: bool


@dataclass(frozen=True)
class ShownLog:
    """One log as its page shows it."""

    log: StoredLog
    last: Publication | None
    continued_as: str | None

    @property
    def kind(self) -> str:
        """Which of the three logs it is: ``disclosure-log``, ``operator-log``, ``register-log``."""
        return log_of(self.log.origin).value

    @property
    def force(self) -> str:
        """The slug of the force whose log it is; empty for the other two."""
        return self.log.name.rpartition("/")[0]

    @property
    def witnesses(self) -> list[ShownWitness]:
        """Every witness of its policy."""
        if self.last is None:
            return []
        signed = {row.witness for row in self.last.cosignatures.all()}
        policy = publication.policy_at(self.last)
        return [ShownWitness(name, name in signed) for name in policy.witnesses]

    @property
    def quorum_is_reached(self) -> bool:
        """Whether enough of them signed the last publication, as its policy counts."""
        if self.last is None:
            return False
        policy = publication.policy_at(self.last)
        signed = {row.witness for row in self.last.cosignatures.all()}
        return policy.quorum_reached(
            key for name, key in policy.witnesses.items() if name in signed
        )


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What logs are there, and what are they for?"""
    return render(request, "audit_log/index.html", {"logs": _shown(logs.every_log())})


@login_not_required
@require_safe
def log(request: HttpRequest, origin: str) -> HttpResponse:
    """What is public of one log, who has signed it, and how to check it."""
    found = [one for one in _shown(logs.every_log()) if one.log.origin == origin]
    if not found:
        raise Http404
    statements = publication.figures_of(found[0].log.pk)
    return render(
        request,
        "audit_log/log.html",
        {
            "shown": found[0],
            "continues": continuing.continues(found[0].log),
            "months": [
                (month, _rows(read_statement(statement)[0]))
                for month, statement in sorted(statements.items(), reverse=True)
                if _is_public(origin, month)
            ],
        },
    )


@login_not_required
@require_safe
def text(_request: HttpRequest, origin: str, name: str) -> HttpResponse:
    """One of ``TEXTS``."""
    return _file(f"{origin}/{name}", "text/plain; charset=utf-8")


@login_not_required
@require_safe
def figures(_request: HttpRequest, origin: str, month: str) -> HttpResponse:
    """The signed figures of one month."""
    return _file(f"{origin}/figures/{month}", "text/plain; charset=utf-8")


@login_not_required
@require_safe
def tile(_request: HttpRequest, origin: str, tile: str) -> HttpResponse:
    """One tile or entry bundle (C2SP tlog-tiles)."""
    try:
        read_tile_path(f"tile/{tile}")
    except MalformedError:
        raise Http404 from None
    return _file(f"{origin}/tile/{tile}", "application/octet-stream")


def _file(path: str, kind: str) -> HttpResponse:
    """A file as it was written; nothing outside the folder of public files, whatever was asked."""
    folder = Path(settings.LOG_FOLDER).resolve()
    # A name that begins with a dot is a file that is being written.
    if "\0" in path or "/." in path:
        raise Http404
    file = (folder / path).resolve()
    if not (file.is_relative_to(folder) and file.is_file()):
        raise Http404
    return HttpResponse(file.read_bytes(), content_type=kind)


def _shown(rows: list[StoredLog]) -> list[ShownLog]:
    newest = {row.name: row for row in rows}
    return [
        ShownLog(
            row,
            publication.latest(row),
            None if newest[row.name] == row else newest[row.name].origin,
        )
        for row in rows
    ]


def _is_public(origin: str, month: str) -> bool:
    return (logs.folder_of(origin) / "figures" / month).is_file()


def _rows(statement: Statement) -> list[tuple[str, str]]:
    rows = ROWS[log_of(statement.checkpoint.origin)]
    return [(rows[name].says, _said(value)) for name, value in statement.figures.items()]


def _said(value: int | Hidden) -> str:
    if value is Hidden.FEWER_THAN_FIVE:
        return "fewer than 5"
    return "not shown" if isinstance(value, Hidden) else f"{value:,}"
