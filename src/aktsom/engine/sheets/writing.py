"""Writing tables that people open in a spreadsheet: no text in them can run as a formula or become a link."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO, TextIO

import xlsxwriter

from aktsom.engine.sheets.cleaning import FORMULA_STARTS, clean_cell
from aktsom.engine.sheets.types import SheetError, SheetFault
from aktsom.engine.wording import said

Value = str | int | float | bool | date | None
_MOST_ROWS = 1_048_575
_LONGEST = 32_767
_WIDEST, _LOOKED_AT = 50, 500
"""The widest column, and how many rows say how wide one must be."""


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Value]], *, delimiter: str = ";") -> Iterator[str]:
    """The table as CSV, line by line: a byte-order mark so that spreadsheets see UTF-8, then the header and the rows.

    A text that a spreadsheet would take for a formula gets an apostrophe in front; our reader takes it away again.
    """
    yield "\ufeff"
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for row in _with_header(columns, rows):
        writer.writerow([_guarded(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def write_csv(file: TextIO, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, delimiter: str = ";") -> None:
    """Write the table as CSV into a text file that is open for UTF-8."""
    for line in csv_lines(columns, rows, delimiter=delimiter):
        file.write(line)


def write_xlsx(
    file: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Value]], *, title: str = "Aktsom"
) -> None:
    """Write the table as an XLSX workbook with a fixed header row, a row at a time.

    Raises `SheetError` when there are more rows than a workbook holds.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        sheet = workbook.add_worksheet(_sheet_name(title))
        bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        widths = [len(name) for name in columns]
        for place, name in enumerate(columns):
            sheet.write_string(0, place, _plain(name), bold)
        for number, row in enumerate(rows, start=1):
            if number > _MOST_ROWS:
                raise SheetError(
                    SheetFault.TOO_MANY_ROWS,
                    said("A workbook cannot hold so many rows."),
                    file=title,
                    remedy=said("Choose CSV, or filter first."),
                )
            for place, value in enumerate(row):
                _write(sheet, number, place, value, day)
            if number <= _LOOKED_AT:
                widths = [max(wide, len(_text(value))) for wide, value in zip(widths, row, strict=True)]
        for place, wide in enumerate(widths):
            sheet.set_column(place, place, min(max(wide + 2, 12), _WIDEST))


def _write(sheet: "xlsxwriter.worksheet.Worksheet", row: int, column: int, value: Value, day: object) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and math.isfinite(value):
        sheet.write_number(row, column, value)
    elif isinstance(value, date) and value.year >= 1900:
        sheet.write_datetime(row, column, value, day)
    else:
        sheet.write_string(row, column, _plain(_text(value))[:_LONGEST])


def _with_header(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[Sequence[Value]]:
    yield columns
    yield from rows


def _guarded(value: Value) -> str:
    text = _text(value)
    if not isinstance(value, str):
        return text
    clean = _plain(text)
    return f"'{clean}" if clean.startswith(FORMULA_STARTS) else clean


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _plain(text: str) -> str:
    return clean_cell(text)


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\'")[:31] or "Aktsom"
