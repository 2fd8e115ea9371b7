"""Puts the room's tables behind the border between institutions."""

from django.db import migrations

from aktsom.core.tenancy import INSTITUTION_FUNCTION, tenant_border


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(INSTITUTION_FUNCTION, "DROP FUNCTION aktsom_institution(); DROP FUNCTION aktsom_user()"),
        tenant_border("core_auditevent", "NULLIF(chain, 0)", public=True),
        tenant_border("core_evidence"),
    ]
