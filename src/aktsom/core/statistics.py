"""What PostgreSQL knows of its tables, from which it plans: looked at anew as soon as much has come in.

By itself it does so up to a minute later, and until then pages over the new rows can take seconds.
"""

from django.db import connection


def refresh_statistics() -> int:
    """Let PostgreSQL look at the tables of which much has changed; give how many. Call it once a bulk load is kept."""
    with connection.cursor() as cursor:
        # What this connection changed is otherwise counted up to a second later.
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute("SELECT aktsom_refresh_statistics()")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
