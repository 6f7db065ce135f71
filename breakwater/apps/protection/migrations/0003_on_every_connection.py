"""Guards that hold whatever program opens the database (SQLite)."""

from django.db import migrations

from breakwater.apps.protection import guards


class Migration(migrations.Migration):

    dependencies = [
        ('protection', '0002_erased_with_the_case'),
    ]

    operations = [
        migrations.RunPython(guards.install, migrations.RunPython.noop),
    ]
