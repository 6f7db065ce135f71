"""Whoever tries the product sees a month that is over: counted, signed, small numbers hidden."""

import re
import urllib.request
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.sites import PublicSite

pytestmark = pytest.mark.browser


def _last_month() -> str:
    return f"{timezone.localdate().replace(day=1) - timedelta(days=1):%B %Y}"


def _words(site: PublicSite, path: str) -> str:
    with urllib.request.urlopen(site.address + path) as answer:
        return re.sub(r"(<[^>]*>|\s)+", " ", answer.read().decode())


def test_what_a_force_checked_last_month_is_shown(site: PublicSite) -> None:
    page = _words(site, "/sharing/")

    assert f"Saltmarsh Constabulary , {_last_month()}" in page
    assert "Officers checked before sharing 17 " in page
    assert "People were linked to support 7 " in page
    assert "offered support and said no fewer than 5 " in page
    # Else the small number beside it could be reckoned.
    assert "do not share not shown, to protect people " in page
    assert "Signed by: pcc.saltmarsh.example/auditor" in page


def test_how_many_told_somebody_last_month_is_shown(site: PublicSite) -> None:
    page = _words(site, "/figures/")

    together = page[page.index("All support organisations here, together") :]
    assert _last_month() in together
    assert "wrote to them on this site 9 " in together
    assert "told them by telephone fewer than 5 " in together
    assert "first answered within a day 13 " in together
    assert "Signed by: pcc.saltmarsh.example/auditor" in together


def test_each_organisation_counted_of_it_what_was_signed(site: PublicSite) -> None:
    """Also where the demonstration was loaded on the first days of a month."""
    ((opened,),) = site.sql(
        """SELECT sum(count) FROM cases_tally WHERE "row" LIKE 'opened.%'
        AND month = (SELECT min(month) FROM cases_tally)"""
    )

    assert opened == 22
