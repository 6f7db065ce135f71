"""A case can be put aside after a flood."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0007_alarm_stands'),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='state',
            field=models.CharField(choices=[('waiting', 'Waiting'), ('open', 'Open'), ('closed', 'Closed'), ('aside', 'Put aside')], default='waiting', max_length=10),
        ),
    ]
