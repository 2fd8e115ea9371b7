"""The borders between institutions and around compartments, drawn a second time by PostgreSQL below the code.

Every row that belongs to an institution carries its id, and a row-level security policy compares that with the
institution that the connection acts for. A connection that acts for nobody sees and writes no such row. A row in a
compartment is there only for a connection that acts for somebody who may enter it, or for the system.
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

ENTER_FUNCTION = """
CREATE OR REPLACE FUNCTION aktsom_may_enter(compartment uuid) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT compartment IS NULL OR coalesce(current_setting('aktsom.compartments', true), '') = '*'
   OR compartment::text = ANY (string_to_array(coalesce(current_setting('aktsom.compartments', true), ''), ',')) $$;
"""
ALL_COMPARTMENTS = "*"
AT_WORK = f"coalesce(current_setting('aktsom.compartments', true), '') = '{ALL_COMPARTMENTS}'"
"""The SQL condition that the connection acts for the system."""


class Tenanted(models.Model):
    """A row that belongs to one institution."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


Place = tuple[object, object, object]
"""The institution, the user and the compartments that a connection acts for."""


@contextmanager
def acting_for(actor: Actor) -> Iterator[None]:
    """Let the database connection act for the actor inside the block, and for the former one after it."""
    before = _exchange(_place(actor))
    try:
        yield
    finally:
        # A transaction that rolls back takes the setting back by itself: PostgreSQL keeps it with the transaction.
        if not connection.needs_rollback:
            _set(before)


def act_for(actor: Actor) -> None:
    """Let the connection act for the actor until something else is said: one round trip, for requests."""
    _set(_place(actor))


def act_for_place(institution_id: int, user_id: int | None = None) -> None:
    """Let the connection act in an institution before it is known with which duties, and outside of all compartments."""
    _set((institution_id, user_id, None))


def act_for_user(user_id: int) -> None:
    """Let the connection act for a signed-in user who has not yet chosen an institution."""
    _set((None, user_id, None))


def act_for_nobody() -> None:
    """Let the connection see no institution's rows."""
    _set((None, None, None))


_NAMES = ("aktsom.institution", "aktsom.user", "aktsom.compartments")
_SETTINGS = ", ".join(f"set_config('{name}', %s, false)" for name in _NAMES)
SET = f"SELECT {_SETTINGS}"
# The former values are read in a step of their own, which is done before anything is set.
_FORMER = ", ".join(f"current_setting('{name}', true) AS s{number}" for number, name in enumerate(_NAMES))
EXCHANGE = f"WITH former AS MATERIALIZED (SELECT {_FORMER}) SELECT s0, s1, s2, {_SETTINGS} FROM former"  # noqa: S608


def _place(actor: Actor) -> Place:
    entered = ALL_COMPARTMENTS if actor.is_system else ",".join(sorted(map(str, actor.compartments)))
    return actor.institution_id, actor.user_id, entered


def _exchange(place: Place) -> Place:
    """Set whom the connection acts for, and say whom it acted for before: one round trip.

    Nothing of this is remembered in Python: a rollback or a new connection changes it without a word.
    """
    with connection.cursor() as cursor:
        cursor.execute(EXCHANGE, [str(each or "") for each in place])
        row = cursor.fetchone()
    return (row[0], row[1], row[2]) if row else ("", "", "")


def _set(place: Place) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SET, [str(each or "") for each in place])


def compartment_border(table: str, condition: str) -> RunSQL:
    """The migration that hides rows in compartments, on top of `tenant_border`: rows are there only where `condition` holds.

    The condition is SQL on the row: `aktsom_may_enter(compartment_id)`, or for rows that hang on a record, `within(…)`.
    """
    return RunSQL(
        f"CREATE POLICY compartment ON {table} AS RESTRICTIVE USING ({condition})",
        f"DROP POLICY compartment ON {table}",
    )


def within(table: str, column: str) -> str:
    """The SQL condition that the record which `column` names is there for the connection, or that the system is at work.

    The system also tidies up after records that are gone.
    """
    return f"({AT_WORK} OR EXISTS (SELECT 1 FROM {table} AS held WHERE held.id = {column}))"  # noqa: S608


def tenant_border(table: str, column: str = "institution_id", *, public: bool = False, also: str = "false") -> RunSQL:
    """The migration that puts a table behind the border.

    With `public`, rows of no institution are read by all, and written while the connection acts for nobody: that is how
    the system works on public sources. `also` is a further SQL condition under which a row may be read.
    """
    own = f"{column} IS NOT DISTINCT FROM aktsom_institution()" if public else f"{column} = aktsom_institution()"
    seen = _public_first(column) if public else f"{own} OR {also}"
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


def read_public_first(table: str) -> RunSQL:
    """The migration that lets a border which was drawn before look first whether a row is public.

    Most rows of these tables are, and whom the connection acts for was looked up for every one of them.
    """
    before = "institution_id IS NOT DISTINCT FROM aktsom_institution() OR institution_id IS NULL"
    return RunSQL(
        f"ALTER POLICY tenant_read ON {table} USING ({_public_first('institution_id')})",
        f"ALTER POLICY tenant_read ON {table} USING ({before})",
    )


def _public_first(column: str) -> str:
    return f"{column} IS NULL OR {column} = aktsom_institution()"
