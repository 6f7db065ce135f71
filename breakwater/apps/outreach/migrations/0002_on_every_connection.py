"""Guards that hold whatever program opens the database (SQLite)."""

from django.db import migrations

from breakwater.apps.outreach import guards


class Migration(migrations.Migration):

    dependencies = [
        ('outreach', '0001_statements'),
    ]

    operations = [
        migrations.RunPython(guards.install_since_0002, migrations.RunPython.noop),
    ]
