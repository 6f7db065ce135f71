"""A guard that holds whatever program opens the database (SQLite)."""

from django.db import migrations

from breakwater.apps.register import database


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0002_bodies_and_search'),
    ]

    operations = [
        migrations.RunPython(database.install_since_0003, migrations.RunPython.noop),
    ]
