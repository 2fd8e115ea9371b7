"""Tells what lies beside an agreement from what became one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One more column."""

    dependencies = [("drawer", "0003_undone")]

    operations = [
        migrations.AddField("draweritem", "beside", models.BooleanField(default=False)),
    ]
