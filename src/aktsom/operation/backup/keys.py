"""Who can open a backup: the holders of age keys, or who knows the passphrase. Neither is ever given on a command line."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyrage import DecryptError, IdentityError, RecipientError, passphrase, x25519

from aktsom.engine.wording import said
from aktsom.operation.backup.errors import BackupError

SHORTEST_PASSPHRASE = 12
SET = said(
    "Set AKTSOM_BACKUP_RECIPIENTS to age keys (age1…), or AKTSOM_BACKUP_PASSPHRASE_FILE to a file with a passphrase of at"
    " least {least} characters.",
    least=SHORTEST_PASSPHRASE,
)


@dataclass(frozen=True, slots=True)
class Lock:
    """What one backup is encrypted with.

    `own` is a key made for this backup alone: the program that wrote it checks it with that key and then forgets it. With
    a passphrase, `locked_key` is that key under the passphrase and travels in the backup's first line.
    """

    recipients: tuple[x25519.Recipient, ...]
    own: x25519.Identity
    locked_key: str = ""


def lock_from(environment: Mapping[str, str]) -> Lock:
    """The lock that the settings ask for; raises `BackupError` when they name neither keys nor a passphrase."""
    own = x25519.Identity.generate()
    named = [each.strip() for each in environment.get("AKTSOM_BACKUP_RECIPIENTS", "").split(",") if each.strip()]
    if named:
        return Lock((*map(_recipient, named), own.to_public()), own)
    words = _passphrase(environment)
    if not words:
        raise BackupError(
            said("Nobody is named who could open the backup, and it is never written in the clear."), remedy=SET
        )
    if len(words) < SHORTEST_PASSPHRASE:
        raise BackupError(said("The passphrase for backups is too short."), remedy=SET)
    locked = passphrase.encrypt(str(own).encode(), words)
    return Lock((own.to_public(),), own, base64.b64encode(locked).decode())


def identities_from(environment: Mapping[str, str], locked_key: str, file: Path | None = None) -> list[x25519.Identity]:
    """The keys that may open a backup with this first line; raises `BackupError` when there is none to try."""
    if locked_key:
        return [_unlocked(locked_key, _passphrase(environment))]
    named = file or Path(environment.get("AKTSOM_BACKUP_IDENTITY_FILE", ""))
    lines = _text(named).split() if str(named) != "." else []
    found = [_identity(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
    if not found:
        raise BackupError(
            said("The backup is encrypted to age keys, and none is here to open it."),
            remedy=said("Name the file with the secret key by --identity or AKTSOM_BACKUP_IDENTITY_FILE."),
        )
    return found


def _passphrase(environment: Mapping[str, str]) -> str:
    named = environment.get("AKTSOM_BACKUP_PASSPHRASE_FILE", "")
    lines = _text(Path(named)).splitlines() if named else []
    return lines[0].strip() if lines else environment.get("AKTSOM_BACKUP_PASSPHRASE", "")


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BackupError(
            said("{file} cannot be read.", file=file), remedy=said("Check the path and who may read it.")
        ) from error


def _recipient(text: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(text)
    except RecipientError as error:
        raise BackupError(
            said("{key}… in AKTSOM_BACKUP_RECIPIENTS is no age key.", key=text[:12]),
            remedy=said("They begin with age1; age-keygen makes them."),
        ) from error


def _identity(line: str) -> x25519.Identity:
    try:
        return x25519.Identity.from_str(line)
    except IdentityError as error:
        raise BackupError(
            said("The age identity is damaged."), remedy=said("Fetch it again from where it is kept.")
        ) from error


def _unlocked(locked_key: str, words: str) -> x25519.Identity:
    if not words:
        raise BackupError(said("The backup is locked with a passphrase, and none is given."), remedy=SET)
    try:
        return _identity(passphrase.decrypt(base64.b64decode(locked_key), words).decode("ascii"))
    except (DecryptError, binascii.Error, UnicodeDecodeError) as error:
        raise BackupError(
            said("The passphrase does not open the backup."),
            remedy=said("Check that it is the one from when the backup was made."),
        ) from error
