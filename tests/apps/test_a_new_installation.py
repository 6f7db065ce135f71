"""What docs/guides/running.md says, done by somebody who has nothing yet."""

import os
import re
import shlex
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from breakwater.site.command_line.main import VERBS, parser_for
from tests.running import COMMAND, REPOSITORY, free_port, running, short_folder

GUIDE = (REPOSITORY / "docs" / "guides" / "running.md").read_text("utf-8")
KEY = {"BREAKWATER_SECRET_KEY": "long enough to be a key, and of this one test only: 0123456789"}
BEGIN = ["begin", "--name", "Hosting", "--operator", "a@x.example", "--operator", "b@x.example"]


@pytest.fixture
def data() -> Iterator[Path]:
    with short_folder() as folder:
        yield folder


def do(data: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: one for name, one in os.environ.items() if not name.startswith("BREAKWATER_")}
    given = {"BREAKWATER_DATA": str(data), "BREAKWATER_PLAIN_HTTP": "yes", **environment}
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=REPOSITORY,
        env=kept | given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_prepared_begun_and_served_the_first_person_comes_in(data: Path) -> None:
    port = free_port()
    staff = {"BREAKWATER_STAFF_ADDRESS": f"http://127.0.0.1:{port}"}
    assert do(data, "prepare").returncode == 0

    links = re.findall(r"http\S+/join/\S+", do(data, *BEGIN, **KEY, **staff).stdout)

    assert len(links) == 2
    given = {"BREAKWATER_DATA": str(data), "BREAKWATER_PLAIN_HTTP": "yes", **KEY, **staff}
    serve = [*COMMAND, "serve", "staff", "--address", f"127.0.0.1:{port}", "--workers", "1"]
    with running(*serve, environment=given) as process:
        assert _read(f"http://127.0.0.1:{port}/sign-in/", process)
        assert "Your name" in _read(links[0], process)


def test_links_that_no_site_would_believe_are_not_made(data: Path) -> None:
    done = do(data, *BEGIN)

    assert (done.returncode, done.stdout) == (2, "")
    assert "set BREAKWATER_SECRET_KEY as the sites have it" in done.stderr


@pytest.mark.parametrize(
    ("environment", "says"),
    [(KEY, "run breakwater prepare"), ({}, "set BREAKWATER_SECRET_KEY")],
    ids=["not prepared", "without a key"],
)
def test_a_site_that_could_not_answer_is_not_served(
    data: Path, environment: dict[str, str], says: str
) -> None:
    done = do(data, "serve", "public", **environment)

    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("line", re.findall(r"(?m)^breakwater (.+)$", GUIDE))
def test_every_command_of_the_guide_is_one(line: str) -> None:
    verb, *arguments = shlex.split(line.partition("#")[0])

    assert verb in VERBS
    assert parser_for(verb).parse_args(arguments)


def _read(address: str, process: subprocess.Popen[str]) -> str:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    for _ in range(300):
        assert process.poll() is None, "the site ended"
        try:
            with browser.open(address, timeout=10) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the site did not answer")
