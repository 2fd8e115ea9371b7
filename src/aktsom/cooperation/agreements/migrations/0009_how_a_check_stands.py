"""The database keeps with each check how its findings stand, so that lists and overviews read one row for an agreement."""

from django.db import migrations, models

STANDINGS = """
CREATE FUNCTION aktsom_standings(checked uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce(jsonb_object_agg(name, conditions), '{}') FROM (
        SELECT name, jsonb_agg(condition ORDER BY condition) AS conditions
        FROM (
            SELECT condition, required, CASE WHEN judged = '' THEN verdict ELSE judged END AS stands
            FROM agreements_finding WHERE clause_check_id = checked
        ) AS found
        CROSS JOIN LATERAL (VALUES (stands, true), ('required ' || stands, required)) AS named (name, counts)
        WHERE counts GROUP BY name
    ) AS summed
$$;
CREATE FUNCTION aktsom_keep_standings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE agreements_clausecheck SET standings = aktsom_standings(id)
    WHERE id IN (SELECT clause_check_id FROM changed);
    RETURN NULL;
END $$;
"""
TRIGGER = """
CREATE TRIGGER standings_after_{event} AFTER {event} ON agreements_finding REFERENCING {which} TABLE AS changed
FOR EACH STATEMENT EXECUTE FUNCTION aktsom_keep_standings();
"""
EVENTS = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
ALREADY_CHECKED = "UPDATE agreements_clausecheck SET standings = aktsom_standings(id) WHERE progress = 'done'"
UNDO = """
DROP TRIGGER standings_after_insert ON agreements_finding;
DROP TRIGGER standings_after_update ON agreements_finding;
DROP TRIGGER standings_after_delete ON agreements_finding;
DROP FUNCTION aktsom_keep_standings();
DROP FUNCTION aktsom_standings(uuid);
"""


class Migration(migrations.Migration):
    """One more column, filled for what was checked before."""

    dependencies = [("agreements", "0008_papers")]

    operations = [
        migrations.AddField("clausecheck", "standings", models.JSONField(default=dict, editable=False)),
        migrations.RunSQL(
            STANDINGS + "".join(TRIGGER.format(event=event, which=which) for event, which in EVENTS.items()), UNDO
        ),
        migrations.RunSQL(ALREADY_CHECKED, ""),
    ]
