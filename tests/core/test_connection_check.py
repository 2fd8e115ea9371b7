"""A connection is looked at before every request, without asking the server while it is silent."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql
from psycopg.types.json import Jsonb

from aktsom.config.postgresql.base import ONE_PLAN
from aktsom.core.audit import END_OF_CHAIN
from aktsom.core.tenancy import EXCHANGE, SET

pytestmark = pytest.mark.django_db


def test_a_silent_connection_stands() -> None:
    connection.ensure_connection()
    assert connection.is_usable()


def test_a_connection_that_was_closed_is_not_usable() -> None:
    copy = connection.copy()
    assert not copy.is_usable()
    copy.ensure_connection()
    assert copy.is_usable()
    copy.connection.close()
    assert not copy.is_usable()


def test_a_connection_that_the_server_ended_is_not_usable() -> None:
    copy = connection.copy()
    with copy.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    _end(pid)
    assert not copy.is_usable()
    copy.close()


@pytest.mark.parametrize(
    "statement",
    [
        'INSERT INTO "a" ("b", "c") VALUES (%s, %s::text[]) RETURNING "a"."b"',
        'UPDATE "a" SET "b" = %s, "c" = %s WHERE "a"."id" = %s',
        SET,
        EXCHANGE,
        END_OF_CHAIN,
    ],
)
def test_what_has_one_plan_is_planned_once(statement: str) -> None:
    assert ONE_PLAN.match(statement)


@pytest.mark.parametrize(
    "statement",
    [
        'INSERT INTO "a" ("b", "c") VALUES (%s, %s), (%s, %s)',
        'INSERT INTO "a" ("b") SELECT "b" FROM "c" WHERE "d" = %s',
        'UPDATE "a" SET "b" = %s WHERE "a"."c" = %s',
        'UPDATE "a" SET "b" = %s WHERE "a"."id" IN (%s, %s)',
        'SELECT "a"."b" FROM "a" WHERE "a"."id" = %s',
    ],
)
def test_what_may_need_another_plan_for_other_values_is_planned_each_time(statement: str) -> None:
    assert not ONE_PLAN.match(statement)


def test_the_server_keeps_one_plan_for_all_values() -> None:
    with connection.cursor() as cursor:
        for value in ("1", "2"):
            cursor.execute(SET, [value, "", ""])
            cursor.execute("SELECT %s::text", [value])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT set_config%'")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1::text%'")
        assert cursor.fetchone() == (0,)


def _end(pid: int) -> None:
    with connection.cursor() as cursor:
        assert isinstance(cursor, CursorWrapper)
        # Waits until it has ended.
        cursor.execute(sql.SQL("SELECT pg_terminate_backend({}, 5000)").format(sql.Literal(pid)))
        assert cursor.fetchone() == (True,)


def test_one_plan_for_what_is_prepared_one_for_its_values_for_everything_else_and_none_in_machine_code() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('plan_cache_mode'), current_setting('jit')")
        assert cursor.fetchone() == ("force_generic_plan", "off")
        cursor.execute("EXPLAIN SELECT 1 FROM django_session WHERE session_key = %s", ["a key"])
        assert "a key" in str(cursor.fetchall())


def test_values_that_are_written_into_a_statement_come_back_as_they_were() -> None:
    given = ['it\'s 100 % \\ sure\n"%s" $1', None, 7, [uuid4()], date(2026, 1, 31), Jsonb({"a'": ["\\"]})]
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::text, %s::text, %s::int, %s::uuid[], %s::date, %s::jsonb", given)
        assert list(cursor.fetchone()) == [*given[:-1], '{"a\'": ["\\\\"]}']
