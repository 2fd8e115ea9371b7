"""Puts appraisals and all that hangs on them behind the borders; frozen evidence is read by the system alone."""

from django.db import migrations

from aktsom.core.tenancy import compartment_border, tenant_border, within

CHILDREN = ("attachment", "comment", "decision", "letter", "measure", "passage", "stepaside")
AT_WORK = "coalesce(current_setting('aktsom.compartments', true), '') = '*'"


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [
        ("appraisal", "0004_appraisals"),
        ("register", "0004_compartment_border"),
        ("core", "0006_chain_order"),
    ]

    operations = [
        tenant_border("appraisal_appraisal"),
        compartment_border(
            "appraisal_appraisal", f"cooperation_id IS NULL OR {within('register_cooperation', 'cooperation_id')}"
        ),
        *(tenant_border(f"appraisal_{child}") for child in CHILDREN),
        *(
            compartment_border(f"appraisal_{child}", within("appraisal_appraisal", "appraisal_id"))
            for child in CHILDREN
        ),
        compartment_border("core_evidence", AT_WORK),
    ]
