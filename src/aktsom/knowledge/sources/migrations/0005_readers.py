"""Which version of the readers read a version's files; those that are here are read once more by the present one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0004_problem_count'),
    ]

    operations = [
        migrations.AddField(
            model_name='sourceversion',
            name='readers',
            field=models.CharField(blank=True, default='', max_length=12),
            preserve_default=False,
        ),
    ]
