"""Since when somebody is in danger in a case that nobody has opened."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_from_and_to_the_police'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='alarm_since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('alarm_since__isnull', False)), fields=['alarm_since'], name='cases_alarm_stands'),
        ),
    ]
