
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0001_cases'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='assignment',
            name='assignment_ended_by_someone',
        ),
    ]
