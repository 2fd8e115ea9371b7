"""Looks first whether a row is public."""

from django.db import migrations

from aktsom.core.tenancy import read_public_first


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("screening", "0004_borders")]

    operations = [
        read_public_first("screening_screeninghit"),
        read_public_first("screening_comparedsubject"),
        read_public_first("screening_comparedlists"),
    ]
