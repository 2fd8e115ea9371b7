"""`aktsom screen FILE`: which names in a file may be those of listed parties. Needs no server and no database."""

import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from aktsom.cli.setup import language_in_use
from aktsom.config.environment import home
from aktsom.engine.bulk.chunks import Chunk, Done, Wanted, chunks_of
from aktsom.engine.bulk.cores import over_cores
from aktsom.engine.bulk.records import FIELDS, SHAPES, header
from aktsom.engine.bulk.resuming import Output, Reached, Run, digest_of
from aktsom.engine.errors import EngineError
from aktsom.engine.lists.directory import no_lists, read_lists
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.problems import RowProblem
from aktsom.engine.names.calibration import CALLED_THE_SAME
from aktsom.engine.names.digest import engine_digest, saved_path
from aktsom.engine.names.query_files import NumberedQuery, read_queries
from aktsom.engine.names.saving import kept_screener, save_screener
from aktsom.engine.names.screener import DEFAULT_TOP, Screener
from aktsom.engine.processes import cores
from aktsom.engine.wording import Sentence, said
from aktsom.snapshots import newest_digest, newest_listings

__all__ = ["FIELDS", "screen"]

_SHOWN_PROBLEMS = 5
_PROGRESS_EVERY = 2.0
_WARNING = said("Warning")


