"""Puts the room's tables behind the border between institutions."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("overview", "0001_initial"), ("core", "0002_border")]

    operations = [
        tenant_border("overview_row", public=True),
        tenant_border("overview_visit"),
    ]
