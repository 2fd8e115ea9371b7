"""Changes that wait to be told are written down, behind the border between institutions."""

import django.db.models.deletion
from django.db import migrations, models

from aktsom.core.tenancy import tenant_border


class Migration(migrations.Migration):
    """The table and its border."""

    dependencies = [("core", "0003_round_steps"), ("institutions", "0002_border")]

    operations = [
        migrations.CreateModel(
            name="PendingChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField(null=True)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="institutions.institution"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        tenant_border("core_pendingchange"),
    ]
