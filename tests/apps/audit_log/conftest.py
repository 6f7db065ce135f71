"""A gate, a witness and a place for public files, in this process, for tests of the stored log."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from breakwater.apps.audit_log import gate_client
from breakwater.gate.log_signer import LogSigner
from breakwater.gate.recipients import RecipientKeeper
from breakwater.gate.server import GateServer
from breakwater.gate.verbs import Gate
from breakwater.witness.server import WitnessServer
from breakwater.witness.witness import Witness
from tests.apps.audit_log.installation import Installation
from tests.postgresql import cluster_for
from tests.running import short_folder


@pytest.fixture
def data(settings: Settings) -> Iterator[Path]:
    """A data folder of this test's own; no gate runs in it yet."""
    with short_folder() as folder:
        settings.DATA = folder
        settings.LOG_FOLDER = folder / "log"
        settings.LOG_POLICY = folder / "witnesses"
        settings.GATE_SOCKET = folder / "gate.socket"
        settings.DOMAIN = "ours.example"
        yield folder


@contextmanager
def gate_in(folder: Path) -> Iterator[LogSigner]:
    """A gate that answers while the block runs."""
    signer = LogSigner(folder / "gate", one_person_may_continue=True)
    gate = Gate(logs=signer, recipients=RecipientKeeper(folder / "gate"))
    server = GateServer(folder / "gate.socket", gate, {os.geteuid()})
    answering = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    answering.start()
    try:
        yield signer
    finally:
        gate_client.hang_up()
        server.shutdown()
        server.server_close()
        answering.join()


@pytest.fixture
def gate(data: Path) -> Iterator[LogSigner]:
    """A running gate."""
    with gate_in(data) as signer:
        yield signer


@contextmanager
def witness_in(folder: Path, name: str, origin: str) -> Iterator[tuple[Witness, str]]:
    """A witness of one log that answers while the block runs, and its address."""
    witness = Witness(folder / name, f"{name}.example/w", gate_client.public_keys(origin))
    server = WitnessServer(("127.0.0.1", 0), witness, "")
    answering = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    answering.start()
    try:
        yield witness, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        answering.join()


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """An installation of its own on each of the two databases."""
    with short_folder() as folder:
        cluster = cluster_for(request.param, request)
        yield Installation(folder, cluster, folder.name)
