"""Plain SQL under the application role, as whoever gets hold of its connection would send it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from aktsom.core.actor import Actor
from aktsom.core.audit import append_event
from tests.security.tables import BEHIND

EVERYTHING_IN = "*"


@contextmanager
def acts_for(institution: int | None, compartments: str = EVERYTHING_IN) -> Iterator[None]:
    """The settings as the product makes them, here by hand; all is rolled back to where it was."""
    settings = (
        "SELECT set_config('aktsom.institution', %s, false), set_config('aktsom.user', '', false),"
        " set_config('aktsom.compartments', %s, false)"
    )
    rows(settings, str(institution or ""), compartments)
    yield
    rows(settings, "", "")


def rows(statement: str, *given: object) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given or None)
        return cursor.fetchall() if cursor.description else []


def touched(statement: str, *given: object) -> int | str:
    try:
        with transaction.atomic():
            return len(
                rows(statement + ("" if "RETURNING" in statement or "SELECT" in statement else " RETURNING 1"), *given)
            )
    except DatabaseError as error:
        if "permission denied" in str(error):
            return "permission denied"
        raise


def count(table: str, column: str, institution: int) -> int:
    return int(rows(f"SELECT count(*) FROM {table} WHERE {column} = %s", institution)[0][0])


@contextmanager
def refused(reason: str) -> Iterator[None]:
    with pytest.raises((DatabaseError, psycopg.Error), match=reason), transaction.atomic():
        yield


def copied(statement: str) -> str:
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        return b"".join(bytes(part) for part in copy).decode()


def copy_in(table: str, values: dict[str, object]) -> None:
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY {table} ({', '.join(values)}) FROM STDIN") as copy:
        copy.write_row(list(values.values()))


def insert(table: str, values: dict[str, object], more: str = "") -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, values))
    places = sql.SQL(", ").join(sql.Placeholder() for _each in values)
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})" + more).format(sql.Identifier(table), names, places)
    with connection.cursor() as cursor:
        cursor.execute(statement, list(values.values()))


def make_row(table: str, institution: int) -> None:
    """Any row of the table; references need not lead anywhere, for they are looked at when a transaction is committed."""
    if table == "core_auditevent":
        append_event(Actor.system("tests", institution), verb="made", subject="", details={})
    else:
        insert(table, values_of(table, institution))


BY_TYPE: dict[str, Any] = {
    "uuid": uuid4, "bigint": lambda: 1, "integer": lambda: 1, "smallint": lambda: 1, "boolean": lambda: False,
    "text": lambda: "x", "character varying": lambda: "x", "date": lambda: date(2026, 1, 1), "jsonb": lambda: "{}",
    "timestamp with time zone": lambda: datetime(2026, 1, 1, tzinfo=UTC), "ARRAY": list,
    "double precision": lambda: 0.5, "bytea": lambda: b"x",
}  # fmt: skip


def values_of(table: str, institution: int) -> dict[str, object]:
    """A value of the right type for every column that needs one."""
    needed = rows(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
        table,
    )
    return {name: BY_TYPE[kind]() for name, kind in needed} | {BEHIND[table]: institution}
