"""The shipped bodies, events that stay, and the words to search."""

from typing import Any

from django.db import migrations

from breakwater.apps.register import body_list, database


def _load(apps: Any, schema_editor: Any) -> None:
    body_list.write(apps.get_model("register", "Body"), body_list.shipped_bodies())


class Migration(migrations.Migration):
    dependencies = [("register", "0001_the_register")]

    operations = [
        migrations.RunPython(database.install, migrations.RunPython.noop),
        migrations.RunPython(_load, migrations.RunPython.noop),
    ]
