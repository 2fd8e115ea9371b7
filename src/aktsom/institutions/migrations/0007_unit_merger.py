"""What mergers of units took along, behind the border between institutions, and for the system alone."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from aktsom.core.tenancy import AT_WORK, compartment_border, tenant_border


class Migration(migrations.Migration):
    """A table, and its row-level security."""

    dependencies = [("institutions", "0006_member_end_reason")]

    operations = [
        migrations.CreateModel(
            name="UnitMerger",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("moved", models.JSONField(default=dict)),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="institutions.institution",
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="institutions.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mergers", to="institutions.unit"
                    ),
                ),
            ],
            options={"ordering": ["-at"]},
        ),
        tenant_border("institutions_unitmerger"),
        compartment_border("institutions_unitmerger", AT_WORK),
    ]
