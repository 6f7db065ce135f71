"""The cast, the core rule in force as a demonstration may use it, and a gate that releases."""

import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyrage
import pytest
from django.db import connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from breakwater.apps.audit_log import gate_client
from breakwater.apps.disclosures import rule
from breakwater.apps.disclosures.changes import lists
from breakwater.apps.disclosures.changes import requests as asking
from breakwater.apps.disclosures.changes.requests import Grounds, Wanted
from breakwater.apps.disclosures.models import Receiver, Request
from breakwater.apps.organisations.models import Person
from breakwater.domain.disclosures.fields import Channel, Field, Told
from breakwater.gate.log_signer import LogSigner
from breakwater.gate.main_database import MainDatabase
from breakwater.gate.passkeys import Passkey as PinnedPasskey
from breakwater.gate.passkeys import PasskeyKeeper
from breakwater.gate.recipients import RecipientKeeper
from breakwater.gate.releases import Releaser, Sources
from breakwater.gate.server import GateServer
from breakwater.gate.verbs import Gate
from breakwater.site.command_line.gate_verb import _publish
from tests.passkey import Passkey
from tests.people import Cast
from tests.running import short_folder

ANSWERS = {
    "recipient": "immigration_enforcement",
    "about": "protected_person",
    "offence": "none",
}
MAY_ASK = ANSWERS | {"offence": "other_offence"}
NAME = "Canary Person Whose Name Must Not Leak"


@pytest.fixture(autouse=True)
def _rule_in_force(settings: Settings) -> None:
    settings.UNSIGNED_PACKS_ALLOWED = True
    settings.ROOT_URLCONF = settings.STAFF_URLCONF
    settings.SITE = "staff"


@pytest.fixture
def cast(db: None) -> Cast:
    """Everyone."""
    return Cast()


@dataclass
class World:
    """A force with a receiver, a supervisor with a passkey, and the folder of a gate."""

    cast: Cast
    folder: Path
    receiver_identity: pyrage.x25519.Identity = field(
        default_factory=pyrage.x25519.Identity.generate
    )

    def __post_init__(self) -> None:
        """List the receiver and give the supervisor a passkey."""
        self.passkey = Passkey("http://localhost:8001").belongs_to(self.cast.supervisor)
        self.receiver: Receiver = lists.list_receiver(
            force=self.cast.force,
            name="National Command, Croydon",
            recipient="immigration_enforcement",
            key=str(self.receiver_identity.to_public()),
            by=self.cast.force_admin,
            at=timezone.now(),
        )

    def ask(self, by: Person | None = None) -> Request:
        """A request that the rule leaves a way for."""
        return asking.ask(
            force=self.cast.force,
            incident="SM/2026/0420",
            answers=MAY_ASK,
            grounds=GROUNDS,
            wanted=[
                Wanted(Field.FULL_NAME, NAME, "To find the case"),
                Wanted(Field.COURT_DATE, "4 December 2026", "To keep it"),
            ],
            receiver=self.receiver,
            channel=Channel.BY_HAND,
            by=by or self.cast.officer,
            at=timezone.now(),
        )

    def authorise(self, asked: Request) -> Request:
        """The supervisor authorises it."""
        asking.authorise(
            asked=asked,
            assertion=self.passkey.assertion(bytes(asked.digest)),
            by=self.cast.supervisor,
            at=timezone.now(),
        )
        return Request.objects.get(pk=asked.pk)

    def pinned(self) -> PinnedPasskey:
        """The supervisor's passkey as it is shown to the gate."""
        return PinnedPasskey(
            person=self.cast.supervisor.pk.hex,
            force=self.cast.force.slug,
            origin=self.passkey.origin,
            credential=bytes(self.passkey.credential),
        )


GROUNDS = Grounds(
    offence="Robbery, Theft Act 1968 section 8",
    evidence="Exhibit 4",
    statute="Immigration Act 2016 section 55",
    purpose="To plan the hearing",
    regime="part_3",
    necessity="The hearing cannot be planned otherwise",
    told=Told.TOLD,
    told_reason="They asked for it",
)


@pytest.fixture
def folder(settings: Settings) -> Iterator[Path]:
    """A data folder of this test's own, with the gate's public key and no gate."""
    with short_folder() as made:
        settings.DATA = made
        settings.LOG_POLICY = made / "witnesses"
        settings.GATE_SOCKET = made / "gate.socket"
        settings.STAFF_ADDRESS = "http://localhost:8001"
        yield made


@pytest.fixture
def world(cast: Cast, folder: Path) -> World:
    """Everything but a running gate; the gate was started once, so that its key is known."""
    _publish(folder / "gate.socket", releaser(folder).recipient)
    (folder / "gate" / "witnesses").write_text("quorum none\n", encoding="ascii")
    return World(cast, folder)


def releaser(folder: Path, database: str = "") -> Releaser:
    """The gate's releasing half, reading ``database`` with its own eyes."""
    logs = LogSigner(folder / "gate", one_person_may_continue=True)
    sources = Sources(
        domain="breakwater.example",
        database=MainDatabase(database),
        packs=rule.in_force,
        witnesses=folder / "gate" / "witnesses",
        outbox=folder / "outbox",
    )
    return Releaser(folder / "gate", sources, logs, PasskeyKeeper(folder / "gate"))


@pytest.fixture
def gate(folder: Path, transactional_db: None) -> Iterator[PasskeyKeeper]:
    """A gate that answers on its socket, and reads the test's own database."""
    database = str(connection.settings_dict["NAME"])
    releases = releaser(folder, database)
    passkeys = PasskeyKeeper(folder / "gate", one_person_may_pin=True)
    whole = Gate(
        logs=LogSigner(folder / "gate"),
        recipients=RecipientKeeper(folder / "gate"),
        passkeys=passkeys,
        releases=releases,
    )
    server = GateServer(folder / "gate.socket", whole, {os.geteuid()})
    answering = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    answering.start()
    try:
        yield passkeys
    finally:
        gate_client.hang_up()
        server.shutdown()
        server.server_close()
        answering.join()
