"""What lies beside an agreement counts for what it contradicts, and a paper can be withdrawn."""

import django.db.models.deletion
from django.db import migrations, models

CHECKED = """
SELECT DISTINCT ON (version.document_id) kept.id
FROM agreements_clausecheck AS kept
JOIN agreements_agreement AS agreement ON agreement.id = kept.agreement_id
JOIN agreements_documentversion AS version ON version.id = kept.document_version_id
JOIN agreements_document AS paper ON paper.id = version.document_id
WHERE kept.progress = 'done' AND (paper.kind = 'annex' OR (paper.kind = 'amendment' AND agreement.relation <> 'amends'))
ORDER BY version.document_id, version.number DESC, kept.done_at DESC, kept.id DESC
"""
COUNTS_BESIDE = f"""
UPDATE agreements_clausecheck SET beside = true WHERE id IN ({CHECKED});
INSERT INTO core_pendingchange (institution_id, kind, subject_id)
SELECT DISTINCT link.institution_id, 'cooperation', link.cooperation_id
FROM agreements_agreementcooperation AS link JOIN agreements_clausecheck AS kept USING (agreement_id)
WHERE kept.beside;
"""  # noqa: S608


class Migration(migrations.Migration):
    """Four more columns, and of what was checked before the latest check of each amendment and annex counts."""

    dependencies = [
        ("agreements", "0007_choices_of_a_draft"),
        ("core", "0004_pendingchange"),
        ("institutions", "0001_initial"),
    ]

    operations = [
        migrations.AddField("clausecheck", "beside", models.BooleanField(default=False)),
        migrations.AddField("documentversion", "withdrawn_at", models.DateTimeField(null=True)),
        migrations.AddField("documentversion", "withdrawn_because", models.CharField(max_length=500, blank=True, default="")),
        migrations.AddField(
            "documentversion",
            "withdrawn_by",
            models.ForeignKey(
                "institutions.Member", on_delete=django.db.models.deletion.PROTECT, null=True, related_name="+"
            ),
        ),
        migrations.RunSQL(COUNTS_BESIDE, migrations.RunSQL.noop),
    ]
