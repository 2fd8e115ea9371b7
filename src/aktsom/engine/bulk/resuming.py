"""An output file that is whole or not there, and can be taken up again after an interruption.

Records grow in `FILE.part`; `FILE.part.json` says how far they are known to be on the disk, and of which names, lists and
options they are. Only a finished file gets its own name.
"""

import fcntl
import os
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import Self, TextIO

import orjson

from aktsom.engine.bulk.chunks import Done
from aktsom.engine.errors import EngineError
from aktsom.engine.wording import Words, said

SAVED_EVERY_SECONDS = 1.0
_BLOCK = 1 << 20
_CHANGED = {
    "names": said("The names are not those of the unfinished run."),
    "lists": said("The lists are not those of the unfinished run."),
    "options": said("The options are not those of the unfinished run."),
}


class ResumeError(EngineError):
    """A run cannot be begun or taken up with this output file."""


@dataclass(frozen=True, slots=True)
class Run:
    """Of what the records are: digests of the names and of the lists as prepared, and the options."""

    names: str
    lists: str
    options: str


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a run has come: queries done, hits among them, rows without a name, and bytes of records on the disk."""

    queries: int = 0
    hits: int = 0
    nameless: int = 0
    size: int = 0


def digest_of(path: Path) -> str:
    """A digest over a file's content; raises OSError when it cannot be read."""
    whole = blake2b(digest_size=16)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            whole.update(block)
    return whole.hexdigest()


class Output:
    """The growing file. Use it as a context: leaving it in whatever way saves what was done so far."""

    def __init__(self, path: Path, run: Run, header: str, *, resume: bool) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}.part")
        self._journal = path.with_name(f"{path.name}.part.json")
        self._run = run
        self._header = header
        self.reached = self._begin(resume)
        self._saved = monotonic()
        self._file: TextIO = self._opened()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if not self._file.closed:
            self._save()
            self._file.close()

    def add(self, done: Done) -> None:
        """Write a chunk's records. Now and then it is made sure that they are on the disk, and noted."""
        self._file.write(done.text)
        before = self.reached
        self.reached = replace(
            before,
            queries=before.queries + done.names,
            hits=before.hits + done.hits,
            nameless=before.nameless + len(done.nameless),
        )
        if monotonic() - self._saved > SAVED_EVERY_SECONDS:
            self._save()

    def finish(self) -> None:
        """Give the file its name: it is whole."""
        self._save()
        self._file.close()
        self._part.replace(self._path)
        self._journal.unlink()

    def _begin(self, resume: bool) -> Reached:
        if not self._part.exists():
            return Reached()
        if not resume:
            raise ResumeError(
                said("An unfinished run is there."),
                place=str(self._part),
                remedy=said("Add --resume to go on with it, or remove that file to begin anew."),
            )
        return self._read_journal()

    def _read_journal(self) -> Reached:
        try:
            noted = orjson.loads(self._journal.read_bytes())
            run, reached = Run(**noted["run"]), Reached(**noted["reached"])
            whole = self._part.stat().st_size >= reached.size
        except FileNotFoundError:
            return Reached()  # it was stopped before anything was noted
        except (OSError, ValueError, KeyError, TypeError) as cause:
            raise self._unusable(said("What the unfinished run noted of itself cannot be read.")) from cause
        if not whole:
            raise self._unusable(said("The records of the unfinished run were cut off."))
        for field, what in _CHANGED.items():
            if getattr(run, field) != getattr(self._run, field):
                raise self._unusable(what)
        return reached

    def _unusable(self, message: Words) -> ResumeError:
        return ResumeError(
            message,
            place=str(self._part),
            remedy=said("Nothing was changed. Put back what was there, or remove that file to begin anew."),
        )

    def _opened(self) -> TextIO:
        """What was written after the last note may be half a record; it is done again."""
        file = self._part.open("a", encoding="utf-8", errors="replace", newline="")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as cause:
            file.close()
            raise ResumeError(
                said("Another run is writing this file."),
                place=str(self._path),
                remedy=said("Wait for it, or choose another name."),
            ) from cause
        file.truncate(self.reached.size)
        if not self.reached.size:
            file.write(self._header)
        return file

    def _save(self) -> None:
        """First the records, then the note that they are there, each surely on the disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self.reached = replace(self.reached, size=os.fstat(self._file.fileno()).st_size)
        growing = self._journal.with_name(f"{self._journal.name}.new")
        growing.write_bytes(orjson.dumps({"run": asdict(self._run), "reached": asdict(self.reached)}))
        growing.replace(self._journal)
        self._saved = monotonic()
