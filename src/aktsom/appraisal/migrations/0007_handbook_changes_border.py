"""Puts changes of the handbook behind the border between institutions."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("appraisal", "0006_handbook_changes")]

    operations = [tenant_border("appraisal_handbookchange")]
