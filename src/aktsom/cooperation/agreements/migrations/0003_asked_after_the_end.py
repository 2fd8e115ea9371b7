"""Says of agreements that have ended who had decided about it, as an undecided end is asked about from now on.

Decided about were those that ran out or were given notice of before the calendar ended them, and those that had ended already
when they were registered: the calendar took no step with them.
"""

from django.db import migrations

DECIDED = """
UPDATE agreements_agreement AS ended SET decided_until = ends_on
WHERE state = 'ended' AND ends_on IS NOT NULL AND (
    NOT EXISTS (SELECT 1 FROM agreements_steptaken WHERE agreement_id = ended.id AND step = 'end')
    OR (SELECT state FROM agreements_steptaken WHERE agreement_id = ended.id AND step <> 'end' ORDER BY at DESC, id DESC LIMIT 1)
        IN ('lapsing', 'notice-given'))
"""


class Migration(migrations.Migration):
    """Only what is kept changes."""

    dependencies = [("agreements", "0002_border")]

    operations = [migrations.RunSQL(DECIDED, migrations.RunSQL.noop)]
