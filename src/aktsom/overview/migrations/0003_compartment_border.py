"""Hides the overview's rows of cooperation in compartments."""

from django.db import migrations

from aktsom.core.tenancy import compartment_border, within


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("overview", "0002_border"), ("register", "0004_compartment_border")]

    operations = [
        compartment_border(
            "overview_row", f"cooperation_id IS NULL OR {within('register_cooperation', 'cooperation_id')}"
        ),
    ]
