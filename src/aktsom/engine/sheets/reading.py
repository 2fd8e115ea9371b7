"""Opening a sheet: which kind of file it is, is it small enough, what are its columns."""

from collections import Counter
from pathlib import Path

from aktsom.engine.sheets.delimited import read_delimited
from aktsom.engine.sheets.types import Limits, Sheet, SheetError, SheetFault
from aktsom.engine.sheets.workbook import read_workbook

_ZIP = b"PK\x03\x04"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_OTHERS = {
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"{\\rtf": "a text document",
    b"PAR1": "a Parquet file",
    b"7z\xbc\xaf": "a compressed file",
}


def read_sheet(path: Path, limits: Limits = Limits()) -> Sheet:  # noqa: B008 — frozen, so shared safely
    """The table in a CSV or XLSX file, recognised by its content; raises `SheetError` when there is none to read."""
    head = _head(path, limits)
    _refuse_others(path, head)
    sheet = read_workbook(path, limits) if head.startswith(_ZIP) else read_delimited(path, limits)
    _check_header(sheet, limits)
    return sheet


def _head(path: Path, limits: Limits) -> bytes:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError as error:
        raise SheetError(
            SheetFault.MISSING,
            "The file cannot be opened.",
            file=path.name,
            remedy="Check its name and that you may read it.",
        ) from error
    if size == 0:
        raise SheetError(
            SheetFault.EMPTY, "The file is empty.", file=path.name, remedy="Export it again and check its size."
        )
    if size > limits.file_bytes:
        raise SheetError(
            SheetFault.TOO_LARGE,
            f"The file is larger than {limits.file_bytes // 1_000_000} MB.",
            file=path.name,
            remedy="Split it into several files.",
        )
    return head


def _refuse_others(path: Path, head: bytes) -> None:
    if head.startswith(_OLD_EXCEL):
        raise SheetError(
            SheetFault.OLD_EXCEL,
            "This is a protected workbook, or one in the old Excel format (.xls).",
            file=path.name,
            remedy="Open it in Excel or LibreOffice and save it as .xlsx without a password.",
        )
    for start, what in _OTHERS.items():
        if head.startswith(start):
            raise SheetError(
                SheetFault.NOT_A_SHEET,
                f"This is {what}, not a table.",
                file=path.name,
                remedy="Save it as CSV or XLSX.",
            )


def _check_header(sheet: Sheet, limits: Limits) -> None:
    if len(sheet.columns) > limits.columns:
        raise SheetError(
            SheetFault.TOO_WIDE,
            f"The table has more than {limits.columns} columns.",
            file=sheet.file,
            row=1,
            remedy="Keep only the columns that are needed.",
        )
    if not any(sheet.columns):
        raise SheetError(
            SheetFault.NO_HEADER,
            "The first row is blank.",
            file=sheet.file,
            row=1,
            remedy="Write the names of the columns into the first row.",
        )
    twice = [name for name, times in Counter(each.casefold() for each in sheet.columns if each).items() if times > 1]
    if twice:
        raise SheetError(
            SheetFault.SAME_HEADER,
            f"Several columns are called “{twice[0]}”.",
            file=sheet.file,
            row=1,
            column=twice[0],
            remedy="Give each column a name of its own.",
        )
