"""The stored log: tables that Django manages, and those that only ever grow (``tables``)."""

import django.db.models.deletion
from django.db import migrations, models

from breakwater.apps.audit_log import tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Access',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('organisation', models.CharField(blank=True, max_length=80)),
                ('act', models.CharField(choices=[('collection', 'Collected'), ('alteration', 'Altered'), ('consultation', 'Consulted'), ('disclosure', 'Disclosed'), ('combination', 'Combined'), ('erasure', 'Erased')], max_length=20)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
                ('record_kind', models.CharField(max_length=60)),
                ('record_id', models.CharField(max_length=80)),
                ('because', models.CharField(max_length=60)),
                ('recipient', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'db_table': 'audit_log_access',
                'ordering': ['-id'],
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('pk', models.CompositePrimaryKey('log_id', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                ('index', models.PositiveBigIntegerField()),
                ('commitment', models.BinaryField()),
                ('kind', models.CharField(max_length=60)),
                ('day', models.DateField()),
                ('salt1', models.BinaryField()),
            ],
            options={
                'db_table': 'audit_log_entry',
                'ordering': ['log', 'index'],
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Node',
            fields=[
                ('pk', models.CompositePrimaryKey('log_id', 'position', blank=True, editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveBigIntegerField()),
                ('hash', models.BinaryField()),
            ],
            options={
                'db_table': 'audit_log_node',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Record',
            fields=[
                ('pk', models.CompositePrimaryKey('log_id', 'index', blank=True, editable=False, primary_key=True, serialize=False)),
                ('index', models.PositiveBigIntegerField()),
                ('content', models.BinaryField()),
                ('salt2', models.BinaryField()),
            ],
            options={
                'db_table': 'audit_log_record',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='StoredLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160)),
                ('generation', models.PositiveIntegerField(default=1)),
                ('origin', models.CharField(max_length=255, unique=True)),
                ('started_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'audit_log_storedlog',
                'managed': False,
            },
        ),
        migrations.RunPython(tables.install),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('size', models.PositiveBigIntegerField()),
                ('note', models.TextField()),
                ('published_at', models.DateTimeField()),
                ('log', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='audit_log.storedlog')),
            ],
            options={
                'ordering': ['log', 'size'],
            },
        ),
        migrations.CreateModel(
            name='Cosignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('witness', models.CharField(max_length=255)),
                ('line', models.TextField()),
                ('collected_at', models.DateTimeField()),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cosignatures', to='audit_log.publication')),
            ],
            options={
                'ordering': ['witness'],
            },
        ),
        migrations.AddConstraint(
            model_name='publication',
            constraint=models.UniqueConstraint(fields=('log', 'size'), name='a_size_is_published_once'),
        ),
        migrations.AddConstraint(
            model_name='cosignature',
            constraint=models.UniqueConstraint(fields=('publication', 'witness'), name='a_witness_signs_a_size_once'),
        ),
    ]
