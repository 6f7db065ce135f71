"""Who may open which page about checks, requests and what passed the gate by."""

import secrets

import pyrage
from django.test import override_settings
from django.utils import timezone

from breakwater.apps.disclosures.changes import accounts, decisions, lists
from breakwater.apps.disclosures.changes import requests as asking
from breakwater.apps.disclosures.changes.requests import Wanted
from breakwater.apps.disclosures.models import ApiToken
from breakwater.apps.organisations.models import Person
from breakwater.domain.disclosures.fields import Channel, Field
from tests.apps.disclosures.conftest import ANSWERS, GROUNDS, MAY_ASK
from tests.people import Cast
from tests.running import short_folder
from tests.staff_pages import Row, Who, everyone


def _force(cast: Cast) -> list[Person]:
    return [one for one in everyone(cast) if one.membership.organisation == cast.force]


def _asker_and_supervisor(cast: Cast) -> list[Person]:
    return [cast.officer, cast.supervisor]


def _supervisor(cast: Cast) -> list[Person]:
    return [cast.supervisor]


def _force_admins(cast: Cast) -> list[Person]:
    return [cast.force_admin, cast.force_admin_2]


def _protection_officer(cast: Cast) -> list[Person]:
    return [cast.protection_officer]


def _solicitor(cast: Cast) -> list[Person]:
    return [cast.solicitor]


def _recorder_and_overseers(cast: Cast) -> list[Person]:
    return [cast.officer, cast.supervisor, cast.protection_officer]


def _asker_and_overseers(cast: Cast) -> list[Person]:
    return [cast.officer, cast.supervisor, cast.protection_officer, cast.solicitor]


def _asker(cast: Cast) -> list[Person]:
    return [cast.officer]


def _decision(cast: Cast) -> object:
    with override_settings(UNSIGNED_PACKS_ALLOWED=True):
        return decisions.record(
            force=cast.force,
            incident="SM 1",
            answers=ANSWERS,
            by=cast.officer,
            at=timezone.now(),
        ).pk


def _request(cast: Cast) -> object:
    key = str(pyrage.x25519.Identity.generate().to_public())
    receiver = lists.list_receiver(
        force=cast.force,
        name="A post",
        recipient=MAY_ASK["recipient"],
        key=key,
        by=cast.force_admin,
        at=timezone.now(),
    )
    with short_folder() as folder:
        (folder / "gate.socket.recipient").write_text(key, encoding="ascii")
        with override_settings(UNSIGNED_PACKS_ALLOWED=True, GATE_SOCKET=folder / "gate.socket"):
            return asking.ask(
                force=cast.force,
                incident="SM 1",
                answers=MAY_ASK,
                grounds=GROUNDS,
                wanted=[Wanted(Field.FULL_NAME, "A", "To find the case")],
                receiver=receiver,
                channel=Channel.BY_HAND,
                by=cast.officer,
                at=timezone.now(),
            ).pk


def _incoming(cast: Cast) -> object:
    with override_settings(UNSIGNED_PACKS_ALLOWED=True):
        return accounts.answer_incoming(
            force=cast.force,
            incident="SM 1",
            their_reference="IE 7",
            received_on=timezone.localdate(),
            answers=ANSWERS,
            by=cast.officer,
            at=timezone.now(),
        ).pk


def _receiver(cast: Cast) -> object:
    return lists.list_receiver(
        force=cast.force,
        name="A post",
        recipient="immigration_enforcement",
        key=str(pyrage.x25519.Identity.generate().to_public()),
        by=cast.force_admin,
        at=timezone.now(),
    ).pk


def _token(cast: Cast) -> object:
    lists.make_token(
        force=cast.force, name=secrets.token_hex(4), by=cast.force_admin, at=timezone.now()
    )
    return ApiToken.objects.latest("pk").pk


def _nobody(_cast: Cast) -> list[Person]:
    return []


ROWS = {
    "disclosures:decision": Row(_decision, _recorder_and_overseers),
    "disclosures:link": Row(_decision, _recorder_and_overseers),
    "disclosures:request": Row(_request, _asker_and_overseers),
    "disclosures:authorise": Row(_request, _supervisor),
    "disclosures:refuse": Row(_request, _supervisor),
    "disclosures:withdraw": Row(_request, _asker),
    "disclosures:release": Row(_request, _asker_and_supervisor),
    # There is none yet: nothing was released.
    "disclosures:package": Row(_request, _nobody),
    "disclosures:letter": Row(_incoming, _asker_and_overseers),
    "disclosures:remove-receiver": Row(_receiver, _protection_officer),
    "disclosures:end-token": Row(_token, _force_admins),
}
ONLY_FOR: dict[str, Who] = {
    "disclosures:check": _force,
    "disclosures:check-at-once": _force,
    "disclosures:answer": _force,
    "disclosures:record": _force,
    "disclosures:record-and-link": _force,
    "disclosures:decisions": _force,
    "disclosures:ask": _asker_and_supervisor,
    "disclosures:told": _asker_and_supervisor,
    "disclosures:answer-incoming": _asker_and_supervisor,
    "disclosures:requests": _asker_and_overseers,
    "disclosures:accounts": _asker_and_overseers,
    "disclosures:incoming": _asker_and_overseers,
    "disclosures:compelled": _solicitor,
    "disclosures:receivers": _protection_officer,
    "disclosures:tokens": _force_admins,
}
