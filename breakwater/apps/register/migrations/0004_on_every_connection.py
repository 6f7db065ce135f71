"""A guard that holds whatever program opens the database (SQLite)."""

from django.db import migrations

from breakwater.apps.register import database


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0003_keys_that_fit_an_address'),
    ]

    operations = [
        migrations.RunPython(database.install_since_0004, migrations.RunPython.noop),
    ]
