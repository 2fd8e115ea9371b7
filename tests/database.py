"""A migrated database for every worker, under the application role."""

import os
import re
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import fasteners
import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql
from psycopg._preparing import PrepareManager
from pytest_django import DjangoDbBlocker

from aktsom.core.compiled import Compiled
from aktsom.identity import outward
from aktsom.operation.backup.postgres import Address, drop_database

LOOKED_UP = outward.found_at
PLAINLY_PLANNED = ("jit = off", "join_collapse_limit = 1", "from_collapse_limit = 1")
"""With a handful of rows the first plan is as good as the best, and looking for the best takes most of a query's time."""
UNPREPARING = re.compile(rb"^(?:DROP|ALTER|DISCARD ALL|DEALLOCATE ALL)\b")
"""What may take its ground from a prepared statement. The driver thinks so of every rollback, and each test ends with one."""
SOURCE = Path(__file__).resolve().parents[1] / "src" / "aktsom"


def pytest_configure() -> None:
    """Cheap password hashing, no mail, no cached static files, and kept queries compared with ones built anew.

    Names of sign-in services are looked up nowhere: all are at a public address, but those on this machine.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = ["*"]
    settings.AKTSOM_SIGN_IN_HOSTS = ["127.0.0.1"]
    outward.found_at = lambda _host: ["93.184.215.14"]
    Compiled.checked = True
    PrepareManager._should_discard.__defaults__ = (UNPREPARING.match,)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A database of this worker's own, cloned from a template that is migrated once for each state of the migrations."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    template = f"test_template_{_migrations_digest()}"
    name = f"test_{worker}_{os.getpid()}"
    with django_db_blocker.unblock(), fasteners.InterProcessLock(Path(tempfile.gettempdir()) / f"{template}.lock"):
        if not _exists(template):
            _as_owner("CREATE DATABASE {}", f"{template}_new")
            _use(f"{template}_new")
            call_command("migrate", database="owner", interactive=False, verbosity=0)
            _close()
            _as_owner("ALTER DATABASE {} RENAME TO {}", f"{template}_new", template)
        _as_owner("CREATE DATABASE {} TEMPLATE {}", name, template)
        for setting in PLAINLY_PLANNED:
            _as_owner(f"ALTER DATABASE {{}} SET {setting}", name)
    _use(name)
    yield
    owner = Address.of(os.environ["DATABASE_URL"])
    with django_db_blocker.unblock():
        _close()
        drop_database(owner.named(name), owner)


def _migrations_digest() -> str:
    digest = sha256()
    for file in [*sorted(SOURCE.glob("**/migrations/*.py")), SOURCE / "core/roles.py", SOURCE / "core/tenancy.py"]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _exists(name: str) -> bool:
    with _owner() as connection:
        return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _as_owner(statement: str, *names: str) -> None:
    with _owner() as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _owner() -> psycopg.Connection[tuple[object, ...]]:
    one = settings.DATABASES["owner"]
    return psycopg.connect(
        host=one["HOST"] or None,
        port=one["PORT"] or None,
        user=one["USER"] or None,
        password=one["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


def _use(name: str) -> None:
    _close()
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = name


def _close() -> None:
    for alias in ("default", "owner"):
        connections[alias].close()
