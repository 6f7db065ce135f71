"""The cache that all web processes share is a table; Django makes it by a command, not a model."""

from django.core.management import call_command
from django.db import migrations


def make(apps, schema_editor):
    """Make the table in the database that is being migrated."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):

    dependencies = [("organisations", "0001_initial")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
