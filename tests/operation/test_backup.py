"""A backup can be opened only by those it is for, is restored on trial before it counts, and takes nothing away."""

import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pyrage import x25519

from aktsom.operation.backup.errors import BackupError
from aktsom.operation.backup.generations import LastBackup, last_backup, let_go, name_for, remember
from aktsom.operation.backup.keys import Lock, identities_from, lock_from
from aktsom.operation.backup.making import make_backup
from aktsom.operation.backup.postgres import Address, drop_database, harmless, program
from aktsom.operation.backup.restoring import _verify, check_backup, restore_backup
from aktsom.operation.backup.streams import decrypted, encrypted
from tests.operation.conftest import EVENTS, Installation

pytestmark = pytest.mark.usefixtures("english")
PASSPHRASE = {"AKTSOM_BACKUP_PASSPHRASE": "correct horse battery"}


@pytest.fixture(scope="module")
def lock() -> Lock:
    own = x25519.Identity.generate()
    return Lock((own.to_public(),), own)


@pytest.fixture(scope="module")
def written(installation: Installation, lock: Lock, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("backups") / "one.backup"
    make_backup(target, lock, installation.address, installation.home)
    return target


def test_promise_p49_a_backup_counts_only_when_it_was_restored_on_trial(
    installation: Installation, lock: Lock, written: Path
) -> None:
    manifest = check_backup(written, lambda _key: [lock.own])
    assert manifest.rows["institutions_institution"] == 1
    assert [head.sequence for head in manifest.heads] == [EVENTS]
    assert set(manifest.files) == {"files/uploads/sheet.csv", "audit/public-keys/one.pem"}
    assert b"nordvik" not in written.read_bytes()
    assert written.stat().st_mode & 0o077 == 0


def test_a_restore_keeps_what_was_there_aside(
    installation: Installation, lock: Lock, written: Path, tmp_path: Path
) -> None:
    address, home = installation.address, tmp_path
    (home / "files").mkdir()
    (home / "files" / "newer.csv").write_text("came after the backup")
    with pytest.raises(BackupError, match="--replace"):
        restore_backup(written, lambda _key: [lock.own], address, home)
    with address.connect(), pytest.raises(BackupError, match="Stop the server"):
        restore_backup(written, lambda _key: [lock.own], address, home, in_place=True)
    with address.connect() as connection:
        connection.execute("UPDATE institutions_institution SET slug = 'changed'")
    done = restore_backup(written, lambda _key: [lock.own], address, home, in_place=True)
    try:
        assert _slug(address) == "nordvik"
        assert _slug(address.named(done.database_before)) == "changed"
        assert (home / "files" / "uploads" / "sheet.csv").exists()
        (files_before,) = done.folders_before
        assert (files_before / "newer.csv").read_text() == "came after the backup"
        assert not list(home.glob("restoring-*"))
    finally:
        drop_database(address.named(done.database_before), beside=address)


@pytest.mark.parametrize("harm", ["cut", "changed", "emptied"])
def test_a_damaged_backup_is_refused_and_nothing_is_left_of_it(
    installation: Installation, lock: Lock, written: Path, tmp_path: Path, harm: str
) -> None:
    whole = bytearray(written.read_bytes())
    if harm == "cut":
        del whole[-20:]
    elif harm == "changed":
        whole[len(whole) // 2] ^= 1
    else:
        del whole[whole.index(b"\n") + 1 :]
    harmed = tmp_path / "harmed.backup"
    harmed.write_bytes(whole)
    before = _databases(installation.address)
    with pytest.raises(BackupError, match=r"cut off|damaged"):
        restore_backup(harmed, lambda _key: [lock.own], installation.address, tmp_path / "home", in_place=True)
    assert _databases(installation.address) == before
    assert _slug(installation.address) == "nordvik"


def test_a_key_that_it_was_not_made_for_does_not_open_it(
    installation: Installation, written: Path, tmp_path: Path
) -> None:
    stranger = x25519.Identity.generate()
    with pytest.raises(BackupError, match="key does not open"):
        restore_backup(written, lambda _key: [stranger], installation.address, tmp_path, in_place=True)


def test_what_verifying_finds_is_said_in_the_language_of_the_command(
    installation: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: list[str], **_options: object) -> subprocess.CompletedProcess[str]:
        assert command[-3:] == ["--language", "nb", "migrate"]
        return subprocess.CompletedProcess(command, 1, "Stemmer ikke", "")

    monkeypatch.setattr(subprocess, "run", run)
    with pytest.raises(BackupError, match="Stemmer ikke"):
        _verify(installation.address, None, tmp_path, "nb")


def test_something_else_is_no_backup(installation: Installation, lock: Lock, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(b"\x00\xff no backup")
    with pytest.raises(BackupError, match="no backup of Aktsom"):
        restore_backup(other, lambda _key: [lock.own], installation.address, tmp_path, in_place=True)


def test_a_backup_that_fails_leaves_nothing_under_its_name(
    installation: Installation, lock: Lock, tmp_path: Path
) -> None:
    with pytest.raises(BackupError, match="could not be written"):
        make_backup(tmp_path / "b", lock, installation.address.named("not_there"), installation.home)
    assert list(tmp_path.iterdir()) == []


def test_an_earlier_backup_is_never_written_over(installation: Installation, lock: Lock, written: Path) -> None:
    with pytest.raises(BackupError, match="is there already"):
        make_backup(written, lock, installation.address, installation.home)


def test_a_passphrase_locks_the_key_that_travels_with_the_backup() -> None:
    lock = lock_from(PASSPHRASE)
    (opened,) = identities_from(PASSPHRASE, lock.locked_key)
    assert _through(lock, opened, b"secret" * 50_000) == b"secret" * 50_000
    with pytest.raises(BackupError, match="passphrase does not open"):
        identities_from({"AKTSOM_BACKUP_PASSPHRASE": "another passphrase"}, lock.locked_key)


def test_recipients_open_what_was_encrypted_to_them(tmp_path: Path) -> None:
    holder = x25519.Identity.generate()
    lock = lock_from({"AKTSOM_BACKUP_RECIPIENTS": str(holder.to_public())})
    file = tmp_path / "identity"
    file.write_text(f"# made today\n{holder}\n")
    (opened,) = identities_from({}, lock.locked_key, file)
    assert _through(lock, opened, b"text") == b"text"


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "never written in the clear"),
        ({"AKTSOM_BACKUP_PASSPHRASE": "short"}, "too short"),
        ({"AKTSOM_BACKUP_RECIPIENTS": "age1nonsense"}, "is no age key"),
        ({"AKTSOM_BACKUP_PASSPHRASE_FILE": "/not/there"}, "cannot be read"),
    ],
)
def test_without_a_key_there_is_no_backup(environment: Mapping[str, str], said: str) -> None:
    with pytest.raises(BackupError, match=said):
        lock_from(environment)


