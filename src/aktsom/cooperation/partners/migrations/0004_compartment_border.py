"""Hides partners in compartments, with their names, merges, hits and judgements."""

from django.db import migrations

from aktsom.core.tenancy import compartment_border, within

# It looks below the border on purpose: it is asked about one partner and answers with yes or no.
MAY_KNOW_PARTNER = """
CREATE FUNCTION aktsom_may_know_partner(partner uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN coalesce(current_setting('aktsom.compartments', true), '') = '*' OR NOT EXISTS (
    SELECT 1 FROM partners_partner WHERE id = partner AND NOT aktsom_may_enter(compartment_id));
END $$;
"""
OF_PARTNER = "subject_kind <> 'partner' OR aktsom_may_know_partner(subject_id)"


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [("partners", "0003_compartment"), ("access", "0002_border"), ("screening", "0002_border")]

    operations = [
        compartment_border("partners_partner", "aktsom_may_enter(compartment_id)"),
        compartment_border("partners_partnername", "aktsom_may_enter(compartment_id)"),
        compartment_border(
            "partners_merge",
            f"institution_id IS NULL OR ({within('partners_partner', 'kept_id')}"
            f" AND {within('partners_partner', 'gone_id')})",
        ),
        migrations.RunSQL(MAY_KNOW_PARTNER, "DROP FUNCTION aktsom_may_know_partner(uuid)"),
        # Screening knows no partners, so what it keeps of them is hidden from here.
        compartment_border("screening_screeninghit", f"institution_id IS NULL OR {OF_PARTNER}"),
        compartment_border("screening_judgement", OF_PARTNER),
    ]
