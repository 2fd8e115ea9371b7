"""Draws the border between institutions around the room, and hides agreements in compartments with all that hangs on them."""

from django.db import migrations

from aktsom.core.tenancy import compartment_border, tenant_border, within

# It looks below the border on purpose: it is asked about one row and answers with yes or no. The log names records by their
# ids, so what is done with an agreement in a compartment is hidden there as well.
MAY_KNOW = """
CREATE OR REPLACE FUNCTION aktsom_may_know(record uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN record IS NULL OR coalesce(current_setting('aktsom.compartments', true), '') = '*' OR (
    NOT EXISTS (SELECT 1 FROM register_cooperation WHERE id = record AND NOT aktsom_may_enter(compartment_id))
    {agreements}AND aktsom_may_know_partner(record));
END $$;
"""
AGREEMENTS = (
    "AND NOT EXISTS (SELECT 1 FROM agreements_agreement WHERE id = record AND NOT aktsom_may_enter(compartment_id))\n    "
)
PARTS = (
    "agreements_agreementparty",
    "agreements_agreementunit",
    "agreements_document",
    "agreements_documentversion",
    "agreements_clausecheck",
    "agreements_finding",
    "agreements_comparison",
    "agreements_steptaken",
)
LINK = "agreements_agreementcooperation"


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [
        ("agreements", "0001_initial"),
        ("core", "0002_border"),
        ("register", "0004_compartment_border"),
    ]

    operations = [
        tenant_border("agreements_agreement"),
        compartment_border("agreements_agreement", "aktsom_may_enter(compartment_id)"),
        tenant_border("agreements_ownconditions"),
        *(tenant_border(table) for table in PARTS),
        *(compartment_border(table, within("agreements_agreement", "agreement_id")) for table in PARTS),
        tenant_border(LINK),
        compartment_border(
            LINK,
            f"{within('agreements_agreement', 'agreement_id')} AND {within('register_cooperation', 'cooperation_id')}",
        ),
        migrations.RunSQL(MAY_KNOW.format(agreements=AGREEMENTS), MAY_KNOW.format(agreements="")),
    ]
