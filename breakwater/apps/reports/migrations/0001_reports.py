

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_cases'),
    ]

    operations = [
        migrations.CreateModel(
            name='LoadedRoutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pathway', models.PositiveSmallIntegerField()),
                ('language', models.CharField(max_length=12)),
                ('sealed_in', models.CharField(choices=[('browser', 'Sealed in her own browser'), ('server', 'Sealed in the server’s memory')], max_length=10)),
                ('token_digest', models.CharField(max_length=64, unique=True)),
                ('lookup_digest', models.CharField(max_length=64, null=True, unique=True)),
                ('recipient', models.CharField(blank=True, max_length=80)),
                ('safe_word_mark', models.CharField(blank=True, max_length=64)),
                ('asks_to_keep_away', models.BooleanField(default=False)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='report', to='cases.case')),
                ('routes', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.loadedroutes')),
            ],
        ),
        migrations.CreateModel(
            name='Shown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(null=True)),
                ('piece', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='cases.piece')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='reports.report')),
            ],
            options={
                'ordering': ['piece__added_at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lookup_digest__isnull', True), ('recipient', ''), ('safe_word_mark', '')), models.Q(('lookup_digest__isnull', False), models.Q(('recipient', ''), _negated=True)), _connector='OR'), name='a_code_finds_and_opens'),
        ),
    ]
