"""One word for one thing: what is asked for is to be kept away."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_cases_of_one_member'),
    ]

    operations = [
        migrations.RenameField(
            model_name='case',
            old_name='names_wait',
            new_name='asks_to_keep_away',
        ),
    ]