class _Share(click.FloatRange):
    """A number from 0 to 1. "nan" is in no range and would quietly let every hit fall away."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is no number.", param, ctx)
        return number


lists_option = click.option(
    "--lists",
    "directory",
    type=click.Path(path_type=Path),
    help="A folder of list files as their publishers serve them. Without it, the newest lists that are installed.",
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@lists_option
@click.option("--format", "shape", type=click.Choice(SHAPES), default="table", show_default=True)
@click.option("--threshold", type=_Share(0, 1), default=CALLED_THE_SAME, show_default=True, help="The lowest score.")
@click.option("--top", type=click.IntRange(min=1), default=DEFAULT_TOP, show_default=True, help="Most hits for a name.")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Only listings that were in force on that day, by the dates the lists give; today's by default.",
)
@click.option("--processes", type=click.IntRange(min=1), default=cores, help="How many cores to use; all by default.")
@click.option(
    "--cluster",
    is_flag=False,
    flag_value="auto",
    metavar="[ADDRESS]",
    help="Screen on a Ray cluster: the one of this machine, or the one at ADDRESS. Needs aktsom[cluster].",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write to this file, which appears when it is whole, instead of standard output.",
)
@click.option("--resume", is_flag=True, help="With --output: go on with a run that was interrupted.")
def screen(
    file: Path,
    directory: Path | None,
    shape: str,
    threshold: float,
    top: int,
    on: datetime | None,
    processes: int,
    cluster: str | None,
    output: Path | None,
    resume: bool,
) -> None:
    """Screen the names in FILE against the lists.

    FILE is CSV, XLSX or JSON lines with the column "name" and, if known, "id", "country", "type", "identifier" and
    "birth_date", or JSON lines of FollowTheMoney entities, which are looked for under all their names. Each hit is one
    record on standard output, in the order of the file; progress is on standard error.
    """
    if resume and output is None:
        raise click.UsageError("--resume needs --output.")
    try:
        _Run(file, directory, Wanted(shape, threshold, top, on and on.date()), processes, cluster).to(
            output, resume=resume
        )
    except EngineError as error:
        raise _RefusedError(error.in_language(language_in_use())) from error
    except OSError as error:
        raise _RefusedError(f"{error.filename or file}: {error.strerror}.") from error


class _RefusedError(click.ClickException):
    exit_code = 2


@dataclass(frozen=True, slots=True)
class _Run:
    """What is screened against what, and how."""

    file: Path
    directory: Path | None
    wanted: Wanted
    processes: int
    cluster: str | None

    def to(self, output: Path | None, *, resume: bool) -> None:
        """Screen, and write the records to the file or to standard output."""
        progress = _Progress()
        queries = read_queries(self.file)
        first = list(islice(queries, 1))  # so that a bad file is refused before the lists are read
        with TemporaryDirectory(prefix="aktsom-screen-") as scratch:
            index = _prepared(self.directory, Path(scratch), progress)
            progress.say(_spoken(said("The lists are ready.")))
            if output is None:
                self._to_standard_output(index, chain(first, queries), progress)
            else:
                self._to_file(output, index, chain(first, queries), progress, resume)
        progress.close()

    def _to_standard_output(self, index: Path, queries: Iterable[NumberedQuery], progress: "_Progress") -> None:
        sys.stdout.write(header(self.wanted.shape))
        for done in self._done(index, queries):
            sys.stdout.write(done.text)
            progress.screened(done)

    def _to_file(
        self, path: Path, index: Path, queries: Iterable[NumberedQuery], progress: "_Progress", resume: bool
    ) -> None:
        with Output(path, self._described(index), header(self.wanted.shape), resume=resume) as output:
            progress.go_on(output.reached)
            for done in self._done(index, islice(queries, output.reached.queries, None)):
                output.add(done)
                progress.screened(done)
            output.finish()

    def _done(self, index: Path, queries: Iterable[NumberedQuery]) -> Iterator[Done]:
        chunks = chunks_of(queries)
        if self.cluster is None:
            return over_cores(index, chunks, self.wanted, self.processes)
        return _over_cluster()(index, chunks, self.wanted, self.cluster)

    def _described(self, index: Path) -> Run:
        day = self.wanted.on or datetime.now(UTC).date()
        options = f"{self.wanted.shape} {self.wanted.threshold} {self.wanted.top} {day} {engine_digest()}"
        return Run(digest_of(self.file), digest_of(index), options)


def _over_cluster() -> Callable[[Path, Iterable[Chunk], Wanted, str], Iterator[Done]]:
    """Ray is loaded only when it is asked for: the usual installation does without it."""
    try:
        module = import_module("aktsom.engine.bulk.cluster")
    except ModuleNotFoundError as error:
        raise EngineError(
            said("Ray is not installed."), remedy=said("Install Aktsom with it: pip install 'aktsom[cluster]'.")
        ) from error
    over_cluster: Callable[[Path, Iterable[Chunk], Wanted, str], Iterator[Done]] = module.over_cluster
    return over_cluster


def prepared_screener(directory: Path | None) -> Screener:
    """A screener over the lists in a folder, or over the newest that are installed, which are prepared once and kept."""
    if directory is None:
        return kept_screener(saved_path(home() / "index", newest_digest()), newest_listings)
    return Screener.build(_listings(directory, _Progress()))


def _prepared(directory: Path | None, scratch: Path, progress: "_Progress") -> Path:
    """Where the prepared lists are. The installed ones are prepared once and kept; a folder is read each time, so that
    what is wrong in it is said.
    """
    if directory is None:
        path = saved_path(home() / "index", newest_digest())
        screener = kept_screener(path, newest_listings)
        if path.exists():
            return path
    else:
        screener = Screener.build(_listings(directory, progress))
    path = scratch / "lists.index"
    save_screener(screener, path)
    return path


def _listings(directory: Path, progress: "_Progress") -> Iterator[Listing]:
    count = 0
    for listing in read_lists(directory, problems=progress.problem):
        count += 1
        yield listing
    if not count:
        raise no_lists(directory)


class _Progress:
    """What happens, on standard error: now and then while it goes on, and once at the end."""

    def __init__(self) -> None:
        self._names = 0
        self._hits = 0
        self._nameless: list[int] = []
        self._without_name = 0
        self._strange: list[int] = []
        self._with_strange = 0
        self._problems = 0
        self._spoken = time.monotonic()

    def say(self, text: str) -> None:
        click.echo(text, err=True)
        self._spoken = time.monotonic()

    def problem(self, problem: RowProblem) -> None:
        self._problems += not problem.kept
        if not problem.kept and self._problems <= _SHOWN_PROBLEMS:
            self.say(f"{_spoken(_WARNING)}: {_spoken(problem.sentence)}")

    def go_on(self, reached: Reached) -> None:
        """Count on from where a run was interrupted."""
        self._names, self._hits, self._without_name = reached.queries, reached.hits, reached.nameless
        if reached.queries:
            before = said("{names} names were screened before; going on from there.", names=reached.queries)
            self.say(_spoken(before))

    def screened(self, done: Done) -> None:
        self._names += done.names
        self._hits += done.hits
        self._without_name += len(done.nameless)
        self._nameless += done.nameless[: _SHOWN_PROBLEMS - len(self._nameless)]
        self._with_strange += len(done.strange)
        self._strange += done.strange[: _SHOWN_PROBLEMS - len(self._strange)]
        if time.monotonic() - self._spoken > _PROGRESS_EVERY:
            self.say(_spoken(said("{names} names, {hits} hits so far", names=self._names, hits=self._hits)))

    def close(self) -> None:
        if self._problems > _SHOWN_PROBLEMS:
            unused = said("Entries of the lists that could not be used: {count}.", count=self._problems)
            self.say(f"{_spoken(_WARNING)}: {_spoken(unused)}")
        self._warn(said("Rows without a name, which were not screened:"), self._without_name, self._nameless)
        self._warn(
            said("Rows with a country that is not known, which were screened without it:"),
            self._with_strange,
            self._strange,
        )
        self.say(_spoken(said("{names} names, {hits} hits", names=self._names, hits=self._hits)))

    def _warn(self, about: Sentence, count: int, rows: list[int]) -> None:
        if count:
            shown = ", ".join(map(str, rows)) + (" …" if count > len(rows) else "")
            self.say(f"{_spoken(_WARNING)}: {_spoken(about)} {count} ({shown})")


def _spoken(sentence: Sentence) -> str:
    return sentence.in_language(language_in_use())
