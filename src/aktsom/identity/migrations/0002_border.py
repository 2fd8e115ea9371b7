"""Puts the room's tables behind the border between institutions."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("identity", "0001_initial"), ("core", "0002_border")]

    operations = [
        tenant_border("identity_provider"),
        tenant_border("identity_claimrule"),
        tenant_border("identity_link"),
        tenant_border("identity_claimedduty"),
    ]
