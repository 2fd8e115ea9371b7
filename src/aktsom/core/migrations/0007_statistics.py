"""Lets the application role have PostgreSQL look at what a bulk load left, which only the owner of a table may ask for."""

from django.db import migrations

# By the measure of PostgreSQL's own autovacuum, which comes up to a minute later. A table that it looks at now is passed over.
REFRESH = """
CREATE FUNCTION aktsom_refresh_statistics() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    changed regclass;
    number integer := 0;
BEGIN
    FOR changed IN
        SELECT stat.relid FROM pg_stat_user_tables stat JOIN pg_class kept ON kept.oid = stat.relid
        WHERE stat.schemaname = 'public' AND kept.relowner = current_user::regrole
        AND stat.n_mod_since_analyze > 50 + greatest(kept.reltuples, 0) / 10
    LOOP
        EXECUTE format('ANALYZE (SKIP_LOCKED) %s', changed);
        number := number + 1;
    END LOOP;
    RETURN number;
END $$;
REVOKE ALL ON FUNCTION aktsom_refresh_statistics() FROM PUBLIC;
"""


class Migration(migrations.Migration):
    """One function; `core/roles.py` gives the application role the right to it."""

    dependencies = [("core", "0006_chain_order")]

    operations = [migrations.RunSQL(REFRESH, "DROP FUNCTION aktsom_refresh_statistics()")]
