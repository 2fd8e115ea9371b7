"""Tables in XLSX workbooks: the first sheet that holds something. Only values are read, no macro or formula runs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

from aktsom.engine.sheets.archive import check_archive
from aktsom.engine.sheets.cleaning import text_of
from aktsom.engine.sheets.delimited import too_many_rows
from aktsom.engine.sheets.types import Limits, Row, Sheet, SheetError, SheetFault
from aktsom.engine.wording import Words, said


def read_workbook(path: Path, limits: Limits) -> Sheet:
    """The first sheet with content; raises `SheetError` when the archive is a bomb, damaged, or no workbook."""
    check_archive(path, limits)
    table = _first_table(path)
    if limits.rows is not None and len(table) > limits.rows + 1:
        raise too_many_rows(path.name, limits.rows)
    header = tuple(text_of(value) for value in table[0])
    width = max((place for place, name in enumerate(header, start=1) if name), default=0)
    return Sheet(
        file=path.name,
        columns=header[:width],
        encoding="",
        guessed=False,
        delimiter="",
        read_rows=lambda: _rows(path.name, table, width, limits),
    )


def _rows(file: str, table: Sequence[Sequence[object]], width: int, limits: Limits) -> Iterator[Row]:
    for number, values in enumerate(table[1:], start=2):
        texts = tuple(text_of(value) for value in values)
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


def _first_table(path: Path) -> Sequence[Sequence[object]]:
    """All rows from the top of the sheet, so that row numbers are those which a person sees."""
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            for name in workbook.sheet_names:
                table: Sequence[Sequence[object]] = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                if any(any(value != "" for value in row) for row in table):
                    return table
    except PasswordError as error:
        raise _damaged(
            path.name, said("The workbook is protected by a password."), said("Save it without a password.")
        ) from error
    except (CalamineError, ZipError, OSError, ValueError) as error:
        raise _damaged(
            path.name, said("The workbook cannot be read; it is damaged or not XLSX."), said("Save it again as .xlsx.")
        ) from error
    raise SheetError(
        SheetFault.EMPTY,
        said("The workbook is empty."),
        file=path.name,
        remedy=said("Check that you saved the right workbook."),
    )


def _damaged(file: str, message: Words, remedy: Words) -> SheetError:
    return SheetError(SheetFault.DAMAGED, message, file=file, remedy=remedy)
