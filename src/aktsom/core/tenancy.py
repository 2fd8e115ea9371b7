"""The border between institutions, drawn a second time by PostgreSQL below the code.

Every row that belongs to an institution carries its id, and a row-level security policy compares that with the
institution that the connection acts for. A connection that acts for nobody sees and writes no such row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import connection, models
from django.db.migrations.operations import RunSQL

from aktsom.core.actor import Actor

INSTITUTION_FUNCTION = """
CREATE OR REPLACE FUNCTION aktsom_institution() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('aktsom.institution', true), '')::bigint $$;
CREATE OR REPLACE FUNCTION aktsom_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('aktsom.user', true), '')::bigint $$;
"""


class Tenanted(models.Model):
    """A row that belongs to one institution."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


@contextmanager
def acting_for(actor: Actor) -> Iterator[None]:
    """Let the database connection act for the actor's institution inside the block, and for the former one after it."""
    before = _exchange(actor.institution_id, actor.user_id)
    try:
        yield
    finally:
        # A transaction that rolls back takes the setting back by itself: PostgreSQL keeps it with the transaction.
        if not connection.needs_rollback:
            _set(*before)


def act_for(actor: Actor) -> None:
    """Let the connection act for the actor's institution until something else is said: one round trip, for requests."""
    _set(actor.institution_id, actor.user_id)


def act_for_place(institution_id: int, user_id: int) -> None:
    """Let the connection act for a signed-in user in an institution, before it is known with which duties."""
    _set(institution_id, user_id)


def act_for_user(user_id: int) -> None:
    """Let the connection act for a signed-in user who has not yet chosen an institution."""
    _set(None, user_id)


def act_for_nobody() -> None:
    """Let the connection see no institution's rows."""
    _set(None, None)


SET = "SELECT set_config('aktsom.institution', %s, false), set_config('aktsom.user', %s, false)"
# The former values are read in a step of their own, which is done before anything is set.
EXCHANGE = """
WITH former AS MATERIALIZED
(SELECT current_setting('aktsom.institution', true) AS institution, current_setting('aktsom.user', true) AS person)
SELECT institution, person, set_config('aktsom.institution', %s, false), set_config('aktsom.user', %s, false) FROM former
"""


def _exchange(institution: object, user: object) -> tuple[object, object]:
    """Set whom the connection acts for, and say whom it acted for before: one round trip.

    Nothing of this is remembered in Python: a rollback or a new connection changes it without a word.
    """
    with connection.cursor() as cursor:
        cursor.execute(EXCHANGE, [str(institution or ""), str(user or "")])
        row = cursor.fetchone()
    return (row[0], row[1]) if row else ("", "")


def _set(institution: object, user: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET, [str(institution or ""), str(user or "")])


def tenant_border(table: str, column: str = "institution_id", *, public: bool = False, also: str = "false") -> RunSQL:
    """The migration that puts a table behind the border.

    With `public`, rows of no institution are read by all, and written while the connection acts for nobody: that is how
    the system works on public sources. `also` is a further SQL condition under which a row may be read.
    """
    own = f"{column} IS NOT DISTINCT FROM aktsom_institution()" if public else f"{column} = aktsom_institution()"
    seen = f"{own} OR {column} IS NULL" if public else f"{own} OR {also}"
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY tenant_read ON {table} FOR SELECT USING ({seen});
        CREATE POLICY tenant_insert ON {table} FOR INSERT WITH CHECK ({own});
        CREATE POLICY tenant_update ON {table} FOR UPDATE USING ({own}) WITH CHECK ({own});
        CREATE POLICY tenant_delete ON {table} FOR DELETE USING ({own});
        """,
        f"""
        DROP POLICY tenant_read ON {table}; DROP POLICY tenant_insert ON {table};
        DROP POLICY tenant_update ON {table}; DROP POLICY tenant_delete ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )
