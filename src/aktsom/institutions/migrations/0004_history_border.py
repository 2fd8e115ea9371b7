"""Puts the new tables behind the border between institutions, and begins the history of the units that are there."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border

FIRST_VERSIONS = """
INSERT INTO institutions_unitversion
  (id, institution_id, unit_id, number, change, at, by_name, reason, name_nb, name_en, parent_id, is_open)
SELECT gen_random_uuid(), institution_id, id, 1, 'added', now(), 'system:history', '', name_nb, name_en, parent_id, true
FROM institutions_unit
"""


class Migration(migrations.Migration):
    """Row-level security, and a first version for every unit."""

    dependencies = [("institutions", "0003_history")]

    operations = [
        tenant_border("institutions_unitversion"),
        tenant_border("institutions_requiredduty"),
        tenant_border("institutions_sheetimport"),
        tenant_border("institutions_sheetoutcome"),
        migrations.RunSQL(FIRST_VERSIONS, migrations.RunSQL.noop),
    ]
