"""What an organisation and the police write to each other has labels of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0005_asks_to_keep_away'),
    ]

    operations = [
        migrations.AlterField(
            model_name='piece',
            name='sort',
            field=models.CharField(choices=[('report', 'What was reported'), ('referral', 'What was referred'), ('from_person', 'From the person'), ('to_person', 'To the person'), ('from_police', 'From the police'), ('to_police', 'To the police'), ('note', 'Note'), ('contact', 'Attempt to reach the person'), ('safety_plan', 'Safety plan'), ('risk_assessment', 'Risk assessment'), ('file', 'File')], max_length=20),
        ),
    ]
