"""A consent stays, and nothing takes its place."""

from django.db import migrations

from breakwater.apps.referrals import guards


class Migration(migrations.Migration):

    dependencies = [
        ('referrals', '0004_words_in_their_language'),
    ]

    operations = [
        migrations.RunPython(guards.install_since_0005, migrations.RunPython.noop),
    ]
