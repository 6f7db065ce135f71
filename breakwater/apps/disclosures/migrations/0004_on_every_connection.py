"""Guards that hold whatever program opens the database (SQLite)."""

from django.db import migrations

from breakwater.apps.disclosures import tables


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0003_nothing_that_lifts_it'),
    ]

    operations = [
        migrations.RunPython(tables.install_since_0004),
    ]
