"""Nothing stored tells immigration status any more: what was recorded before is made coarse.

Every answer about an offence that lifts nothing becomes one and the same, and so does the rule that
answered it (docs/adr/0040). A record of the log cannot be changed, so those that named such a rule
are erased; their entries, kinds and days stay, and are counted as before. The operator finishes the
erasure with ``breakwater log purge``.
"""

from contextlib import contextmanager

import django.db.models.deletion
from django.db import migrations, models

from breakwater.apps.audit_log import changes as log
from breakwater.apps.audit_log import erasure

_DECISION = 'disclosures_decision'
# As they stood when this was written; a later version may call them otherwise.
_CORE = 'safe-to-share-r1/'
_RULES = ('no-offence', 'only-alleged', 'counter-allegation-or-compulsion', 'status-offence-only')
_RULE, _OFFENCE, _LIFTS = 'nothing-that-lifts-it', 'nothing_that_lifts_it', 'other_offence'
_KINDS = ('checked-never-share', 'decided-never-share')


def forget(apps, schema_editor):
    """Make coarse what was recorded, and erase what cannot be."""
    Decision = apps.get_model('disclosures', 'Decision')
    AnsweredOnce = apps.get_model('disclosures', 'AnsweredOnce')
    found = Decision.objects.exclude(offence__in=['', _LIFTS])
    if found.exists():
        with _let_be_changed(schema_editor.connection):
            for one in list(found):
                rule = _RULE if one.pack.startswith(_CORE) and one.rule in _RULES else one.rule
                facts = {**one.facts, 'offence': _OFFENCE}
                Decision.objects.filter(pk=one.pk).update(offence=_OFFENCE, facts=facts, rule=rule)
    log.erase_every(kinds=_KINDS, tells=_tells)
    if AnsweredOnce.objects.exists():
        # A digest without a key could be tried out. The key stays taken: nothing is counted twice.
        AnsweredOnce.objects.update(asked='', answer={})
    if Decision.objects.exists() or AnsweredOnce.objects.exists():
        erasure.owe(_DECISION, 'disclosures_answeredonce')


def _tells(said):
    return said.get('rule') in _RULES and said.get('pack', '').startswith(_CORE)


@contextmanager
def _let_be_changed(connection):
    """Let rows of decisions be changed within this transaction, and put every guard back as it was."""
    with connection.cursor() as cursor:
        if connection.vendor == 'postgresql':
            cursor.execute(f'ALTER TABLE {_DECISION} DISABLE TRIGGER {_DECISION}_refuses_update')
            yield
            cursor.execute(f'ALTER TABLE {_DECISION} ENABLE TRIGGER {_DECISION}_refuses_update')
            return
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s",
            [f'{_DECISION}_refuses_update'],
        )
        (guard,) = cursor.fetchone()
        connection.connection.set_authorizer(None)  # our own seat-belt
        try:
            cursor.execute(f'DROP TRIGGER {_DECISION}_refuses_update')
            yield
            cursor.execute(guard)
        finally:
            connection.let_release(False)


class Migration(migrations.Migration):

    dependencies = [
        ('audit_log', '0002_owed_purge'),
        ('disclosures', '0002_packs_in_force'),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveField(model_name='answeredonce', name='answer'),
        migrations.AddField(
            model_name='answeredonce',
            name='answered',
            field=models.CharField(default='', max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='answeredonce',
            name='decision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='disclosures.decision'),
        ),
    ]
