"""Draws the border between institutions around the room, and hides what hangs on an agreement in a compartment with it."""

from django.db import migrations

from aktsom.core.tenancy import compartment_border, tenant_border, within

TABLES = (
    "exits_exitstrategy",
    "exits_strategystep",
    "exits_hangingthing",
    "exits_hangingpeople",
    "exits_hangingaccess",
    "exits_breach",
    "exits_plantask",
    "exits_breachentry",
)


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("exits", "0001_initial"), ("agreements", "0002_border"), ("core", "0002_border")]

    operations = [
        *(tenant_border(table) for table in TABLES),
        *(compartment_border(table, within("agreements_agreement", "agreement_id")) for table in TABLES),
    ]
