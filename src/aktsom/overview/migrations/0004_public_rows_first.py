"""Looks first whether a row is public."""

from django.db import migrations

from aktsom.core.tenancy import read_public_first


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("overview", "0003_compartment_border")]

    operations = [
        read_public_first("overview_row"),
    ]
