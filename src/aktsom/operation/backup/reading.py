"""Reading a backup into an empty database and an empty folder, and seeing that all of it came."""

import subprocess
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Any

import orjson
from pydantic import ValidationError
from pyrage import x25519

from aktsom.engine.wording import said
from aktsom.operation.backup.errors import BackupError
from aktsom.operation.backup.making import DATABASE, FOLDERS, HOME, MANIFEST, running
from aktsom.operation.backup.manifest import FORM, Manifest, Piece
from aktsom.operation.backup.postgres import Address, harmless, heads_of, major, program, rows_of, tail
from aktsom.operation.backup.streams import damaged, decrypted

Open = Callable[[str], list[x25519.Identity]]
"""From the key in a backup's first line to the identities that may open it."""
BLOCK = 1024 * 1024
LONGEST_FIRST_LINE = 10_000
LARGEST_MANIFEST = 64 * 1024 * 1024


@dataclass
class _Found:
    """What has come so far."""

    database: Any = field(default_factory=sha256)
    size: int = 0
    files: dict[str, Piece] = field(default_factory=dict)
    manifest: Manifest | None = None


def read_backup(source: Path, keys: Open, address: Address, home: Path) -> Manifest:
    """Put a backup into an empty database and folder; raises `BackupError` unless all of it is there and fits."""
    try:
        with source.open("rb") as raw:
            identities = keys(_first_line(raw, source))
            with decrypted(raw, identities) as plain:
                return _unpack(raw, plain, address, home)
    except OSError as error:
        raise BackupError(
            said("The backup could not be read or put down ({reason}).", reason=error.strerror or str(error)),
            remedy=said("Check that the file is there and that the disk has space."),
        ) from error


def _first_line(raw: IO[bytes], source: Path) -> str:
    try:
        first = orjson.loads(raw.readline(LONGEST_FIRST_LINE))
        form, key = int(first["aktsom-backup"]), str(first["key"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise BackupError(
            said("{file} is no backup of Aktsom's.", file=source),
            remedy=said("Name a file that “aktsom backup” wrote."),
        ) from error
    if form > FORM:
        raise BackupError(
            said("The backup is from a newer Aktsom."), remedy=said("Install that version, then restore.")
        )
    return key


def _unpack(raw: IO[bytes], plain: IO[bytes], address: Address, home: Path) -> Manifest:
    with address.connect() as connection:
        server = major(connection)
    command = [program("pg_restore", server), "--no-owner", "--no-password", "--dbname", address.conninfo]
    command += ["--exit-on-error"] if server >= 17 else []
    found = _Found()
    with running(command, address, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as (process, complaint):
        assert process.stdin is not None
        _members(raw, plain, home, found, process.stdin)
        process.stdin.close()
        if process.wait() and not harmless(complaint(), server):
            raise BackupError(
                said("The database could not be put back ({reason}).", reason=tail(complaint())),
                remedy=said("If the server is older than the one that the backup is from, restore on one as new."),
            )
    return _fitting(found, address, raw)


def _members(raw: IO[bytes], plain: IO[bytes], home: Path, found: _Found, database: IO[bytes]) -> None:
    try:
        with tarfile.open(fileobj=plain, mode="r|gz") as tar:
            for member in tar:
                content = tar.extractfile(member)
                if content is not None:
                    _take(member, content, home, found, database)
        # What follows the last entry belongs to the backup too, and is where a cut shows.
        while plain.read(BLOCK):
            pass
    except BrokenPipeError:
        return  # pg_restore has stopped, and says why when it is waited for
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise damaged(raw.tell()) from error


def _take(member: tarfile.TarInfo, content: IO[bytes], home: Path, found: _Found, database: IO[bytes]) -> None:
    kind, _, rest = member.name.partition("/")
    if kind == DATABASE:
        while block := content.read(BLOCK):
            found.database.update(block)
            found.size += len(block)
            database.write(block)
    elif kind == HOME and _is_inside(rest):
        found.files[rest] = _keep(content, home / rest)
    elif member.name == MANIFEST and member.size <= LARGEST_MANIFEST:
        found.manifest = _manifest(content.read())


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return len(path.parts) > 1 and path.parts[0] in FOLDERS and ".." not in path.parts


def _keep(content: IO[bytes], target: Path) -> Piece:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = sha256(), 0
    with target.open("wb") as file:
        while block := content.read(BLOCK):
            digest.update(block)
            size += len(block)
            file.write(block)
    return Piece(size=size, digest=digest.hexdigest())


def _manifest(text: bytes) -> Manifest | None:
    try:
        return Manifest.model_validate_json(text)
    except ValidationError:
        return None


def _fitting(found: _Found, address: Address, raw: IO[bytes]) -> Manifest:
    """The manifest, when the pieces, the files, the rows and the ends of the audit chains are as it says."""
    manifest = found.manifest
    if manifest is None:
        raise damaged(raw.tell())
    with address.connect() as connection:
        rows, heads = rows_of(connection), heads_of(connection)
    database = Piece(size=found.size, digest=found.database.hexdigest())
    for name, wanted, came in (
        (said("the dump of the database"), manifest.database, database),
        (said("the files"), manifest.files, found.files),
        (said("the rows of the tables"), manifest.rows, rows),
        (said("the ends of the audit log"), manifest.heads, heads),
    ):
        if wanted != came:
            raise BackupError(
                said("In the backup, {name} are not what its manifest says.", name=name),
                remedy=said("Take another backup."),
            )
    return manifest
