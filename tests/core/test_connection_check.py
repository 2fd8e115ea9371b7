"""A connection is looked at before every request, without asking the server while it is silent."""

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

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


def _end(pid: int) -> None:
    with connection.cursor() as cursor:
        assert isinstance(cursor, CursorWrapper)
        # Waits until it has ended.
        cursor.execute(sql.SQL("SELECT pg_terminate_backend({}, 5000)").format(sql.Literal(pid)))
        assert cursor.fetchone() == (True,)
