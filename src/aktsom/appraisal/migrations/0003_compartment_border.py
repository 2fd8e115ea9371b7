"""Hides flags on what is in a compartment."""

from django.db import migrations

from aktsom.core.tenancy import compartment_border, within

OF_SUBJECT = (
    f"CASE subject_kind WHEN 'cooperation' THEN {within('register_cooperation', 'subject_id')}"
    f" WHEN 'partner' THEN aktsom_may_know_partner(subject_id) ELSE true END"
)


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("appraisal", "0002_border"), ("register", "0004_compartment_border")]

    operations = [
        compartment_border("appraisal_raisedflag", f"institution_id IS NULL OR {OF_SUBJECT}"),
        compartment_border("appraisal_ownview", OF_SUBJECT),
    ]
