"""Encrypting and decrypting as it flows: age pulls from one end of a pipe while we push into, or read from, the other."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import IO

import pyrage
from pyrage import x25519

from aktsom.engine.wording import said
from aktsom.operation.backup.errors import BackupError


@contextmanager
def encrypted(target: IO[bytes], recipients: Sequence[x25519.Recipient]) -> Iterator[IO[bytes]]:
    """A file to write to, whose bytes arrive encrypted in `target`. Whoever raises inside must throw `target` away."""
    reading, writing = _pipe()

    def run() -> None:
        with reading:
            pyrage.encrypt_io(reading, target, recipients)

    with _beside(run), writing:
        yield writing


@contextmanager
def decrypted(source: IO[bytes], identities: Sequence[x25519.Identity]) -> Iterator[IO[bytes]]:
    """A file to read from; raises `BackupError` for a wrong key, and for bytes that were changed or cut off."""
    reading, writing = _pipe()

    def run() -> None:
        with writing:
            _decrypt(source, writing, identities)

    with _beside(run), reading:
        yield reading


def _decrypt(source: IO[bytes], target: IO[bytes], identities: Sequence[x25519.Identity]) -> None:
    try:
        pyrage.decrypt_io(source, target, identities)
    except BrokenPipeError:
        raise
    except pyrage.DecryptError as error:
        if "matching keys" not in str(error):
            raise damaged(source.tell()) from error
        raise BackupError(
            said("The key does not open the backup."),
            remedy=said("Use the identity of one of the keys that it was made for."),
        ) from error
    except OSError as error:
        if "decryption" not in str(error):
            raise
        raise damaged(source.tell()) from error


def damaged(place: int) -> BackupError:
    """The words for a backup that is not what was written; `place` is how many of its bytes were read."""
    return BackupError(
        said(
            "The backup is damaged: it was changed or cut off, and cannot be trusted from about byte {place:,}.",
            place=place,
        ),
        remedy=said("Copy it again from where it is kept, or take another backup."),
    )


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


@contextmanager
def _beside(run: Callable[[], None]) -> Iterator[None]:
    """Let something run in a thread beside the block. What went wrong there is the cause of what goes wrong here."""
    failed: list[Exception] = []

    def kept() -> None:
        try:
            run()
        except (OSError, ValueError, BackupError, pyrage.EncryptError) as error:
            failed.append(error)

    thread = Thread(target=kept, daemon=True)
    thread.start()
    try:
        yield
    # Whatever the block fails with, a broken pipe or half a stream: what the thread failed with is why.
    except Exception as error:
        thread.join()
        cause = next((each for each in failed if not isinstance(each, BrokenPipeError)), None)
        if cause is not None:
            raise cause from error
        raise
    thread.join()
    if failed and not isinstance(failed[0], BrokenPipeError):
        raise failed[0]
