"""Which packs are in force is an entry in the operator's log, whenever it changes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from breakwater.apps.audit_log.models import Entry
from breakwater.apps.disclosures.changes.packs import note_packs_in_force
from breakwater.apps.disclosures.models import PackInForce
from tests.migrated import migrated_database
from tests.postgresql import cluster_for

CORE = "safe-to-share-r1/2020-12-17"
pytestmark = pytest.mark.django_db


def entered() -> list[str]:
    found = Entry.objects.filter(log__name="operator-log", kind__startswith="pack-")
    return list(found.order_by("index").values_list("kind", flat=True))


def test_the_first_start_notes_what_runs_and_the_next_nothing(settings: Settings) -> None:
    settings.ACTIVE_PACKS = [CORE, "npcc-2018/2018-12"]

    assert note_packs_in_force(at=timezone.now()) == 2
    assert note_packs_in_force(at=timezone.now()) == 0
    assert entered() == ["pack-activated", "pack-activated"]


def test_a_pack_that_is_switched_is_ended_and_begun(settings: Settings) -> None:
    settings.ACTIVE_PACKS = [CORE, "npcc-2018/2018-12"]
    note_packs_in_force(at=timezone.now())

    settings.ACTIVE_PACKS = [CORE, "npcc-2020/2020-04-23"]
    note_packs_in_force(at=timezone.now())

    assert entered()[2:] == ["pack-deactivated", "pack-activated"]
    running = PackInForce.objects.filter(until_at__isnull=True).order_by("reference")
    assert [row.reference for row in running] == ["npcc-2020/2020-04-23", CORE]


def test_packs_that_are_not_in_order_are_noted_as_such(settings: Settings) -> None:
    settings.ACTIVE_PACKS = [CORE]
    note_packs_in_force(at=timezone.now())

    settings.ACTIVE_PACKS = [CORE, "no-such-pack/1"]
    note_packs_in_force(at=timezone.now())

    assert entered() == ["pack-activated", "pack-deactivated", "pack-activated", "pack-activated"]
    assert {row.meaning for row in PackInForce.objects.filter(until_at__isnull=True)} == {
        "not in order: nothing is shared"
    }


_START = """
import django; django.setup()
from django.utils import timezone
from breakwater.apps.disclosures.changes.packs import note_packs_in_force
print(note_packs_in_force(at=timezone.now()))
"""


@pytest.mark.parametrize("vendor", ["sqlite", "postgresql"])
def test_processes_that_start_at_once_note_it_once(
    vendor: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    cluster = cluster_for(vendor, request)
    address = migrated_database(tmp_path, cluster, "packs")
    environment = {
        "BREAKWATER_DATA": str(tmp_path),
        "BREAKWATER_DATABASE": address,
        "BREAKWATER_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _START], env=os.environ | environment, stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    said = [process.communicate(timeout=60)[0] for process in started]

    assert sorted(said) == [b"0\n", b"0\n", b"1\n"]
