"""Looks first whether a row is public."""

from django.db import migrations

from aktsom.core.tenancy import read_public_first


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("partners", "0004_compartment_border")]

    operations = [
        read_public_first("partners_partner"),
        read_public_first("partners_partnername"),
        read_public_first("partners_merge"),
    ]
