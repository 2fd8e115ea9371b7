"""Tables in text files, separated by semicolons, commas or tabs; read as a stream."""

import csv
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path
from typing import TextIO

from aktsom.engine.sheets.cleaning import clean_cell
from aktsom.engine.sheets.encoding import encoding_of
from aktsom.engine.sheets.types import Limits, Row, Sheet, SheetError, SheetFault
from aktsom.engine.wording import said

_DELIMITERS = ";,\t"
_SAMPLE_LINES = 20
_MOST_CONTROL = 0.05


def read_delimited(path: Path, limits: Limits, *, lined: bool = False) -> Sheet:
    """The table in a text file; `lined` when cells keep their line breaks."""
    encoding, guessed = encoding_of(path)
    if guessed and not encoding.startswith("utf-16"):
        _refuse_binary(path)
    delimiter = _delimiter(path, encoding)
    with closing(_records(path, encoding, delimiter, limits)) as records:
        columns = _without_trailing_blanks(next(records, ()))
    return Sheet(
        file=path.name,
        columns=columns,
        encoding=encoding,
        guessed=guessed,
        delimiter=delimiter,
        read_rows=lambda: _rows(
            _records(path, encoding, delimiter, limits, lined=lined), path.name, limits, len(columns)
        ),
    )


def _refuse_binary(path: Path) -> None:
    """Some bytes of every text are letters in some encoding; many control characters are in none."""
    with path.open("rb") as file:
        head = file.read(4096)
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1a" for byte in head)
    if control > len(head) * _MOST_CONTROL:
        raise SheetError(
            SheetFault.NOT_A_SHEET,
            said("This is no text."),
            file=path.name,
            remedy=said("Save it as CSV or XLSX."),
        )


def _rows(records: Iterator[tuple[str, ...]], file: str, limits: Limits, width: int) -> Iterator[Row]:
    for number, record in enumerate(records, start=1):
        if number == 1:
            continue
        cells = record[:width] + ("",) * (width - len(record))
        row = Row(number, cells, _without_trailing_blanks(record[width:]))
        if not row.is_blank:
            yield row
        if limits.rows is not None and number > limits.rows + 1:
            raise too_many_rows(file, limits.rows)


def too_many_rows(file: str, rows: int) -> SheetError:
    """The refusal of a table that is too long."""
    return SheetError(
        SheetFault.TOO_MANY_ROWS,
        said("The table has more than {rows:,} rows.", rows=rows),
        file=file,
        row=rows + 2,
        remedy=said("Split it into several files."),
    )


def _records(
    path: Path, encoding: str, delimiter: str, limits: Limits, *, lined: bool = False
) -> Generator[tuple[str, ...], None, None]:
    number = 0
    lines: list[str] = []
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(_noted(_bounded_lines(file, path.name, limits), lines), delimiter=delimiter)
        while True:
            number += 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except UnicodeError as error:
                raise _wrong_encoding(path.name, encoding, number) from error
            except csv.Error as error:
                raise _cell_too_long(path.name, number) from error
            if _is_open(lines, delimiter):
                raise _quote_not_closed(path.name, number)
            lines.clear()
            yield tuple(clean_cell(cell, lined=lined) for cell in record)


def _noted(lines: Iterator[str], noted: list[str]) -> Iterator[str]:
    for line in lines:
        noted.append(line)
        yield line


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Whether the file ended inside quotation marks: then rows from there on would have become one cell in silence."""
    if len(lines) < 2:
        return False
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _bounded_lines(file: TextIO, name: str, limits: Limits) -> Iterator[str]:
    """Lines that cannot be longer than a row may be, so that a file without line ends does not fill the memory."""
    longest = limits.cell * 8
    number = 0
    while line := file.readline(longest):
        number += 1
        if len(line) >= longest:
            raise _cell_too_long(name, number)
        yield line


def _delimiter(path: Path, encoding: str) -> str:
    """The delimiter that splits the first lines into most columns, most evenly; a semicolon wins a draw."""
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        lines = [line for line in (file.readline(100_000) for _ in range(_SAMPLE_LINES)) if line.strip()]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    try:
        widths = [len(record) for record in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return (0, 0)
    header = widths[0] if widths else 0
    return (0, 0) if header < 2 else (sum(width == header for width in widths), header)


def _without_trailing_blanks(cells: tuple[str, ...]) -> tuple[str, ...]:
    length = len(cells)
    while length and not cells[length - 1]:
        length -= 1
    return cells[:length]


def _cell_too_long(file: str, row: int) -> SheetError:
    return SheetError(
        SheetFault.CELL_TOO_LONG,
        said("A cell or line here is far too long for a table."),
        file=file,
        row=row,
        remedy=said("Look for a quotation mark that is opened and not closed, and check that the file is CSV."),
    )


def _quote_not_closed(file: str, row: int) -> SheetError:
    return SheetError(
        SheetFault.DAMAGED,
        said("A quotation mark is opened here and never closed."),
        file=file,
        row=row,
        remedy=said("Close it, or take it out."),
    )


def _wrong_encoding(file: str, encoding: str, row: int) -> SheetError:
    return SheetError(
        SheetFault.ENCODING,
        said("There are letters here that are not {encoding}, as the rest of the file is.", encoding=encoding),
        file=file,
        row=row,
        remedy=said("Save the file again as “CSV UTF-8”."),
    )
