"""Decisions and releases: guarded tables in SQL, and the few that Django manages."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from breakwater.apps.disclosures import tables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('incident', models.CharField(max_length=40)),
                ('recipient', models.CharField(max_length=40)),
                ('outcome', models.CharField(max_length=20)),
                ('receiver_name', models.CharField(max_length=200)),
                ('receiver_key', models.CharField(max_length=200)),
                ('channel', models.CharField(choices=[('download', 'They download it with a link that is given to them'), ('by_hand', 'On a memory stick, by hand'), ('secure_email', 'By secure e-mail, as a sealed file')], max_length=20)),
                ('offence', models.CharField(max_length=300)),
                ('evidence', models.CharField(max_length=300)),
                ('statute', models.CharField(max_length=300)),
                ('purpose', models.CharField(max_length=1000)),
                ('regime', models.CharField(max_length=40)),
                ('necessity', models.CharField(max_length=2000)),
                ('told', models.CharField(choices=[('told', 'They have been told'), ('will_be_told', 'They will be told before it leaves'), ('not_told', 'They are not told')], max_length=20)),
                ('told_reason', models.CharField(max_length=1000)),
                ('digest', models.BinaryField()),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'disclosures_request',
                'ordering': ['-asked_at'],
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('incident', models.CharField(max_length=40)),
                ('recipient', models.CharField(max_length=40)),
                ('about', models.CharField(blank=True, max_length=40)),
                ('offence', models.CharField(blank=True, max_length=60)),
                ('legal_basis', models.CharField(blank=True, max_length=20)),
                ('necessity', models.CharField(blank=True, max_length=20)),
                ('authorised_by', models.CharField(blank=True, max_length=40)),
                ('facts', models.JSONField(default=dict)),
                ('outcome', models.CharField(max_length=20)),
                ('pack', models.CharField(max_length=120)),
                ('rule', models.CharField(max_length=120)),
                ('links', models.BooleanField()),
                ('through', models.CharField(choices=[('page', 'Check before you share'), ('api', 'A records system'), ('request', 'An authorised request'), ('telephone', 'Entered after a telephone call'), ('incoming', 'A request that came in')], max_length=20)),
                ('decided_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'disclosures_decision',
                'ordering': ['-decided_at'],
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='NamedField',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=500)),
                ('sealed_digest', models.BinaryField()),
            ],
            options={
                'db_table': 'disclosures_namedfield',
                'ordering': ['name'],
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Authorisation',
            fields=[
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='authorisation', serialize=False, to='disclosures.request')),
                ('incident', models.CharField(max_length=40)),
                ('recipient', models.CharField(max_length=40)),
                ('digest', models.BinaryField()),
                ('assertion', models.TextField()),
                ('authorised_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'disclosures_authorisation',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Ending',
            fields=[
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='ending', serialize=False, to='disclosures.request')),
                ('how', models.CharField(max_length=20)),
                ('reason', models.CharField(max_length=1000)),
                ('ended_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'disclosures_ending',
                'managed': False,
            },
        ),
        migrations.CreateModel(
            name='Release',
            fields=[
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='release', serialize=False, to='disclosures.request')),
                ('incident', models.CharField(max_length=40)),
                ('recipient', models.CharField(max_length=40)),
                ('outcome', models.CharField(max_length=20)),
                ('legal_basis', models.CharField(max_length=300)),
                ('released_at', models.DateTimeField()),
            ],
            options={
                'db_table': 'disclosures_release',
                'managed': False,
            },
        ),
        migrations.RunPython(tables.install),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('minute', models.BigIntegerField(default=0)),
                ('asked_in_minute', models.PositiveIntegerField(default=0)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at'],
            },
        ),
        migrations.CreateModel(
            name='IncomingRequest',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('their_reference', models.CharField(max_length=80)),
                ('received_on', models.DateField()),
                ('is_refused', models.BooleanField()),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='incoming', to='disclosures.decision')),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['-answered_at'],
            },
        ),
        migrations.CreateModel(
            name='Receiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('recipient', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=200)),
                ('listed_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('listed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('log_index', models.PositiveBigIntegerField()),
                ('package_digest', models.CharField(blank=True, max_length=64)),
                ('link_digest', models.CharField(blank=True, max_length=64)),
                ('refused', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(null=True)),
                ('release', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='handover', to='disclosures.release')),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('sort', models.CharField(choices=[('telephone', 'Said by telephone or in person'), ('compelled', 'Compelled by law')], max_length=20)),
                ('incident', models.CharField(max_length=40)),
                ('fields', models.JSONField(default=list)),
                ('happened_at', models.DateTimeField()),
                ('because', models.CharField(max_length=1000)),
                ('instrument', models.CharField(blank=True, choices=[('court_order', 'A court order'), ('warrant', 'A warrant'), ('statute', 'A law that leaves no choice')], max_length=20)),
                ('instrument_reference', models.CharField(blank=True, max_length=200)),
                ('entered_at', models.DateTimeField()),
                ('decision', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='account', to='disclosures.decision')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['-entered_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('sort', 'telephone')), models.Q(('sort', 'compelled'), models.Q(('instrument', ''), _negated=True), models.Q(('instrument_reference', ''), _negated=True)), _connector='OR'), name='an_account_says_what_it_must')],
            },
        ),
        migrations.CreateModel(
            name='AnsweredOnce',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64)),
                ('asked', models.CharField(max_length=64)),
                ('answer', models.JSONField()),
                ('at', models.DateTimeField()),
                ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='disclosures.apitoken')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('token', 'key'), name='a_key_answers_once')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('how', models.CharField(choices=[('made', 'They want support, and the link is made'), ('declined', 'It was offered, and they said no')], max_length=10)),
                ('organisation_named', models.CharField(blank=True, max_length=200)),
                ('offered_at', models.DateTimeField()),
                ('was_alone', models.BooleanField()),
                ('interpreter', models.CharField(choices=[('not_needed', 'None was needed'), ('independent', 'An independent interpreter'), ('somebody_else', 'Somebody they know')], max_length=20)),
                ('recorded_at', models.DateTimeField()),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='link', to='disclosures.decision')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.organisation')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('how', 'declined'), ('organisation__isnull', False), models.Q(('organisation_named', ''), _negated=True), _connector='OR'), name='a_link_names_its_organisation')],
            },
        ),
        migrations.CreateModel(
            name='SealedField',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40)),
                ('content', models.BinaryField()),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sealed_fields', to='disclosures.request')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('request', 'name'), name='a_field_is_sealed_once')],
            },
        ),
    ]
