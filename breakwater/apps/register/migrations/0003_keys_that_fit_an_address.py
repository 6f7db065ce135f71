"""Keys and numbers that pages can be found under; rows that have them are left as they are."""

import re
from typing import Any

from django.db import migrations, models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact

from breakwater.apps.register import database

_IN_ADDRESSES = Value("-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _fits_an_address(field: str) -> Q:
    rest = Func(F(field), _IN_ADDRESSES, function="LTRIM", output_field=models.CharField())
    return Q(Exact(rest, Value(""))) & ~Q(**{field: ""})


def _mend(apps: Any, schema_editor: Any) -> None:
    """Give what could be stored before, and took public pages down, a key that pages can have."""
    for name, field in (("Inspection", "slug"), ("Body", "key")):
        model = apps.get_model("register", name)
        for row in model.objects.order_by("pk").only("pk", field):
            held = getattr(row, field)
            if not re.fullmatch(r"[A-Za-z0-9_-]+", held):
                letters = re.sub(r"[^A-Za-z0-9_-]+", "-", held).strip("-")[:60]
                model.objects.filter(pk=row.pk).update(**{field: f"{letters or 'named'}-{row.pk}"})
    recommendations = apps.get_model("register", "Recommendation")
    for row in recommendations.objects.filter(number="").only("pk"):
        recommendations.objects.filter(pk=row.pk).update(number="without a number")


class Migration(migrations.Migration):
    dependencies = [("register", "0002_bodies_and_search")]

    operations = [
        migrations.RunPython(_mend, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="inspection",
            constraint=models.CheckConstraint(
                condition=_fits_an_address("slug"), name="inspection_slug_fits_an_address"
            ),
        ),
        migrations.AddConstraint(
            model_name="body",
            constraint=models.CheckConstraint(
                condition=_fits_an_address("key"), name="body_key_fits_an_address"
            ),
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.CheckConstraint(
                condition=~Q(number=""), name="recommendation_has_a_number"
            ),
        ),
        # SQLite made the three tables anew, and their triggers went with the old ones.
        migrations.RunPython(database.install, migrations.RunPython.noop),
    ]
