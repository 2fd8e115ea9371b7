"""The database itself takes an event only as the next of its chain, and keeps heads behind the border of institutions."""

from django.db import migrations

from aktsom.core.tenancy import tenant_border

# What waits in the first function goes on, after the lock, with a snapshot of its own: it sees what was committed meanwhile.
END_OF_CHAIN = """
CREATE FUNCTION aktsom_end_of_chain(wanted bigint, OUT sequence bigint, OUT digest text, OUT at timestamptz)
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(4279124, wanted::integer);
    SELECT event.sequence, event.digest, event.at INTO sequence, digest, at
    FROM core_auditevent event WHERE event.chain = wanted ORDER BY event.sequence DESC LIMIT 1;
END $$
"""
NEXT_OF_CHAIN = """
CREATE FUNCTION aktsom_next_of_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE latest record;
BEGIN
    SELECT * INTO latest FROM aktsom_end_of_chain(NEW.chain);
    IF NEW.sequence <> coalesce(latest.sequence, 0) + 1 OR NEW.previous <> coalesce(latest.digest, repeat('0', 64)) THEN
        RAISE EXCEPTION 'this event is not the next of its chain' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER next_of_chain BEFORE INSERT ON core_auditevent FOR EACH ROW EXECUTE FUNCTION aktsom_next_of_chain();
"""


class Migration(migrations.Migration):
    """Functions, trigger and borders."""

    dependencies = [("core", "0005_signed_heads")]

    operations = [
        migrations.RunSQL(END_OF_CHAIN, "DROP FUNCTION aktsom_end_of_chain(bigint)"),
        migrations.RunSQL(
            NEXT_OF_CHAIN, "DROP TRIGGER next_of_chain ON core_auditevent; DROP FUNCTION aktsom_next_of_chain()"
        ),
        tenant_border("core_signedhead", "NULLIF(chain, 0)", public=True),
        tenant_border("core_witness", "NULLIF(chain, 0)", public=True),
    ]
