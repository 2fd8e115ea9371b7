"""Puts the room's tables behind the border between institutions."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("appraisal", "0001_initial"), ("core", "0002_border")]

    operations = [
        tenant_border("appraisal_raisedflag", public=True),
        tenant_border("appraisal_ownview"),
    ]
