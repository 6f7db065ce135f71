"""Guards that hold whatever program opens the database (SQLite)."""

from django.db import migrations

from breakwater.apps.disclosures import tables


class Migration(migrations.Migration):

    dependencies = [
        ('disclosures', '0002_packs_in_force'),
    ]

    operations = [
        migrations.RunPython(tables.install_since_0003),
    ]
