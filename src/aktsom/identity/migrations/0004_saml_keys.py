"""A key of ours with each SAML service, where it signs people out, and by which service somebody came in."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Columns; the keys of services that are there are made when they are saved the next time."""

    dependencies = [("identity", "0003_saml")]

    operations = [
        migrations.AddField("provider", "slo_address", models.CharField(blank=True, max_length=500, default="")),
        migrations.AddField("provider", "own_certificate", models.TextField(blank=True, default="")),
        migrations.AddField("provider", "sealed_key", models.TextField(blank=True, default="")),
        migrations.AddField(
            "personsession",
            "provider",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="identity.provider"
            ),
        ),
    ]
