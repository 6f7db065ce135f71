"""Guards that hold whatever program opens the database (SQLite)."""

from django.db import migrations

from breakwater.apps.audit_log import tables


class Migration(migrations.Migration):

    dependencies = [
        ('audit_log', '0002_owed_purge'),
    ]

    operations = [
        migrations.RunPython(tables.install_since_0003),
    ]
