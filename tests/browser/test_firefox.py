"""Leaving in Firefox, with real keys and no driver: what a window's title says is what is shown."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.sites import NeutralSite, PublicSite

pytestmark = pytest.mark.browser

_PREFERENCES = """
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.startup.homepage_override.mstone", "ignore");
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.tabs.warnOnClose", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("extensions.update.enabled", false);
"""


class Firefox:
    """One window of Firefox on a virtual screen."""

    def __init__(self, display: str) -> None:
        self.display = display

    def press(self, key: str) -> None:
        self._xdotool("key", key)

    def shows(self, title: str, within: float = 25.0) -> bool:
        """Whether a window comes to have ``title`` in its name in time."""
        give_up_at = time.monotonic() + within
        while time.monotonic() < give_up_at:
            # A search by name finds no title with a dash in it, so each is asked for its own.
            windows = self._xdotool("search", "--onlyvisible", "--name", "").split()
            if any(title in self._xdotool("getwindowname", window) for window in windows):
                return True
            time.sleep(0.1)
        return False

    def _xdotool(self, *words: str) -> str:
        return subprocess.run(
            ["xdotool", *words],
            env={"DISPLAY": self.display},
            capture_output=True,
            text=True,
            check=False,
            timeout=10,
        ).stdout


@pytest.fixture
def firefox(
    display: str, site: PublicSite, neutral_site: NeutralSite, tmp_path: Path
) -> Iterator[Firefox]:
    """Firefox with the feedback page open, after the help page."""
    program = shutil.which("firefox-esr") or shutil.which("firefox")
    if program is None:
        pytest.skip("Firefox is not installed on this machine (Debian: firefox-esr)")
    (tmp_path / "user.js").write_text(_PREFERENCES)
    environment = {"DISPLAY": display, "HOME": str(tmp_path), "MOZ_DISABLE_CONTENT_SANDBOX": "1"}
    process = subprocess.Popen(
        [program, "--new-instance", "--profile", str(tmp_path), f"{site.address}/feedback/"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    window = Firefox(display)
    try:
        assert window.shows("Feedback", within=60), "Firefox did not open the page"
        yield window
    finally:
        process.terminate()
        process.wait(20)


def test_escape_leaves_and_back_never_shows_us(firefox: Firefox) -> None:
    firefox.press("Escape")

    assert firefox.shows("Weather")
    for _ in range(2):
        firefox.press("alt+Left")
        time.sleep(0.7)
        assert not firefox.shows("Breakwater", within=0.3)


def test_five_fast_presses_still_leave_for_a_slow_neutral_site(
    firefox: Firefox, neutral_site: NeutralSite
) -> None:
    neutral_site.waits = 4.0

    for _ in range(5):
        firefox.press("Escape")
        time.sleep(0.06)

    assert firefox.shows("Weather")
