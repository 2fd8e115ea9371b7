"""Why a drawer was stopped, for readers of either language."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column."""

    dependencies = [("drawer", "0004_beside")]

    operations = [
        migrations.AddField("drawer", "stopped_because", models.JSONField(default=dict)),
    ]
