"""The public site beside the staff site, with two organisations that can be written to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.staff_site import House, StaffSite, serving, staff_site

PATHWAYS = """
host = "Saltmarsh Hosting"
host_is_police = false
""" + "".join(
    f"""
[[pathway]]
number = {number}
kind = "{kind}"
receiver = "{receiver}"
hours = "every day"
answer_within_hours = 48
keep_days = 90
has_on_call = {on_call}
promised_on = 2026-11-02
promised_by = "Director"
telephone = {{ name = "Line", number = "01632 960 101" }}
"""
    for number, kind, receiver, on_call in (
        (1, "support", "rowan", "true"),
        (2, "support", "fern", "false"),
        (3, "advice", "fern", "false"),
    )
)
_LOAD = """
import django, sys
django.setup()
from django.utils import timezone
from breakwater.apps.reports.changes.pathways import load_routes
load_routes(text=sys.argv[1], at=timezone.now())
"""


@dataclass(frozen=True)
class Reporting:
    """Both sites on the same data."""

    staff: StaffSite
    houses: dict[str, House]
    public: str

    @property
    def database(self) -> bytes:
        """Everything the database keeps on the disk."""
        folder = self.staff.data
        files = sorted(folder.glob("breakwater.sqlite3*"))
        return b"".join(path.read_bytes() for path in files)


@contextmanager
def reporting_data() -> Iterator[tuple[StaffSite, dict[str, House]]]:
    """Rowan and Fern with the pathways to them, and the staff site."""
    with staff_site({"Rowan": (), "Fern": ()}) as (staff, houses):
        staff.python(_LOAD, PATHWAYS)
        yield staff, houses


@contextmanager
def reporting(*, workers: int = 1) -> Iterator[Reporting]:
    """Rowan and Fern, each with three members whose keys were tested, and pathways to both."""
    with (
        reporting_data() as (staff, houses),
        serving(staff.data, "public", workers=workers) as port,
    ):
        yield Reporting(staff, houses, f"http://127.0.0.1:{port}")


def next_page(page: Page) -> None:
    """Go on to the next question."""
    page.get_by_role("button", name="Next").click()


def to_the_code(page: Page) -> str:
    """Go to the page with the code, by Next; the code."""
    while not page.locator("[data-page=code]").is_visible():
        next_page(page)
    groups = page.locator("[data-code] span")
    expect(groups).to_have_count(7)
    return " ".join(groups.all_inner_texts())
