
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_names_wait'),
        ('organisations', '0003_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('assignee'), models.OrderBy(models.F('state'), descending=True), condition=models.Q(('assignee__isnull', False)), name='cases_of_one_member'),
        ),
    ]
