"""What other apps show on the page of a case, most useful first."""

from collections.abc import Iterator

from breakwater.apps.cases.models import Case
from breakwater.apps.cases.sections import Section, SectionsFor
from breakwater.apps.organisations.models import Membership
from breakwater.apps.protection import in_case as protection
from breakwater.apps.receiving import in_case as receiving
from breakwater.apps.referrals import in_case as referrals
from breakwater.apps.reports import in_case as reports

# Functions that give the sections of one app for a case, or none.
SECTIONS: tuple[SectionsFor, ...] = (
    reports.sections_for,
    receiving.sections_for,
    referrals.sections_for,
    protection.sections_for,
)


def sections_for(member: Membership, case: Case) -> Iterator[Section]:
    """Those of every app."""
    for of_an_app in SECTIONS:
        yield from of_an_app(member, case)
