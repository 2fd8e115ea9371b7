"""`aktsom backup` and `aktsom restore`."""

import os
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path

import click
from django.db import ProgrammingError
from pyrage.x25519 import Identity

from aktsom.cli.setup import language_in_use, spoken, with_django
from aktsom.config.environment import home
from aktsom.engine.wording import Sentence, counted, said
from aktsom.operation.backup.errors import BackupError
from aktsom.operation.backup.generations import LastBackup, let_go, name_for, remember
from aktsom.operation.backup.keys import identities_from, lock_from
from aktsom.operation.backup.making import make_backup
from aktsom.operation.backup.manifest import Manifest
from aktsom.operation.backup.postgres import Address
from aktsom.operation.backup.reading import Open
from aktsom.operation.backup.restoring import check_backup, restore_backup

KEEP = 14


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--verify", is_flag=True, help="Restore what was written into a database of its own, and look through it."
)
@click.option("--keep", type=click.IntRange(min=1), help="In a folder: how many backups to keep.")
def backup(target: Path, verify: bool, keep: int | None) -> None:
    """Back the database and the files up to TARGET, a new file or a folder of backups, encrypted.

    Who can open it is set by AKTSOM_BACKUP_RECIPIENTS (age keys) or AKTSOM_BACKUP_PASSPHRASE_FILE. Keys of this installation
    are not part of it: keep them apart.
    """
    lock = lock_from(os.environ)
    with_django()
    begun = datetime.now(UTC)
    file = target / name_for(begun) if target.is_dir() else target
    manifest = make_backup(file, lock, Address.of(os.environ["DATABASE_URL"]), home())
    if verify:
        _checked(file, lambda _key: [lock.own])
    remember(home(), LastBackup(made_at=begun, file=str(file), size=file.stat().st_size, verified=verify))
    _write_event("made a backup", {"file": file.name, "verified": verify})
    _say(file, manifest, said("written and restored on trial") if verify else said("written"))
    if target.is_dir():
        for old in let_go(target, keep or int(os.environ.get("AKTSOM_BACKUP_KEEP") or KEEP)):
            click.echo(spoken(said("{file}: removed, as newer ones are kept", file=old.name)))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only restore on trial, into a server of its own, and look through it.")
@click.option("--replace", is_flag=True, help="Take the place of a database that holds something; it is kept aside.")
@click.option("--identity", type=click.Path(path_type=Path), help="The file with the age key that opens the backup.")
def restore(file: Path, check: bool, replace: bool, identity: Path | None) -> None:
    """Put the backup FILE in the place of this installation's database and files, once it has been looked through."""

    keys = partial(_keys, identity)
    if check:
        _say(file, check_backup(file, keys, language_in_use()), said("whole: restored on trial and verified"))
        return
    with_django()
    address, language = Address.of(os.environ["DATABASE_URL"]), language_in_use()
    done = restore_backup(file, keys, address, home(), in_place=replace, language=language)
    _write_event("restored a backup", {"file": file.name, "made_at": done.manifest.made_at.isoformat()})
    _say(file, done.manifest, said("restored and verified"))
    if done.database_before:
        before = said(
            "The former database is kept as {name}; drop it when you no longer need it.", name=done.database_before
        )
        click.echo(spoken(before))
    for folder in done.folders_before:
        click.echo(spoken(said("A former folder is kept as {folder}.", folder=folder)))


def _keys(identity: Path | None, locked: str) -> list[Identity]:
    return identities_from(os.environ, locked, identity)


def _checked(file: Path, keys: Open) -> None:
    """A backup that cannot be put back is none: it has the name of one only after it was restored on trial."""
    untried = file.rename(file.with_name(f"{file.name}.untried"))
    try:
        check_backup(untried, keys, language_in_use())
    except BackupError:
        untried.rename(file.with_name(f"{file.name}.refused"))
        raise
    untried.rename(file)


def _write_event(verb: str, details: dict[str, object]) -> None:
    try:
        import_module("aktsom.operation.events").write(verb, details)
    except ProgrammingError:
        # A backup is taken before an upgrade brings the tables up to date, and counts without the event.
        untold = said("The audit log does not tell of it: the tables are not those of this version yet.")
        click.echo(spoken(untold), err=True)


def _say(file: Path, manifest: Manifest, what: Sentence) -> None:
    rows, events = sum(manifest.rows.values()), sum(head.sequence for head in manifest.heads)
    parts = (
        counted("{number} table", "{number} tables", len(manifest.rows)),
        counted("{number:,} row", "{number:,} rows", rows),
        counted("{number:,} audit event", "{number:,} audit events", events),
        counted("in {number} chain", "in {number} chains", len(manifest.heads)),
        counted("{number:,} file", "{number:,} files", len(manifest.files)),
    )
    tables, all_rows, all_events, chains, files = map(spoken, parts)
    as_of = said("As of {time} UTC", time=f"{manifest.made_at:%Y-%m-%d %H:%M}")
    click.echo(f"{file}: {spoken(what)}. {spoken(as_of)}: {tables}, {all_rows}, {all_events} {chains}, {files}.")
