"""Hides what the log says of anything that hangs on a record in a compartment, and not of the record alone."""

from django.db import migrations

# What each row hangs on. It is known only as that is, and what it hangs on may hang on something in its turn.
HANGS_ON = {
    **dict.fromkeys(
        (
            *("agreements_agreementparty", "agreements_agreementunit", "agreements_document", "agreements_documentversion"),
            *("agreements_clausecheck", "agreements_finding", "agreements_comparison", "agreements_steptaken"),
            *("deadlines_agreementday", "drawer_draweritem"),
            *("exits_exitstrategy", "exits_strategystep", "exits_hangingthing", "exits_hangingpeople"),
            *("exits_hangingaccess", "exits_breach", "exits_plantask", "exits_breachentry"),
        ),
        ("agreement_id",),
    ),
    "agreements_agreementcooperation": ("agreement_id", "cooperation_id"),
    **dict.fromkeys(
        ("register_cooperationtrace", "register_importedrow", "appraisal_appraisal", "overview_row"),
        ("cooperation_id",),
    ),
    "register_cooperationpartner": ("cooperation_id", "partner_id"),
    **dict.fromkeys(
        (
            *("appraisal_attachment", "appraisal_comment", "appraisal_decision", "appraisal_letter"),
            *("appraisal_measure", "appraisal_passage", "appraisal_stepaside"),
        ),
        ("appraisal_id",),
    ),
    "partners_merge": ("kept_id", "gone_id"),
    "register_notours": ("partner_id",),
    **dict.fromkeys(
        (
            *("screening_screeninghit", "screening_judgement", "screening_comparedsubject"),
            *("appraisal_raisedflag", "appraisal_ownview"),
        ),
        ("subject_id",),
    ),
}

# They look below the border on purpose: they are asked about rows and answer with yes or no. All that an event mentions is asked
# about at once. Where no compartment of records is closed to who asks, nothing is hidden, and no other table is looked into.
MAY_KNOW_ALL = """
CREATE FUNCTION aktsom_may_know(records uuid[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF cardinality(records) = 0 OR NOT EXISTS (
    SELECT 1 FROM access_compartment WHERE kind = 'records' AND NOT aktsom_may_enter(id)
    AND institution_id = coalesce(aktsom_institution(), institution_id)) THEN
    RETURN true;
  END IF;
  RETURN {known};
END $$;
"""
OWN = "NOT EXISTS (SELECT 1 FROM {} WHERE id = ANY (records) AND NOT aktsom_may_enter(compartment_id))"
WITH_ANOTHER = "NOT EXISTS (SELECT 1 FROM {} WHERE id = ANY (records) AND NOT aktsom_may_know(ARRAY[{}]))"
START = "LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN RETURN"
AT_WORK = "coalesce(current_setting('aktsom.compartments', true), '') = '*'"
MAY_KNOW = f"CREATE OR REPLACE FUNCTION aktsom_may_know(record uuid) RETURNS boolean {START} {{known}}; END $$;"
MAY_READ_EVENT = f"""
CREATE OR REPLACE FUNCTION aktsom_may_read_event(subject text, details jsonb) RETURNS boolean
{START} {AT_WORK} OR {{known}}; END $$;
"""
MENTIONED = """regexp_matches(subject || ' ' || details::text, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g') AS named(id)"""

NOW = (
    MAY_KNOW_ALL.replace(
        "{known}",
        "\n    AND ".join(
            [
                *(OWN.format(table) for table in ("register_cooperation", "agreements_agreement", "partners_partner")),
                *(WITH_ANOTHER.format(table, ", ".join(columns)) for table, columns in HANGS_ON.items()),
            ]
        ),
    ),
    MAY_KNOW.format(known="aktsom_may_know(ARRAY[record])"),
    MAY_READ_EVENT.format(known=f"aktsom_may_know(ARRAY(SELECT named.id[1]::uuid FROM {MENTIONED}))"),
)
BEFORE = (
    MAY_READ_EVENT.format(known=f"NOT EXISTS (SELECT 1 FROM {MENTIONED} WHERE NOT aktsom_may_know(named.id[1]::uuid))"),
    MAY_KNOW.format(
        known=f"""record IS NULL OR {AT_WORK} OR (
    NOT EXISTS (SELECT 1 FROM register_cooperation WHERE id = record AND NOT aktsom_may_enter(compartment_id))
    AND NOT EXISTS (SELECT 1 FROM agreements_agreement WHERE id = record AND NOT aktsom_may_enter(compartment_id))
    AND aktsom_may_know_partner(record))"""
    ),
    "DROP FUNCTION aktsom_may_know(uuid[])",
)


class Migration(migrations.Migration):
    """The functions that are asked."""

    dependencies = [
        ("exits", "0007_questions_are_asked"),
        ("agreements", "0008_papers"),
        ("drawer", "0006_set_aside"),
        ("deadlines", "0002_border"),
        ("register", "0005_indexes_of_children"),
        ("partners", "0005_public_rows_first"),
        ("access", "0002_border"),
        ("screening", "0006_withdrawn_addresses"),
        ("appraisal", "0010_handed_on"),
        ("overview", "0004_public_rows_first"),
    ]

    operations = [migrations.RunSQL([*NOW], [*BEFORE])]
