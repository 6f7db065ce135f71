"""Run by ``test_at_once.py`` on a database of its own: one form sent many times in a moment."""

import json
import secrets
import threading

import django

django.setup()

from django.db import connection  # noqa: E402 (after the setup)
from django.utils import timezone  # noqa: E402

from breakwater.apps.audit_log.models import Entry  # noqa: E402
from breakwater.apps.cases.changes import SealedPiece  # noqa: E402
from breakwater.apps.cases.models import Case, Piece  # noqa: E402
from breakwater.apps.reports import routes  # noqa: E402
from breakwater.apps.reports.changes import sending  # noqa: E402
from breakwater.apps.reports.changes.sending import Sent  # noqa: E402
from breakwater.apps.reports.models import Report  # noqa: E402
from breakwater.sealing.seal import seal  # noqa: E402
from tests.apps.reports.conftest import World, with_gate  # noqa: E402
from tests.people import Cast  # noqa: E402

_TAPS = 8


def _sent(route: routes.Route, token: str, words: bytes) -> Sent:
    sealed = seal(words, recipients=[route.recipient])
    return Sent(
        token=token,
        content_mark=sending.content_mark(token, [words]),
        pieces=[SealedPiece(Piece.Sort.REPORT, sealed, route.key_version)],
        sealed_in=Report.SealedIn.SERVER,
    )


def _at_once(route: routes.Route, sents: list[Sent]) -> list[str]:
    start, told = threading.Barrier(len(sents)), []

    def run(sent: Sent) -> None:
        try:
            start.wait(10)
            told.append(sending.send(route=route, sent=sent, at=timezone.now()).how.value)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(sent,)) for sent in sents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(told)


with with_gate():
    World(Cast())
    route = routes.here().route(1)
    token = secrets.token_hex(32)
    same = _at_once(route, [_sent(route, token, b"help")] * _TAPS)
    changed = _at_once(route, [_sent(route, token, b"help me"), _sent(route, token, b"help us")])
    said = {
        "same": same,
        "changed": changed,
        "cases": Case.objects.count(),
        "reports": Report.objects.count(),
        "pieces": Piece.objects.count(),
        "received": Entry.objects.filter(kind="report-received").count(),
    }
    print(json.dumps(said))
