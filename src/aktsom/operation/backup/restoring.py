"""Putting a backup back: beside what is there, looked through by `aktsom verify`, and only then in its place."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from aktsom.config import embedded
from aktsom.core.roles import APPLICATION_ROLE, DATABASE, OWNER_ROLE
from aktsom.core.signing import PRIVATE, PUBLIC
from aktsom.engine.wording import said
from aktsom.operation.backup.errors import BackupError
from aktsom.operation.backup.making import FOLDERS
from aktsom.operation.backup.manifest import Manifest
from aktsom.operation.backup.postgres import (
    Address,
    drop_database,
    exchanged,
    is_in_use,
    make_database,
    others_on,
)
from aktsom.operation.backup.reading import Open, read_backup

SECONDS_TO_LEAVE = 3


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where that which was there before is now; "" and none when nothing was."""

    manifest: Manifest
    database_before: str
    folders_before: list[Path]


def check_backup(source: Path, keys: Open, language: str = "en") -> Manifest:
    """Restore into a server and a folder made for this alone, and verify; raises `BackupError` with what is wrong.

    What verifying finds is said in that language.
    """
    with tempfile.TemporaryDirectory(prefix="aktsom-check-") as temporary:
        home = Path(temporary) / "home"
        home.mkdir(mode=0o700)
        with _own_server(Path(temporary) / "database") as address:
            manifest = read_backup(source, keys, address, home)
            _verify(address, replace(address, user=APPLICATION_ROLE), home, language)
        return manifest


def restore_backup(
    source: Path, keys: Open, address: Address, home: Path, *, in_place: bool = False, language: str = "en"
) -> Restored:
    """Put a backup in the place of the database and the files of this installation.

    Raises `BackupError`, with everything as it was, when the database holds something and `in_place` is not said, when
    programs are connected to it, and when the backup is not whole.
    """
    in_use = is_in_use(address)
    _refuse_if_in_the_way(address, in_use, in_place)
    stamp = f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    coming, staging = address.named(f"{address.name}_restored_{stamp}"), home / f"restoring-{stamp}"
    make_database(coming, beside=address)
    in_place_now = False
    try:
        staging.mkdir(mode=0o700, parents=True)
        manifest = read_backup(source, keys, coming, staging)
        _verify(coming, _application(coming), staging, language)
        aside = f"{address.name}_before_{stamp}"
        folders_before = _take_place(address, coming, aside, home, staging, stamp)
        in_place_now = True
    finally:
        if not in_place_now:
            drop_database(coming, beside=address)
        shutil.rmtree(staging, ignore_errors=True)
    if not in_use:
        drop_database(address.named(aside), beside=address)
    return Restored(manifest, aside if in_use else "", folders_before)


def _stay(address: Address) -> bool:
    """Whether others are connected, and still are a moment later: a program that just ended needs one to leave."""
    until = time.monotonic() + SECONDS_TO_LEAVE
    while others_on(address):
        if time.monotonic() > until:
            return True
        time.sleep(0.1)
    return False


def _refuse_if_in_the_way(address: Address, in_use: bool, in_place: bool) -> None:
    if in_use and not in_place:
        raise BackupError(
            said("The database {name} already holds institutions, people or events.", name=address.name),
            remedy=said(
                "Say --replace to put the backup in its place; what is there now is kept aside under another name."
            ),
        )
    if _stay(address):
        raise BackupError(
            said("Other programs are connected to the database {name}.", name=address.name),
            remedy=said("Stop the server and the worker, then restore."),
        )


def _take_place(address: Address, coming: Address, aside: str, home: Path, staging: Path, stamp: str) -> list[Path]:
    """Exchange database and folders; gives where the former folders are. A fault in the middle puts all back."""
    moved: list[tuple[Path, Path]] = []
    try:
        with exchanged(address, coming, aside):
            for name in FOLDERS:
                _exchange_folder(home / name, staging / name, home / f"{name}-before-{stamp}", moved)
            _keep_keys(home / "audit", home / f"audit-before-{stamp}")
    except (psycopg.Error, OSError) as error:
        for place, before in moved:
            shutil.rmtree(place, ignore_errors=True)
            before.rename(place)
        raise BackupError(
            said(
                "The restored database could not take its place ({reason}).",
                reason=str(error).strip().partition("\n")[0],
            ),
            kept=said("What was there before is still in its place."),
            remedy=said("Stop every program that uses the database, and let its login make and rename databases."),
        ) from error
    return [before for _place, before in moved]


def _exchange_folder(place: Path, came: Path, before: Path, moved: list[tuple[Path, Path]]) -> None:
    came.mkdir(exist_ok=True)
    if place.exists():
        place.rename(before)
        moved.append((place, before))
    came.rename(place)


def _keep_keys(audit: Path, before: Path) -> None:
    """This installation goes on signing with its own key, and knows every public key that it knew."""
    for key in (
        path for path in before.rglob("*") if path.is_file() and (path.name == PRIVATE or PUBLIC in path.parts)
    ):
        target = audit / key.relative_to(before)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(key, target)


def _application(coming: Address) -> Address | None:
    """The application's own login for the coming database, None when the owner takes on its role."""
    url = os.environ.get("DATABASE_APP_URL")
    return Address.of(url).named(coming.name) if url else None


def _verify(address: Address, application: Address | None, home: Path, language: str) -> None:
    """Bring the tables up to date and let `aktsom verify` look, in programs of their own that know only the copy."""
    environment = {**os.environ, "DATABASE_URL": address.url, "AKTSOM_HOME": str(home)}
    environment.pop("DATABASE_APP_URL", None)
    if application:
        environment["DATABASE_APP_URL"] = application.url
    for command in ("migrate", "verify"):
        done = subprocess.run(
            [sys.executable, "-m", "aktsom.cli.main", "--language", language, command],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            fault = " ".join((done.stdout + done.stderr).strip().splitlines()[-5:])[:1000]
            raise BackupError(
                said(
                    "The backup was read whole, but “aktsom {command}” finds fault with it: {fault}",
                    command=command,
                    fault=fault,
                ),
                remedy=said("Run aktsom verify on the installation that it is from, and take another backup."),
            )


@contextmanager
def _own_server(folder: Path) -> Iterator[Address]:
    """A PostgreSQL that is there for the block alone, with the empty database of an installation."""
    socket = embedded.start(folder)
    try:
        yield Address(DATABASE, OWNER_ROLE, "", str(socket), "", {})
    finally:
        embedded.stop(folder)
