"""Hides cooperation in compartments, all that hangs on it, and what the log says of it."""

from django.db import migrations

from aktsom.core.tenancy import compartment_border, within

# These two look below the border on purpose: they are asked about one row and answer with yes or no.
MAY_KNOW = """
CREATE FUNCTION aktsom_may_know(record uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN record IS NULL OR coalesce(current_setting('aktsom.compartments', true), '') = '*' OR (
    NOT EXISTS (SELECT 1 FROM register_cooperation WHERE id = record AND NOT aktsom_may_enter(compartment_id))
    AND aktsom_may_know_partner(record));
END $$;
"""
MAY_READ_EVENT = """
CREATE FUNCTION aktsom_may_read_event(subject text, details jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN coalesce(current_setting('aktsom.compartments', true), '') = '*' OR NOT EXISTS (
    SELECT 1 FROM regexp_matches(subject || ' ' || details::text, '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}', 'g')
    AS named(id) WHERE NOT aktsom_may_know(named.id[1]::uuid));
END $$;
"""
# The next event is chained to the last one, whether or not who acts may read that: it is read below the border, in one's own
# chain alone. What waits goes on, after the lock, with a snapshot of its own.
END_OF_CHAIN = """
CREATE OR REPLACE FUNCTION aktsom_end_of_chain(wanted bigint, OUT sequence bigint, OUT digest text, OUT at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(4279124, wanted::integer);
    SELECT event.sequence, event.digest, event.at INTO sequence, digest, at FROM core_auditevent event
    WHERE event.chain = wanted AND wanted = coalesce(aktsom_institution(), 0) ORDER BY event.sequence DESC LIMIT 1;
END $$
"""
WITHOUT = "ALTER FUNCTION aktsom_end_of_chain(bigint) SECURITY INVOKER RESET search_path"
OWN_EVENT = "member_id IN (SELECT own.id FROM institutions_member AS own WHERE own.user_id = aktsom_user())"


class Migration(migrations.Migration):
    """Row-level security."""

    dependencies = [
        ("register", "0003_compartment"),
        ("partners", "0004_compartment_border"),
        ("core", "0006_chain_order"),
    ]

    operations = [
        compartment_border("register_cooperation", "aktsom_may_enter(compartment_id)"),
        compartment_border("register_cooperationpartner", within("register_cooperation", "cooperation_id")),
        compartment_border("register_cooperationtrace", within("register_cooperation", "cooperation_id")),
        compartment_border(
            "register_importedrow", f"cooperation_id IS NULL OR {within('register_cooperation', 'cooperation_id')}"
        ),
        migrations.RunSQL(MAY_KNOW, "DROP FUNCTION aktsom_may_know(uuid)"),
        migrations.RunSQL(MAY_READ_EVENT, "DROP FUNCTION aktsom_may_read_event(text, jsonb)"),
        migrations.RunSQL(END_OF_CHAIN, WITHOUT),
        compartment_border("core_pendingchange", "aktsom_may_know(subject_id)"),
        compartment_border("core_auditevent", f"{OWN_EVENT} OR aktsom_may_read_event(subject, details)"),
    ]
