"""The application role: it can read and write rows, and nothing else. It is no superuser and owns no table."""

from typing import Any

from django.db import connections, transaction

APPLICATION_ROLE = "aktsom_app"
OWNER_ROLE = "aktsom_owner"
DATABASE = "aktsom"
STATISTICS = "aktsom_refresh_statistics()"
APPEND_ONLY = ("core_auditevent", "core_evidence", "core_signingkey", "core_signedhead", "core_witness")


def grant_after_migrate(using: str, **_signal: Any) -> None:
    """Give the application role its rights on every table, and take back what the append-only ones must not allow."""
    # One transaction: at no moment may the role do more than it may in the end.
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION_ROLE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {APPLICATION_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS")
            cursor.execute(f"GRANT {APPLICATION_ROLE} TO CURRENT_USER")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APPLICATION_ROLE}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {APPLICATION_ROLE}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION_ROLE}")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        present = {row[0] for row in cursor.fetchall()}
        for table in APPEND_ONLY:
            if table in present:
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APPLICATION_ROLE}")
        cursor.execute("SELECT to_regprocedure(%s) IS NOT NULL", [STATISTICS])
        if cursor.fetchone() == (True,):
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {STATISTICS} TO {APPLICATION_ROLE}")
        if "django_migrations" in present:
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {APPLICATION_ROLE}")
