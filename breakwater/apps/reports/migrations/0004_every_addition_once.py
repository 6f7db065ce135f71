"""Each addition is stored once, not only the last: an own row for the mark of each."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0003_what_was_added_last'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='report',
            name='added_mark',
        ),
        migrations.CreateModel(
            name='AddedMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=64)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='added_marks', to='reports.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'mark'), name='the_same_is_added_once')],
            },
        ),
    ]
