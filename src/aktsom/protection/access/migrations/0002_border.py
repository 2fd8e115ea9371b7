"""Puts the room's tables behind the border between institutions, and says who may enter which compartment."""

from django.db import migrations

from aktsom.core.tenancy import ENTER_FUNCTION, tenant_border


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("access", "0001_initial"), ("core", "0002_border")]

    operations = [
        migrations.RunSQL(ENTER_FUNCTION, "DROP FUNCTION aktsom_may_enter(uuid)"),
        tenant_border("access_compartment"),
        tenant_border("access_prerequisite"),
        tenant_border("access_prerequisitemet"),
        tenant_border("access_accessgrant"),
        tenant_border("access_round"),
        tenant_border("access_roundanswer"),
        tenant_border("access_actualstate"),
    ]
