"""One file or row of a drawer can be set aside: who did so, when and why, and what the outcome was before."""

import django.db.models.deletion
from django.db import migrations, models

OUTCOMES = [
    ("registered", "registered"),
    ("look", "needs a look"),
    ("refused", "refused"),
    ("undone", "undone"),
    ("kept", "kept, because it was built upon"),
    ("aside", "set aside"),
]


class Migration(migrations.Migration):
    """Four more columns, and one more outcome."""

    dependencies = [("drawer", "0005_why_stopped"), ("institutions", "0007_unit_merger")]

    operations = [
        migrations.AlterField("draweritem", "outcome", models.CharField(choices=OUTCOMES, max_length=10)),
        migrations.AddField("draweritem", "before", models.CharField(blank=True, choices=OUTCOMES, max_length=10)),
        migrations.AddField("draweritem", "aside_because", models.CharField(blank=True, max_length=200)),
        migrations.AddField(
            "draweritem",
            "aside_by",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="institutions.member"
            ),
        ),
        migrations.AddField("draweritem", "aside_at", models.DateTimeField(null=True)),
    ]
