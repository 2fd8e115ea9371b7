"""What a draft was made with, kept with it, so that the next one can start from there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column, empty for drafts that were made before and for files that were added."""

    dependencies = [("agreements", "0006_to_read")]

    operations = [migrations.AddField("documentversion", "choices", models.JSONField(default=dict))]
