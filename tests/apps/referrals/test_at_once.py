"""Two people who decide in the same moment, on both databases: one wins, the other is told."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.migrated import migrated_database
from tests.postgresql import cluster_for
from tests.running import REPOSITORY


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Any]]:
    cluster = cluster_for(request.param, request)
    folder = tmp_path_factory.mktemp("at-once")
    return _run(folder, migrated_database(folder, cluster, "at_once"))


def _run(folder: Path, address: str) -> list[dict[str, Any]]:
    environment = {
        "BREAKWATER_SITE": "staff",
        "BREAKWATER_DATA": str(folder),
        "BREAKWATER_DATABASE": address,
        "BREAKWATER_DEMONSTRATION": "1",
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.apps.referrals.two_at_once",
            "accept",
            "decline",
            "withdraw",
            "lapse",
            "forget-lapse",
            "lapse-withdraw",
        ],
        cwd=REPOSITORY,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    lines = [line.removeprefix("TOLD ") for line in done.stdout.splitlines()]
    return [json.loads(line) for line in lines if line.startswith("{")]


def _of(told: list[dict[str, Any]], which: str, times: int = 3) -> list[dict[str, Any]]:
    found = [one for one in told if one["which"] == which]
    assert len(found) == times
    return found


def test_of_two_who_accept_one_wins_and_the_other_is_told_who(told: list[dict[str, Any]]) -> None:
    for one in _of(told, "accept"):
        assert one["state"] == "accepted"
        assert one["said"] == [f"{one['by']} was quicker: this referral is accepted already"]


def test_of_one_who_accepts_and_one_who_declines_one_wins(told: list[dict[str, Any]]) -> None:
    for one in _of(told, "decline"):
        assert len(one["said"]) == 1
        assert one["referrals"] == {"accepted": 1, "declined": 2}[one["state"]]


def test_nobody_accepts_past_a_withdrawal(told: list[dict[str, Any]]) -> None:
    for one in _of(told, "withdraw"):
        assert (one["state"], one["withdrawn"]) == ("withdrawn", True)


def test_the_clock_takes_no_case_away_from_who_takes_it_meanwhile(
    told: list[dict[str, Any]],
) -> None:
    for one in _of(told, "lapse"):
        assert len(one["said"]) == 1
        assert one["case"] == (one["state"] == "offered")


def test_what_lapses_while_she_takes_her_report_back_is_offered_to_nobody_further(
    told: list[dict[str, Any]],
) -> None:
    (one,) = _of(told, "forget-lapse", times=1)
    assert (one["said"], one["state"], one["referrals"]) == ([], "lapsed", 1)


def test_withdrawn_while_it_is_offered_on_it_ends_with_the_next_one_too(
    told: list[dict[str, Any]],
) -> None:
    # SQLite lets nobody begin meanwhile, so both simply follow one another there.
    (one,) = _of(told, "lapse-withdraw", times=1)
    assert (one["said"], one["withdrawn"], one["living"]) == ([], True, 0)
