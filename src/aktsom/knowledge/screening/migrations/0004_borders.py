"""Puts the new tables behind the border between institutions. What is shared is read by every institution."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border

# Only organisations that are public have public hits: neither persons nor an institution's own partners can be shared.
ONLY_PUBLIC = """
CREATE POLICY only_public ON screening_sharedverdict AS RESTRICTIVE FOR INSERT WITH CHECK (EXISTS (
  SELECT 1 FROM screening_screeninghit AS hit WHERE hit.institution_id IS NULL
  AND hit.subject_kind = screening_sharedverdict.subject_kind AND hit.subject_id = screening_sharedverdict.subject_id
  AND hit.listing = screening_sharedverdict.listing));
"""


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("screening", "0003_watch_and_sharing"), ("core", "0002_border")]

    operations = [
        tenant_border("screening_comparedsubject", public=True),
        tenant_border("screening_comparedlists", public=True),
        tenant_border("screening_sharing"),
        tenant_border("screening_sharedverdict", also="aktsom_institution() IS NOT NULL"),
        migrations.RunSQL(ONLY_PUBLIC, "DROP POLICY only_public ON screening_sharedverdict"),
    ]
