"""The staff site as a real process beside a real gate, with small invented organisations."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from tests.migrated import migrated_database
from tests.running import (
    REPOSITORY,
    free_port,
    running,
    running_gate,
    short_folder,
    wait_until_it_answers,
)

Houses = Mapping[str, tuple[str, ...] | None]
_MAKE_HOUSES = """
import django, json, sys
django.setup()
from tests.people import organisation, person, signed_in
from breakwater.apps.organisations.roles import Kind, Role
from breakwater.site import demonstration_keys
made, asked = {}, json.loads(sys.argv[1])
for name in asked:
    house = organisation(name, Kind.SUPPORT_ORGANISATION)
    people = {one: person(f"{one} {name}", house, Role.CASEWORKER) for one in ("Ann", "Bob", "Cat")}
    made[name] = (house, people)
with_keys = [house for name, (house, _) in made.items() if asked[name] is not None]
by_hand = tuple(f"{one} {name}" for name, ones in asked.items() for one in ones or ())
said = demonstration_keys.load(with_keys, without=by_hand)
papers = {house.slug: line.rpartition(" ")[2] for house, line in zip(with_keys, said)}
print(json.dumps({
    name: {
        "slug": house.slug,
        "recovery": papers.get(house.slug, ""),
        "people": {
            one: {
                "cookie": signed_in(who, confirmed=True).cookies["staff_session"].value,
                "place": who.membership.pk,
                "passphrase": demonstration_keys.passphrase_of(who.membership),
            }
            for one, who in people.items()
        },
    }
    for name, (house, people) in made.items()
}))
"""


@dataclass(frozen=True)
class House:
    """A support organisation with three caseworkers: Ann, Bob and Cat."""

    slug: str
    recovery: str
    people: dict[str, dict[str, Any]]

    def passphrase(self, name: str) -> str:
        """What opens the key that was made for this person."""
        return str(self.people[name]["passphrase"])

    def place(self, name: str) -> int:
        """The number of their place in addresses."""
        return int(self.people[name]["place"])


@dataclass(frozen=True)
class StaffSite:
    """A running staff site and the folder of its data."""

    port: int
    data: Path

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def sql(self, statement: str, *values: object) -> list[Any]:
        """Look into its database, or change it, as somebody who broke in would."""
        with sqlite3.connect(self.data / "breakwater.sqlite3", timeout=10) as connection:
            return connection.execute(statement, values).fetchall()

    def python(self, script: str, *arguments: str) -> str:
        """What a script prints that runs beside the site, with its data."""
        return _run([sys.executable, "-c", script, *arguments], environment_of(self.data))

    def page_of(self, house: House, name: str, browser: Browser, **context: Any) -> Page:
        """A page of somebody who is signed in and confirmed it a moment ago."""
        made: BrowserContext = browser.new_context(
            viewport={"width": 360, "height": 640}, locale="en-GB", **context
        )
        cookie = house.people[name]["cookie"]
        made.add_cookies(
            [{"name": "staff_session", "value": cookie, "url": self.address, "httpOnly": True}]
        )
        return made.new_page()


def environment_of(data: Path) -> dict[str, str]:
    """How each process finds its data."""
    return {
        "BREAKWATER_SITE": "staff",
        "BREAKWATER_DATA": str(data),
        "BREAKWATER_PLAIN_HTTP": "yes",
        "BREAKWATER_SECRET_KEY": "a key for this test and no other, long enough to be one",
        "DJANGO_SETTINGS_MODULE": "breakwater.site.settings",
    }


def _make_houses(data: Path, houses: Houses) -> dict[str, House]:
    # Keys are made on the server in demonstrations only; the site that runs later is none.
    environment = environment_of(data) | {"BREAKWATER_DEMONSTRATION": "1"}
    said = _run([sys.executable, "-c", _MAKE_HOUSES, json.dumps(houses)], environment)
    return {name: House(**one) for name, one in json.loads(said).items()}


@contextmanager
def staff_site(houses: Houses) -> Iterator[tuple[StaffSite, dict[str, House]]]:
    """Start the gate and the staff site on a new database with these houses in it.

    In each house everyone has a key that was tested, but those named; with None nobody has one.
    """
    with short_folder() as data:
        environment = environment_of(data)
        migrated_database(data)
        collect = ["collectstatic", "--no-input", "--verbosity", "0"]
        _run([sys.executable, "-m", "django", *collect], environment)
        made = _make_houses(data, houses)
        with running_gate(data), serving(data, "staff") as port:
            yield StaffSite(port, data), made


@contextmanager
def serving(data: Path, site: str, *, workers: int = 1) -> Iterator[int]:
    """The public or the staff site on this data; its port."""
    with served(data, site, workers=workers) as (port, _server):
        yield port


@contextmanager
def served(
    data: Path, site: str, *more: str, workers: int = 1
) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The same, and the process that looks after its workers."""
    port = free_port()
    granian = Path(sys.executable).with_name("granian")
    command = [granian, "breakwater.site.wsgi:application", "--interface", "wsgi", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", port]
    command += ["--workers", workers, "--blocking-threads", 4, *more]
    environment = environment_of(data) | {"BREAKWATER_SITE": site}
    with running(*command, "--log-level", "error", environment=environment) as server:
        first = "robots.txt" if site == "public" else "sign-in/"
        wait_until_it_answers(f"http://127.0.0.1:{port}/{first}")
        yield port, server


def _run(command: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=os.environ | environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout
