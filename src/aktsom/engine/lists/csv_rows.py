"""Rows of a CSV list with a header, one at a time, each with the line that it stands on."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from aktsom.engine.lists.files import opened
from aktsom.engine.lists.problems import ListError, Problems, RowProblem
from aktsom.engine.wording import said


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `line` is where it ends in the file, `cells` its texts by column name."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """The cell's text, empty when the file has no such column."""
        return self.cells.get(column, "")


class _Reader(Protocol):
    """A csv.reader: the lines taken apart, and the number of the line that it is at."""

    @property
    def line_num(self) -> int: ...

    def __iter__(self) -> Iterator[list[str]]: ...


def rows(path: Path, needed: frozenset[str], problems: Problems, delimiter: str = ",") -> Iterator[Row]:
    """The rows of a UTF-8 file with a header. Rows with too many or too few cells are reported and left out.

    Raises ListError when the file is no such CSV, lacks a needed column, or ends in the middle of a row.
    """
    with opened(path) as source, io.TextIOWrapper(source, encoding="utf-8-sig", newline="") as text:
        reader = csv.reader(text, strict=True, delimiter=delimiter)
        try:
            header = _header(next(reader, []), needed, path.name)
            yield from _rows(reader, header, path, problems)
        except UnicodeDecodeError as cause:
            raise ListError(
                said("The file is not in UTF-8."),
                file=path.name,
                row=reader.line_num + 1,
                remedy=said("Save it as UTF-8."),
            ) from cause
        except csv.Error as cause:
            raise ListError(
                said("The row cannot be read ({reason}).", reason=str(cause)), file=path.name, row=reader.line_num
            ) from cause


def _header(cells: list[str], needed: frozenset[str], file: str) -> list[str]:
    header = [cell.strip() for cell in cells]
    missing = sorted(needed - set(header))
    if missing:
        raise ListError(
            said("The first line lacks the column “{column}”.", column=missing[0]),
            file=file,
            row=1,
            column=missing[0],
            remedy=said("Check that this is the right file, and that its first line holds the column names."),
        )
    twice = next((name for name in header if name and header.count(name) > 1), "")
    if twice:
        raise ListError(
            said("Several columns are called “{name}”.", name=twice),
            file=file,
            row=1,
            column=twice,
            remedy=said("Give each column a name of its own."),
        )
    return header


def _rows(reader: _Reader, header: list[str], path: Path, problems: Problems) -> Iterator[Row]:
    short: Row | None = None
    for cells in reader:
        short = None
        row = Row(reader.line_num, dict(zip(header, cells, strict=False)))
        if len(cells) == len(header):
            yield row
        elif any(cells):
            problems(_ragged(path.name, row, len(cells), len(header)))
            short = row if len(cells) < len(header) else None
    if short and not _ends_with_newline(path):
        raise ListError(said("The file ends in the middle of a row."), file=path.name, row=short.line)


def _ragged(file: str, row: Row, found: int, expected: int) -> RowProblem:
    return RowProblem(
        file,
        row.line,
        said("The row has {found} cells where the first line has {expected}.", found=found, expected=expected),
    )


def _ends_with_newline(path: Path) -> bool:
    with path.open("rb") as raw:
        raw.seek(-1, io.SEEK_END)
        return raw.read(1) in b"\r\n"
