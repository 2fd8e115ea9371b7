"""`aktsom screen FILE`: which names in a file may be those of listed parties. Needs no server and no database."""

import math
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

import click
import orjson

from aktsom.config.environment import home
from aktsom.engine.errors import EngineError
from aktsom.engine.lists.directory import read_lists
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.problems import RowProblem
from aktsom.engine.names.cleaning import clean
from aktsom.engine.names.query_files import NumberedQuery, read_queries
from aktsom.engine.names.saving import kept_screener, saved_path
from aktsom.engine.names.screener import DEFAULT_THRESHOLD, DEFAULT_TOP, Screener
from aktsom.engine.names.types import Hit, Query
from aktsom.engine.sheets import csv_lines
from aktsom.snapshots import newest_digest, newest_listings

FIELDS = (
    "query_row",
    "query_id",
    "query_name",
    "list",
    "listing_id",
    "listing_name",
    "matched_name",
    "score",
    "strength",
    "explanation",
    "programme",
    "source_date",
)
Record = tuple[str | int | float, ...]

_SHOWN_PROBLEMS = 5
_PROGRESS_EVERY = 2.0
_EXPLANATION = FIELDS.index("explanation")
_WIDTHS = (9, 10, 36, 8, 24, 36, 36, 5, 8)


class _Share(click.FloatRange):
    """A number from 0 to 1. "nan" is in no range and would quietly let every hit fall away."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is no number.", param, ctx)
        return number


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--lists",
    "directory",
    type=click.Path(path_type=Path),
    help="A folder of list files as their publishers serve them. Without it, the newest lists that are installed.",
)
@click.option("--format", "shape", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True)
@click.option("--threshold", type=_Share(0, 1), default=DEFAULT_THRESHOLD, show_default=True, help="The lowest score.")
@click.option("--top", type=click.IntRange(min=1), default=DEFAULT_TOP, show_default=True, help="Most hits for a name.")
def screen(file: Path, directory: Path | None, shape: str, threshold: float, top: int) -> None:
    """Screen the names in FILE against the lists.

    FILE is CSV, XLSX or JSON lines with the column "name" and, if known, "id", "country", "type", "identifier" and
    "birth_date". Each hit is one record on standard output, in the order of the file; progress is on standard error.
    """
    try:
        _screen(file, directory, shape, threshold, top)
    except EngineError as error:
        raise _RefusedError(str(error)) from error


class _RefusedError(click.ClickException):
    exit_code = 2


def _screen(file: Path, directory: Path | None, shape: str, threshold: float, top: int) -> None:
    progress = _Progress()
    queries = read_queries(file)
    first = list(islice(queries, 1))  # so that a bad file is refused before the lists are read
    screener = _screener(directory, progress)
    progress.say("The lists are ready.")
    waiting: deque[NumberedQuery] = deque()
    answers = screener.screen(_noted(chain(first, queries), waiting, progress), threshold=threshold, top=top)
    WRITERS[shape](_records(answers, waiting, progress), sys.stdout)
    progress.close()


def _noted(queries: Iterable[NumberedQuery], waiting: "deque[NumberedQuery]", progress: "_Progress") -> Iterator[Query]:
    """The queries alone; their rows wait until the answers come, which is in the same order."""
    for numbered in queries:
        waiting.append(numbered)
        if not numbered.query.name.strip():
            progress.nameless(numbered.row)
        yield numbered.query


def _records(
    answers: Iterable[tuple[Query, list[Hit]]], waiting: "deque[NumberedQuery]", progress: "_Progress"
) -> Iterator[Record]:
    for query, hits in answers:
        row = waiting.popleft().row
        progress.screened(len(hits))
        yield from (_record(row, query, hit) for hit in hits)


def _record(row: int, query: Query, hit: Hit) -> Record:
    listing = hit.listing
    return (
        row,
        query.id,
        query.name,
        listing.list_id,
        listing.id,
        listing.name,
        hit.matched_name,
        hit.score,
        hit.strength.value,
        hit.explanation,
        listing.programme,
        listing.source_date.isoformat() if listing.source_date else "",
    )


def _screener(directory: Path | None, progress: "_Progress") -> Screener:
    """The installed lists are prepared once and kept; a folder is read each time, so that what is wrong in it is said."""
    if directory is not None:
        return Screener.build(_listings(directory, progress))
    return kept_screener(saved_path(home() / "index", newest_digest()), newest_listings)


def _listings(directory: Path, progress: "_Progress") -> Iterator[Listing]:
    if not directory.is_dir():
        raise EngineError("There is no such folder.", place=str(directory), remedy="Check the folder after --lists.")
    count = 0
    for listing in read_lists(directory, problems=progress.problem):
        count += 1
        yield listing
    if not count:
        raise EngineError(
            "The folder holds no list that can be read.",
            place=str(directory),
            remedy="It needs the publishers' files, in any of the formats that “aktsom sources list” names.",
        )


def _write_csv(records: Iterable[Record], out: TextIO) -> None:
    lines = csv_lines(FIELDS, records, delimiter=",")
    next(lines)  # no byte-order mark, as the output may go into a pipe
    for line in lines:
        out.write(line)


def _write_jsonl(records: Iterable[Record], out: TextIO) -> None:
    for record in records:
        out.write(orjson.dumps(dict(zip(FIELDS, map(_encodable, record), strict=True))).decode() + "\n")


def _write_table(records: Iterable[Record], out: TextIO) -> None:
    """One line for each hit, with its explanation below it; written as it comes, so the widths are fixed."""
    out.write(_line(FIELDS) + "\n")
    for record in records:
        shown = [clean(str(value)) for value in record]
        out.write(f"{_line(shown)}\n      {shown[_EXPLANATION]}\n")


def _line(values: Sequence[str]) -> str:
    return "  ".join(value[:width].ljust(width) for value, width in zip(values, _WIDTHS, strict=False)).rstrip()


def _encodable(value: str | float) -> str | float:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


WRITERS: dict[str, Callable[[Iterable[Record], TextIO], None]] = {
    "table": _write_table,
    "csv": _write_csv,
    "jsonl": _write_jsonl,
}


class _Progress:
    """What happens, on standard error: now and then while it goes on, and once at the end."""

    def __init__(self) -> None:
        self._names = 0
        self._hits = 0
        self._nameless: list[int] = []
        self._without_name = 0
        self._problems = 0
        self._spoken = time.monotonic()

    def say(self, text: str) -> None:
        click.echo(text, err=True)
        self._spoken = time.monotonic()

    def problem(self, problem: RowProblem) -> None:
        self._problems += not problem.kept
        if not problem.kept and self._problems <= _SHOWN_PROBLEMS:
            self.say(f"Warning: {problem}")

    def nameless(self, row: int) -> None:
        self._without_name += 1
        if self._without_name <= _SHOWN_PROBLEMS:
            self._nameless.append(row)

    def screened(self, hits: int) -> None:
        self._names += 1
        self._hits += hits
        if time.monotonic() - self._spoken > _PROGRESS_EVERY:
            self.say(f"{self._names} names, {self._hits} hits so far")

    def close(self) -> None:
        if self._problems > _SHOWN_PROBLEMS:
            self.say(f"Warning: {self._problems} list entries in all could not be used.")
        if self._nameless:
            rows = ", ".join(map(str, self._nameless)) + (" …" if self._without_name > _SHOWN_PROBLEMS else "")
            self.say(f"Warning: {self._without_name} rows have no name and were not screened: {rows}")
        self.say(f"{self._names} names, {self._hits} hits")
