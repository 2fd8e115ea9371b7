"""Puts the room's tables behind the border between institutions."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("institutions", "0001_initial"), ("core", "0002_border")]

    operations = [
        tenant_border("institutions_unit"),
        tenant_border("institutions_member", also="user_id = aktsom_user()"),
        tenant_border("institutions_dutyassignment"),
        tenant_border("institutions_apikey"),
    ]
