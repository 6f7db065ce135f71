"""A briefing and a receipt stay, and nothing takes their place."""

from django.db import migrations

from breakwater.apps.briefings import guards


class Migration(migrations.Migration):

    dependencies = [
        ('briefings', '0001_briefings'),
    ]

    operations = [
        migrations.RunPython(guards.install_since_0002, migrations.RunPython.noop),
    ]
