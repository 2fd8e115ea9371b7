"""Draws the border between institutions around the room, and hides what became of files with the agreements that they became."""

from django.db import migrations

from aktsom.core.tenancy import compartment_border, tenant_border, within


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("drawer", "0001_initial"), ("agreements", "0002_border"), ("core", "0002_border")]

    operations = [
        tenant_border("drawer_drawer"),
        tenant_border("drawer_draweritem"),
        compartment_border(
            "drawer_draweritem", f"agreement_id IS NULL OR {within('agreements_agreement', 'agreement_id')}"
        ),
    ]
