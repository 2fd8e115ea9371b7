"""Whether this installation can serve, and whether all of it is well. Cheap, and remembered for a few seconds."""

import shutil
import time
from dataclasses import dataclass
from functools import cache

from django.db import DatabaseError, InterfaceError, ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader

from aktsom.config.environment import home
from aktsom.core.jobs import worker_is_running
from aktsom.knowledge.sources.queries import source_states
from aktsom.operation.events import SYSTEM

REMEMBERED = 5.0
LEAST_SPACE = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. Without what is `needed`, pages cannot be served."""

    name: str
    is_well: bool
    needed: bool


def is_ready() -> bool:
    """Whether pages can be served now."""
    return all(each.is_well for each in findings() if each.needed)


def findings() -> tuple[Finding, ...]:
    """Everything that was looked at in the last five seconds."""
    return _remembered(int(time.monotonic() / REMEMBERED))


@cache
def _remembered(_moment: int) -> tuple[Finding, ...]:
    _remembered.cache_clear()
    try:
        return (Finding("database", True, True), *_in_database(), _disk())
    except ProgrammingError:  # the database answers, and a table is not there
        return (Finding("database", True, True), Finding("migrations", False, True), _disk())
    except (DatabaseError, InterfaceError):
        return (Finding("database", False, True), _disk())


def _in_database() -> tuple[Finding, ...]:
    return (
        Finding("migrations", _is_migrated(), True),
        Finding("worker", worker_is_running(), False),
        Finding("lists", not any(each.is_old for each in source_states(SYSTEM, "en")), False),
    )


def _is_migrated() -> bool:
    """Whether every migration of this version is in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        return _known() <= set(cursor.fetchall())


@cache
def _known() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None)
    return frozenset(loader.disk_migrations)


def _disk() -> Finding:
    folder = next(each for each in (home(), *home().parents) if each.exists())
    return Finding("disk", shutil.disk_usage(folder).free >= LEAST_SPACE, True)
