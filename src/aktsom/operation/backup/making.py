"""Making a backup: the database as of one moment, then the files, then the manifest; under its name only when it is whole."""

import gzip
import os
import subprocess
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import IO, Any

import orjson
import psycopg

from aktsom.core.signing import PRIVATE
from aktsom.engine.wording import said
from aktsom.operation.backup.errors import BackupError
from aktsom.operation.backup.keys import Lock
from aktsom.operation.backup.manifest import FORM, Manifest, Piece
from aktsom.operation.backup.postgres import Address, heads_of, major, program, rows_of, tail
from aktsom.operation.backup.streams import encrypted

DATABASE, HOME, MANIFEST = "database", "home", "manifest.json"
FOLDERS = ("files", "audit")
"""What of AKTSOM_HOME is backed up: lists and uploads, and the signed heads of the audit log with their public keys."""
NEVER = (PRIVATE,)
PIECE = 4 * 1024 * 1024
GROWING = ".part"


@dataclass
class _Measured:
    """The size and digest of what has flowed through."""

    size: int = 0
    digest: Any = field(default_factory=sha256)

    def take(self, block: bytes) -> bytes:
        self.size += len(block)
        self.digest.update(block)
        return block

    @property
    def piece(self) -> Piece:
        return Piece(size=self.size, digest=self.digest.hexdigest())


def make_backup(target: Path, lock: Lock, address: Address, home: Path) -> Manifest:
    """Write a backup to `target`; raises `BackupError`, and then leaves nothing under that name."""
    if target.exists():
        raise BackupError(said("{file} is there already.", file=target), remedy=said("Name a folder or another file."))
    growing = target.with_name(target.name + GROWING)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _private(growing) as out:
            out.write(orjson.dumps({"aktsom-backup": FORM, "key": lock.locked_key}) + b"\n")
            with (
                encrypted(out, lock.recipients) as plain,
                gzip.GzipFile(fileobj=plain, mode="wb", compresslevel=1) as packed,
                tarfile.open(fileobj=packed, mode="w|") as tar,
            ):
                manifest = _contents(tar, address, home)
            out.flush()
            os.fsync(out.fileno())
        growing.rename(target)
    except (OSError, psycopg.Error) as error:
        raise BackupError(
            said(
                "The backup could not be written to {file} ({reason}).",
                file=target,
                reason=str(error).strip().partition("\n")[0],
            ),
            remedy=said("Check the space on that disk, who may write there, and that the database runs."),
        ) from error
    finally:
        growing.unlink(missing_ok=True)
    return manifest


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file


def _contents(tar: tarfile.TarFile, address: Address, home: Path) -> Manifest:
    with address.connect(autocommit=False) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        dumped = _dump(tar, address, row[0] if row else "", major(connection))
        rows, heads, server = rows_of(connection), heads_of(connection), major(connection)
    manifest = Manifest(
        aktsom=version("aktsom"),
        postgresql=server,
        made_at=datetime.now(UTC),
        database=dumped,
        files=dict(_files(tar, home)),
        rows=rows,
        heads=heads,
    )
    _add(tar, MANIFEST, manifest.model_dump_json(indent=1).encode())
    return manifest


def _dump(tar: tarfile.TarFile, address: Address, snapshot: str, server: int) -> Piece:
    """The database as of the snapshot, in pieces, as its size is not known before its end."""
    command = [program("pg_dump", server), "--format=custom", "--compress=0", "--no-owner", "--no-password"]
    command += [f"--snapshot={snapshot}", "--dbname", address.conninfo]
    measured, number = _Measured(), 0
    with running(command, address, stdout=subprocess.PIPE) as (process, complaint):
        assert process.stdout is not None
        while block := process.stdout.read(PIECE):
            _add(tar, f"{DATABASE}/{number:06}", measured.take(block))
            number += 1
        if process.wait():
            raise BackupError(
                said("The database could not be dumped ({reason}).", reason=tail(complaint())),
                remedy=said("DATABASE_URL must name the owner of the tables, on a server that runs."),
            )
    return measured.piece


@contextmanager
def running(
    command: list[str], address: Address, **streams: int
) -> Iterator[tuple[subprocess.Popen[bytes], Callable[[], str]]]:
    """A program of PostgreSQL's at work, and what it complains of; ended if the block is left early."""
    heard: list[bytes] = []
    with subprocess.Popen(command, env=address.environment, stderr=subprocess.PIPE, **streams) as process:  # type: ignore[call-overload]
        listener = threading.Thread(target=lambda: heard.append(process.stderr.read(1_000_000)), daemon=True)
        listener.start()

        def complaint() -> str:
            listener.join(timeout=10)
            return b"".join(heard).decode("utf-8", "replace")

        try:
            yield process, complaint
        finally:
            if process.poll() is None:
                process.terminate()


def _files(tar: tarfile.TarFile, home: Path) -> Iterator[tuple[str, Piece]]:
    for path in _kept(home):
        inside = path.relative_to(home)
        measured = _Measured()
        with path.open("rb") as file:
            entry = tarfile.TarInfo(f"{HOME}/{inside.as_posix()}")
            entry.size = os.fstat(file.fileno()).st_size
            tar.addfile(entry, _Reading(file, measured))
        yield inside.as_posix(), measured.piece


def _kept(home: Path) -> Iterator[Path]:
    """What is whole, and no private key: whoever can read backups must not be able to sign as the installation."""
    for path in sorted(each for name in FOLDERS for each in (home / name).rglob("*")):
        growing = any(part.endswith(GROWING) for part in path.relative_to(home).parts)
        if path.is_file() and not path.is_symlink() and not growing and path.name not in NEVER:
            yield path


class _Reading:
    """A file that is measured as it is read."""

    def __init__(self, file: IO[bytes], measured: _Measured) -> None:
        self.file, self.measured = file, measured

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        return self.measured.take(self.file.read(size))


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, BytesIO(content))
