"""Draws the border between institutions around the room, and hides the days of agreements in compartments."""

from django.db import migrations

from aktsom.core.tenancy import compartment_border, tenant_border


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("deadlines", "0001_initial"), ("agreements", "0002_border"), ("core", "0002_border")]

    operations = [
        tenant_border("deadlines_agreementday"),
        compartment_border("deadlines_agreementday", "aktsom_may_enter(compartment_id)"),
    ]
