"""A tie says whether it is only through publications of very many; the next count of the ties fills it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("traces", "0001_initial")]

    operations = [migrations.AddField("tie", "one_of_many", models.BooleanField(default=False))]