def test_only_the_newest_backups_are_kept_and_other_files_stay(tmp_path: Path) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for day in range(5):
        (tmp_path / name_for(start + timedelta(days=day))).touch()
    (tmp_path / "notes.txt").touch()
    assert len(let_go(tmp_path, 2)) == 3
    kept = {name_for(start + timedelta(days=day)) for day in (3, 4)}
    assert {path.name for path in tmp_path.iterdir()} == {"notes.txt", *kept}


def test_what_the_last_backup_was_is_remembered(tmp_path: Path) -> None:
    assert last_backup(tmp_path) is None
    last = LastBackup(made_at=datetime(2026, 1, 1, tzinfo=UTC), file="x", size=3, verified=True)
    remember(tmp_path, last)
    assert last_backup(tmp_path) == last


def test_a_server_newer_than_our_programs_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(BackupError, match=r"PostgreSQL 99, which is newer"):
        program("pg_dump", 99)


def test_an_older_server_may_not_know_a_setting_and_nothing_else() -> None:
    unknown = 'pg_restore: error: could not execute query: ERROR:  unrecognized parameter "transaction_timeout"'
    assert harmless(unknown, 15)
    assert not harmless(unknown, 18)
    assert not harmless(f"{unknown}\npg_restore: error: could not execute query: ERROR:  disk full", 15)


def test_a_password_is_in_no_argument() -> None:
    address = Address.of("postgresql://owner:p%40ss@db.example:5433/aktsom?sslmode=require")
    assert "p@ss" not in address.conninfo
    assert address.environment["PGPASSWORD"] == "p@ss"
    assert Address.of(address.url) == address


def _through(lock: Lock, opener: x25519.Identity, content: bytes) -> bytes:
    stored = BytesIO()
    with encrypted(stored, lock.recipients) as plain:
        plain.write(content)
    stored.seek(0)
    with decrypted(stored, [opener]) as plain:
        return plain.read()


def _slug(address: Address) -> str:
    with address.connect() as connection:
        row = connection.execute("SELECT slug FROM institutions_institution").fetchone()
    return str(row[0]) if row else ""


def _databases(address: Address) -> set[str]:
    with address.connect() as connection:
        return {name for (name,) in connection.execute("SELECT datname FROM pg_database") if "restored" in name}
