"""How many entries of a version had a problem; only the first of them are kept in words. Words for how a version is dated."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sources', '0003_refusals_in_languages'),
    ]

    operations = [
        migrations.AddField(
            model_name='sourceversion',
            name='problem_count',
            field=models.IntegerField(default=0),
        ),
        migrations.RunSQL(
            'UPDATE sources_sourceversion SET problem_count = jsonb_array_length(problems)',
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name='sourceversion',
            name='dated_by',
            field=models.CharField(choices=[('publisher', "the publisher's date"), ('server', "when the publisher's server last changed it"), ('newest-entry', 'the newest date in the list; the publisher gives none'), ('unknown', 'not known')], default='unknown', max_length=12),
        ),
    ]
