"""Says of checks kept before that nobody could read their paper, as checks from now on say it themselves.

A check of a paper without any text stopped, and the check that it had taken the place of counts again. Where people had judged
its findings, their word stays: the check counts on, and of what nobody judged it says that it was not seen.
"""

from django.db import migrations

NOTHING_READ = """noticed @> '[{"en": "No text could be read in this document."}]'"""
TOLD = f"""
INSERT INTO core_pendingchange (institution_id, kind, subject_id)
SELECT DISTINCT link.institution_id, 'cooperation', link.cooperation_id
FROM agreements_agreementcooperation AS link JOIN agreements_clausecheck AS kept USING (agreement_id)
WHERE kept.current AND kept.unread = '' AND kept.{NOTHING_READ};
"""  # noqa: S608
UNREAD = f"""
UPDATE agreements_clausecheck AS kept
SET facts = facts - 'agreement.missing_conditions' - 'agreement.no_exit', unread = CASE WHEN EXISTS (
    SELECT 1 FROM agreements_finding WHERE clause_check_id = kept.id AND judged <> '') THEN 'some' ELSE 'all' END
WHERE progress = 'done' AND unread = '' AND {NOTHING_READ};
UPDATE agreements_finding SET verdict = 'unseen' WHERE verdict = 'absent' AND clause_check_id IN (
    SELECT id FROM agreements_clausecheck WHERE unread = 'some' AND {NOTHING_READ});
DELETE FROM agreements_finding WHERE clause_check_id IN (
    SELECT id FROM agreements_clausecheck WHERE progress = 'done' AND unread = 'all');
"""  # noqa: S608
STOPPED = """
UPDATE agreements_clausecheck SET progress = 'failed', current = false, message = (
    SELECT jsonb_build_object('en', string_agg(each->>'en', ' ' ORDER BY place), 'nb', string_agg(each->>'nb', ' ' ORDER BY place))
    FROM jsonb_array_elements(noticed) WITH ORDINALITY AS remark(each, place))
WHERE progress = 'done' AND unread = 'all';
"""
COUNTS_AGAIN = """
UPDATE agreements_clausecheck SET current = true WHERE id IN (
    SELECT DISTINCT ON (kept.agreement_id) kept.id
    FROM agreements_clausecheck AS kept
    JOIN agreements_agreement AS agreement ON agreement.id = kept.agreement_id
    JOIN agreements_documentversion AS version ON version.id = kept.document_version_id
    JOIN agreements_document AS paper ON paper.id = version.document_id
    WHERE kept.progress = 'done'
        AND (paper.kind IN ('agreement', 'draft', 'returned') OR (paper.kind = 'amendment' AND agreement.relation = 'amends'))
        AND EXISTS (SELECT 1 FROM agreements_clausecheck WHERE agreement_id = kept.agreement_id AND unread = 'all')
        AND NOT EXISTS (SELECT 1 FROM agreements_clausecheck WHERE agreement_id = kept.agreement_id AND current)
    ORDER BY kept.agreement_id, paper.kind IN ('draft', 'returned'), version.at DESC, kept.done_at DESC);
"""
READ_ANEW = TOLD + UNREAD + STOPPED + COUNTS_AGAIN


class Migration(migrations.Migration):
    """Only what is kept changes."""

    dependencies = [("agreements", "0004_what_could_not_be_read"), ("core", "0004_pendingchange")]

    operations = [migrations.RunSQL(READ_ANEW, migrations.RunSQL.noop)]
