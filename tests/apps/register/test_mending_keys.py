"""What could be stored before the database refused it gets a page; what had one stays as it is."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from breakwater.apps.register.models import Body, Inspection, Recommendation
from tests.apps.register.taking_in import DOORS, take_inspection

_MIGRATION = import_module("breakwater.apps.register.migrations.0003_keys_that_fit_an_address")


@pytest.mark.django_db
def test_a_key_that_took_pages_down_is_mended_and_no_other_is_touched(client: Client) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite lets a test look away while the row is made")
    take_inspection(DOORS)
    take_inspection(DOORS.replace("doors", "windows"))
    before = set(Body.objects.exclude(key="kent-police").values_list("key", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        Inspection.objects.filter(slug="doors").update(slug="../Bad Slug!")
        Body.objects.filter(key="kent-police").update(key="bad key/x")
        Recommendation.objects.filter(inspection__slug="windows", number="1").update(number="")
        cursor.execute("PRAGMA ignore_check_constraints = OFF")

    _MIGRATION._mend(apps, None)

    slugs = {row.slug: row.pk for row in Inspection.objects.all()}
    mended = next(slug for slug in slugs if slug != "windows")
    assert mended == f"Bad-Slug-{slugs[mended]}"
    assert before < set(Body.objects.values_list("key", flat=True))
    assert Recommendation.objects.filter(number="without a number").exists()
    for address in ("/", "/bodies/", f"/inspections/{mended}/", "/inspections/windows/"):
        assert client.get(address).status_code == 200
