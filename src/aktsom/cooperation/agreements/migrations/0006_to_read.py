"""Places that a person should read, beside what a check found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column, empty for what was checked before."""

    dependencies = [("agreements", "0005_nothing_was_read")]

    operations = [migrations.AddField("clausecheck", "to_read", models.JSONField(default=list))]
