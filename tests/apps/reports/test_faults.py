"""Killed under load, and disks that take nothing more: nothing acknowledged is lost or doubled."""

import http.client
import os
import random
import resource
import secrets
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.journeys.reporting import reporting_data
from tests.journeys.staff_site import StaffSite, served

_REPORTERS = 8
_GROWN_AFTER = 6.5
_HEADERS = {
    "Sec-Fetch-Site": "same-origin",
    "Content-Type": "application/x-www-form-urlencoded",
}


class Reporters:
    """People who send until they are told that it arrived; each remembers her form's token."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.is_over = threading.Event()
        self.acknowledged: list[str] = []
        self.refused = 0
        self._threads = [threading.Thread(target=self._write) for _ in range(_REPORTERS)]

    @contextmanager
    def writing(self) -> Iterator[None]:
        for thread in self._threads:
            thread.start()
        try:
            yield
        finally:
            self.is_over.set()
            for thread in self._threads:
                thread.join(60)

    def get_on(self, further: int) -> None:
        """Wait until so many more were acknowledged: a worker that starts serves nobody yet."""
        wanted, give_up_at = len(self.acknowledged) + further, time.monotonic() + 20
        while len(self.acknowledged) < wanted and time.monotonic() < give_up_at:
            time.sleep(0.01)

    def _write(self) -> None:
        while not self.is_over.is_set():
            token = secrets.token_hex(32)
            give_up_at = time.monotonic() + 40
            while not send(self.port, token) and time.monotonic() < give_up_at:
                self.refused += 1
                time.sleep(0.05)
            self.acknowledged.append(token)


def send(port: int, token: str) -> bool:
    """Send one form; whether it was acknowledged. Silence and errors are no acknowledgement."""
    body = urlencode({"form": token, "words": f"words of {token[:8]}", "keeps": "none"})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("POST", "/start/1/send/", body, _HEADERS)
        answer = connection.getresponse()
        page = answer.read().decode()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    if answer.status == 200:
        assert "It has arrived" in page
        return True
    assert answer.status in {500, 503}
    if answer.status == 503:
        assert f"words of {token[:8]}" in page or "was not saved" in page
    return False


def workers_of(server: subprocess.Popen[str]) -> list[int]:
    """The processes that serve pages."""
    path = Path(f"/proc/{server.pid}/task/{server.pid}/children")
    return [int(one) for one in path.read_text().split()]


def _grown(server: subprocess.Popen[str]) -> list[int]:
    """The workers that have run for a while, once there is one.

    A server whose new worker dies at once takes that for a crash loop, and gives up.
    """
    while True:
        assert server.poll() is None, "the server gave up"
        now = time.clock_gettime(time.CLOCK_BOOTTIME)
        if grown := [one for one in workers_of(server) if now - _started(one) > _GROWN_AFTER]:
            return grown
        time.sleep(0.05)


def _started(pid: int) -> float:
    """Seconds after the machine's start; see proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[19]) / os.sysconf("SC_CLK_TCK")


def stored(staff: StaffSite) -> list[str]:
    """The token's digest of every report that has its sealed words; twice where it is doubled."""
    rows = staff.sql("SELECT token_digest FROM reports_report JOIN cases_piece USING (case_id)")
    return [row[0] for row in rows]


def digest_of(token: str) -> str:
    """What is stored of a token."""
    return sha256(token.encode()).hexdigest()


@pytest.fixture(scope="module")
def staff() -> Iterator[StaffSite]:
    before = os.environ.get("BREAKWATER_REPORTS_FROM_ONE_PLACE")
    os.environ["BREAKWATER_REPORTS_FROM_ONE_PLACE"] = "1000000"
    with reporting_data() as (running, _houses):
        yield running
    if before is None:
        del os.environ["BREAKWATER_REPORTS_FROM_ONE_PLACE"]


def _kills(staff: StaffSite, kills: int) -> None:
    chance = random.Random(7)
    before = len(stored(staff))
    with served(staff.data, "public", "--respawn-failed-workers", workers=2) as (port, server):
        reporters = Reporters(port)
        with reporters.writing():
            for _ in range(kills):
                reporters.get_on(3)
                time.sleep(chance.uniform(0, 0.5))
                os.kill(chance.choice(_grown(server)), signal.SIGKILL)
            time.sleep(2)
        found = stored(staff)

    acknowledged = {digest_of(token) for token in reporters.acknowledged}
    assert len(acknowledged) > kills
    assert acknowledged <= set(found)
    assert len(found) == len(set(found))
    assert len(found) - before == len(acknowledged)
    # The log holds one entry for each report, no more and no less: one transaction.
    entries = staff.sql("SELECT count(*) FROM audit_log_entry WHERE kind = 'report-received'")
    assert entries[0][0] == len(found)


def test_workers_killed_at_random_moments_lose_and_double_nothing(staff: StaffSite) -> None:
    _kills(staff, 4)


@pytest.mark.drill
def test_workers_killed_at_fifty_random_moments_lose_and_double_nothing(staff: StaffSite) -> None:
    _kills(staff, 50)


# Full half-way through what one report writes, and taking nothing at all.
@pytest.mark.parametrize("room", [8192, 0], ids=["full", "read-only"])
def test_on_a_disk_that_takes_nothing_she_is_told_so_and_may_send_again(
    staff: StaffSite, room: int
) -> None:
    with served(staff.data, "public") as (port, server):
        before, token = len(stored(staff)), secrets.token_hex(32)
        assert send(port, secrets.token_hex(32))
        with _limited(workers_of(server), room):
            assert not send(port, token)
            assert not send(port, token)
        assert send(port, token)
        assert send(port, token)

    assert len(stored(staff)) == before + 2


@contextmanager
def _limited(pids: list[int], size: int) -> Iterator[None]:
    """No file of theirs may reach beyond ``size`` bytes, as on a disk that is full."""
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in pids}
    for pid, (_soft, hard) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        for pid, limits in before.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
