"""Tables in XLSX workbooks: the first sheet that holds something. Only values are read, no macro or formula runs.

Whatever is wrong with a workbook, it does no harm to the process that asks: another one opens it, within limits.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from aktsom.engine.processes import BeyondLimitsError, within_limits
from aktsom.engine.sheets.archive import check_archive
from aktsom.engine.sheets.cleaning import text_of
from aktsom.engine.sheets.delimited import too_many_rows
from aktsom.engine.sheets.types import Limits, Row, Sheet, SheetError, SheetFault
from aktsom.engine.wording import Sentence, Words, said


class _Read(NamedTuple):
    """All rows of the first sheet that holds something, what of the workbook is not in them, and why."""

    table: Sequence[Sequence[object]]
    unread: tuple[Sentence, ...]


def read_workbook(path: Path, limits: Limits, *, lined: bool = False) -> Sheet:
    """The first sheet with content; `lined` when cells keep their line breaks.

    Raises `SheetError` when the archive is a bomb, damaged, or no workbook.
    """
    try:
        table, unread = within_limits(
            _read_here, path.absolute(), limits, seconds=limits.seconds, memory_bytes=limits.memory_bytes
        )
    except BeyondLimitsError as error:
        raise SheetError(
            SheetFault.EXPANDS,
            said("The workbook takes too much time or memory to read."),
            file=path.name,
            remedy=said("Copy only the cells that are needed into a new workbook."),
        ) from error
    header = tuple(text_of(value) for value in table[0])
    width = max((place for place, name in enumerate(header, start=1) if name), default=0)
    return Sheet(
        file=path.name,
        columns=header[:width],
        encoding="",
        guessed=False,
        delimiter="",
        read_rows=lambda: _rows(path.name, table, width, limits, lined),
        unread=unread,
    )


def _read_here(path: Path, limits: Limits) -> _Read:
    errors = check_archive(path, limits)
    table, read, others = _first_table(path)
    if limits.rows is not None and len(table) > limits.rows + 1:
        raise too_many_rows(path.name, limits.rows)
    return _Read(table, tuple(_unread(errors, read, others)))


def _rows(file: str, table: Sequence[Sequence[object]], width: int, limits: Limits, lined: bool) -> Iterator[Row]:
    for number, values in enumerate(table[1:], start=2):
        texts = tuple(text_of(value, lined=lined) for value in values)
        if any(len(text) > limits.cell for text in texts):
            raise SheetError(
                SheetFault.CELL_TOO_LONG,
                said("A cell here is far too long."),
                file=file,
                row=number,
                remedy=said("Shorten it to {most} characters.", most=limits.cell),
            )
        row = Row(number, texts[:width], tuple(text for text in texts[width:] if text))
        if not row.is_blank:
            yield row


def _unread(errors: Sequence[str], read: str, others: Sequence[str]) -> Iterator[Sentence]:
    if others:
        yield said("Only the sheet “{read}” is read, not {others}.", read=read, others=", ".join(others))
    if errors:
        yield said("Cells with a spreadsheet error, such as #N/A, are read as blank: {cells}.", cells=", ".join(errors))


def _first_table(path: Path) -> tuple[Sequence[Sequence[object]], str, list[str]]:
    """All rows of the first sheet that holds something, its name, and the names of the other sheets that do.

    The rows are from the top of the sheet, so that row numbers are those which a person sees.
    """
    first: tuple[Sequence[Sequence[object]], str] | None = None
    others: list[str] = []
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            for name in workbook.sheet_names:
                sheet = workbook.get_sheet_by_name(name)
                if first:
                    others += [name] if sheet.height else []
                    continue
                table: Sequence[Sequence[object]] = sheet.to_python(skip_empty_area=False)
                if any(any(value != "" for value in row) for row in table):
                    first = table, name
    except PasswordError as error:
        raise _damaged(
            path.name, said("The workbook is protected by a password."), said("Save it without a password.")
        ) from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise _damaged(
            path.name, said("The workbook cannot be read; it is damaged or not XLSX."), said("Save it again as .xlsx.")
        ) from error
    if first:
        return *first, others
    raise SheetError(
        SheetFault.EMPTY,
        said("The workbook is empty."),
        file=path.name,
        remedy=said("Check that you saved the right workbook."),
    )


def _damaged(file: str, message: Words, remedy: Words) -> SheetError:
    return SheetError(SheetFault.DAMAGED, message, file=file, remedy=remedy)
