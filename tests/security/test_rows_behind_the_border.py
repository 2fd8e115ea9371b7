"""The border between institutions, tried with plain SQL under the application role, on every table behind it.

Nothing here goes through the product's code: whoever can send SQL as the application meets the same border. What the
database cannot keep from its own application (settings of the connection, the existence of a random id) is written down
in docs/THREAT-MODEL.md.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from aktsom.core.actor import Actor
from aktsom.core.audit import append_event
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution
from tests.security.plain_sql import (
    EVERYTHING_IN,
    acts_for,
    copied,
    copy_in,
    count,
    insert,
    make_row,
    refused,
    rows,
    touched,
    values_of,
)
from tests.security.tables import APPEND_ONLY, BEHIND, OPEN, SHARED


@dataclass(frozen=True)
class Neighbours:
    """Two institutions; the rows belong to the first."""

    ours: int
    theirs: int


@pytest.fixture(autouse=True)
def neighbours(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Neighbours]:
    """In a transaction that is never committed, so that rows may refer to what is not there."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = [Institution.objects.create(slug=slug, name_nb=slug, name_en=slug, kind="university") for slug in "ab"]
        yield Neighbours(made[0].pk, made[1].pk)
        transaction.set_rollback(True)


def test_every_table_is_known_to_stand_behind_the_border_or_in_the_open() -> None:
    guarded = rows(
        "SELECT relname, relrowsecurity FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    behind, in_the_open = ({name for name, guard in guarded if guard is wanted} for wanted in (True, False))
    assert behind == set(BEHIND) | SHARED, (
        "Say in BEHIND whose rows a new table holds, or put the table behind the border"
    )
    assert in_the_open == OPEN, "A table in the open holds nothing of an institution's: say so in OPEN"


def test_nothing_else_that_holds_rows_is_there() -> None:
    """No view, materialised view or foreign table through which rows could be seen around the border."""
    kinds = rows(
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm', 'f', 'p') AND relnamespace = 'public'::regnamespace"
    )
    assert kinds == []


@pytest.mark.parametrize("table", BEHIND)
def test_another_institutions_rows_cannot_be_read(table: str, neighbours: Neighbours) -> None:
    column = BEHIND[table]
    with acts_for(neighbours.ours):
        make_row(table, neighbours.ours)
        assert count(table, column, neighbours.ours) >= 1
    for other in (neighbours.theirs, None):
        with acts_for(other):
            assert count(table, column, neighbours.ours) == 0
            joined = f"SELECT count(t.*) FROM institutions_institution i LEFT JOIN {table} t ON t.{column}=i.id WHERE i.id = %s"
            assert rows(joined, neighbours.ours) == [(0,)]
            assert rows(
                f"SELECT max(x::text) FROM (SELECT t.* FROM {table} t WHERE {column} = %s) x", neighbours.ours
            ) == [(None,)]
            assert (
                str(neighbours.ours)
                not in copied(f"COPY (SELECT {column} FROM {table} WHERE {column} IS NOT NULL) TO STDOUT").split()
            )
            plan = json.loads(
                json.dumps(
                    rows(f"EXPLAIN (ANALYZE, FORMAT JSON) SELECT * FROM {table} WHERE {column} = %s", neighbours.ours)
                )
            )
            assert plan[0][0][0]["Plan"]["Actual Rows"] == 0
            assert rows("SELECT count(*) FROM pg_stats WHERE schemaname = 'public' AND tablename = %s", table) == [(0,)]


@pytest.mark.parametrize("table", BEHIND)
def test_another_institutions_rows_cannot_be_changed_or_deleted(table: str, neighbours: Neighbours) -> None:
    column = BEHIND[table]
    with acts_for(neighbours.ours):
        make_row(table, neighbours.ours)
    with acts_for(neighbours.theirs):
        for statement in (
            f"UPDATE {table} SET {column} = {column} WHERE {column} = %s RETURNING *",
            f"DELETE FROM {table} WHERE {column} = %s RETURNING *",
        ):
            assert touched(statement, neighbours.ours) in (0, "permission denied")
        with refused("permission denied"):
            rows(f"TRUNCATE {table} CASCADE")
        locked = touched(f"SELECT 1 FROM {table} WHERE {column} = %s FOR UPDATE", neighbours.ours)
        assert locked in (0, "permission denied")
    with acts_for(neighbours.ours):
        assert count(table, column, neighbours.ours) >= 1


@pytest.mark.parametrize("table", BEHIND)
def test_nobody_writes_a_row_into_another_institution_or_moves_one_there(table: str, neighbours: Neighbours) -> None:
    column = BEHIND[table]
    values = values_of(table, neighbours.ours)
    with acts_for(neighbours.theirs):
        with refused("row-level security|next of its chain|not the next"):
            insert(table, values)
        with refused("row-level security|next of its chain|not the next"):
            insert(table, values, " ON CONFLICT DO NOTHING RETURNING 1")
        with refused("row-level security|not supported|permission denied|next of its chain|not the next"):
            copy_in(table, values)
        if table in APPEND_ONLY:
            return
        make_row(table, neighbours.theirs)
        with refused("row-level security|permission denied"):
            rows(f"UPDATE {table} SET {column} = %s WHERE {column} = %s", neighbours.ours, neighbours.theirs)


def test_an_insert_that_meets_anothers_row_says_nothing_of_it(neighbours: Neighbours) -> None:
    """Where a unique value could be guessed, its index holds the institution, or ids that nobody can guess."""
    found = rows(
        "SELECT c.relname, i.indexrelid::regclass::text, (SELECT string_agg(a.attname, ',') FROM pg_attribute a"
        " WHERE a.attrelid = i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " WHERE i.indisunique AND c.relrowsecurity AND c.relnamespace = 'public'::regnamespace"
    )
    unguessable = {"id", "institution_id", "chain", "digest", "compartment_id", "round_id", "cooperation_id", "batch_id",
                   "prerequisite_id", "kept_id", "head_id", "assignment_id", "provider_id",
                   "subject_id", "member_id", "unit_id", "agreement_id", "document_id", "clause_check_id",
                   "drawer_id", "strategy_id", "breach_id"}  # fmt: skip
    assert [(table, index) for table, index, columns in found if not unguessable & set(columns.split(","))] == []


def test_the_application_role_cannot_become_more(neighbours: Neighbours) -> None:
    for attempt in (
        "SET ROLE aktsom_owner",
        "SET SESSION AUTHORIZATION aktsom_owner",
        "SET ROLE postgres",
        "ALTER ROLE aktsom_app BYPASSRLS",
        "ALTER ROLE aktsom_app SUPERUSER",
        "GRANT aktsom_owner TO aktsom_app",
        "CREATE ROLE more SUPERUSER",
        "ALTER TABLE register_cooperation DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE register_cooperation OWNER TO aktsom_app",
        "DROP POLICY tenant_read ON register_cooperation",
        "CREATE POLICY more ON register_cooperation USING (true)",
        "CREATE FUNCTION more() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION aktsom_institution() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
        "CREATE OR REPLACE FUNCTION aktsom_may_enter(compartment uuid) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "CREATE VIEW public.more AS SELECT * FROM register_cooperation",
        "CREATE TABLE public.more (id int)",
        "CREATE RULE more AS ON SELECT TO register_cooperation DO INSTEAD NOTHING",
        "CREATE TRIGGER more BEFORE INSERT ON register_cooperation FOR EACH ROW EXECUTE FUNCTION aktsom_next_of_chain()",
        "ALTER TABLE core_auditevent DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "CREATE EXTENSION dblink",
        "COPY register_cooperation TO PROGRAM 'cat'",
        "COPY register_cooperation TO '/tmp/more.csv'",
        "SELECT pg_read_file('PG_VERSION')",
        "SELECT lo_import('/etc/passwd')",
        "SELECT * FROM pg_authid",
        "SELECT * FROM pg_statistic",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
    ):
        with refused(
            "permission denied|must be owner|must be able to|must be superuser|must have|not available|does not exist"
        ):
            rows(attempt)


def test_turning_the_border_off_by_a_setting_only_refuses_the_query(neighbours: Neighbours) -> None:
    with acts_for(neighbours.theirs):
        rows("SET LOCAL row_security = off")
        with refused("would be affected by row-level security"):
            rows("SELECT count(*) FROM register_cooperation")


def test_what_runs_with_the_owners_rights_tells_another_institution_nothing(neighbours: Neighbours) -> None:
    with acting_for(Actor.system("tests", neighbours.ours)):
        append_event(Actor.system("tests", neighbours.ours), verb="secret", subject="", details={})
    owners = {
        name
        for (name,) in rows("SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace")
    }
    assert (
        owners
        == {
            "aktsom_end_of_chain",
            "aktsom_may_know",
            "aktsom_may_know_partner",
            "aktsom_may_read_event",
            "aktsom_refresh_statistics",  # how many tables changed much, of all institutions together, and for no other login
        }
    )
    assert rows("SELECT has_function_privilege('public', 'aktsom_refresh_statistics()', 'EXECUTE')") == [(False,)]
    with acts_for(neighbours.theirs, compartments=""):
        assert rows("SELECT sequence, digest FROM aktsom_end_of_chain(%s)", neighbours.ours) in ([], [(None, None)])


def test_compartments_hold_in_the_database_for_reading_and_writing(neighbours: Neighbours) -> None:
    within, other = str(uuid4()), str(uuid4())
    with acts_for(neighbours.ours):
        for table in ("register_cooperation", "partners_partner"):
            insert(table, values_of(table, neighbours.ours) | {"compartment_id": within})
    for entered, seen in (("", 0), (other, 0), (within, 1), (EVERYTHING_IN, 1)):
        with acts_for(neighbours.ours, compartments=entered):
            for table in ("register_cooperation", "partners_partner"):
                found = f"SELECT count(*) FROM {table} WHERE compartment_id IS NOT NULL"
                assert rows(found) == [(seen,)]
                assert (
                    touched(f"UPDATE {table} SET compartment_id = compartment_id WHERE compartment_id IS NOT NULL")
                    == seen
                )
    with acts_for(neighbours.ours, compartments=other), refused("row-level security"):
        insert("register_cooperation", values_of("register_cooperation", neighbours.ours) | {"compartment_id": within})
