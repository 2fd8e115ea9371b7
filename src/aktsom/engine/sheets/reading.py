"""Opening a sheet: which kind of file it is, is it small enough, what are its columns."""

from collections import Counter
from pathlib import Path

from aktsom.engine.sheets.delimited import read_delimited
from aktsom.engine.sheets.types import Limits, Sheet, SheetError, SheetFault
from aktsom.engine.sheets.workbook import read_workbook
from aktsom.engine.wording import said

_ZIP = b"PK\x03\x04"
_CALLED_WORKBOOK = (".xlsx", ".xlsm", ".xls")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_OTHERS = {
    b"%PDF": said("a PDF"),
    b"\x1f\x8b": said("a compressed file"),
    b"\x89PNG": said("a picture"),
    b"\xff\xd8\xff": said("a picture"),
    b"{\\rtf": said("a text document"),
    b"PAR1": said("a Parquet file"),
    b"7z\xbc\xaf": said("a compressed file"),
}


def read_sheet(
    path: Path,
    limits: Limits = Limits(),  # noqa: B008 — frozen, so shared safely
    *,
    lined: bool = False,
) -> Sheet:
    """The table in a CSV or XLSX file, recognised by its content; `lined` when cells keep their line breaks.

    Raises `SheetError` when there is none to read.
    """
    head = _head(path, limits)
    _refuse_others(path, head)
    read = read_workbook if head.startswith(_ZIP) else read_delimited
    sheet = read(path, limits, lined=lined)
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
            said("The file cannot be opened."),
            file=path.name,
            remedy=said("Check its name and that you may read it."),
        ) from error
    if size == 0:
        raise SheetError(
            SheetFault.EMPTY,
            said("The file is empty."),
            file=path.name,
            remedy=said("Export it again and check its size."),
        )
    if size > limits.file_bytes:
        raise too_large(path.name, limits)
    return head


def too_large(file: str, limits: Limits) -> SheetError:
    """The refusal of a file with too many bytes."""
    return SheetError(
        SheetFault.TOO_LARGE,
        said("The file is larger than {size} MB.", size=limits.file_bytes // 1_000_000),
        file=file,
        remedy=said("Split it into several files."),
    )


def _refuse_others(path: Path, head: bytes) -> None:
    if head.startswith(_OLD_EXCEL):
        raise SheetError(
            SheetFault.OLD_EXCEL,
            said("This is a protected workbook, or one in the old Excel format (.xls)."),
            file=path.name,
            remedy=said("Open it in Excel or LibreOffice and save it as .xlsx without a password."),
        )
    for start, what in _OTHERS.items():
        if head.startswith(start):
            raise SheetError(
                SheetFault.NOT_A_SHEET,
                said("This is {what}, not a table.", what=what),
                file=path.name,
                remedy=said("Save it as CSV or XLSX."),
            )
    if path.suffix.lower() in _CALLED_WORKBOOK and not head.startswith(_ZIP):
        raise SheetError(
            SheetFault.NOT_A_SHEET,
            said("This is not a workbook, although its name ends with {ending}.", ending=path.suffix),
            file=path.name,
            remedy=said(
                "Open it in Excel or LibreOffice and save it as .xlsx; if it is a table of text, let its name end with .csv."
            ),
        )


def _check_header(sheet: Sheet, limits: Limits) -> None:
    if len(sheet.columns) > limits.columns:
        raise SheetError(
            SheetFault.TOO_WIDE,
            said("The table has more than {columns} columns.", columns=limits.columns),
            file=sheet.file,
            row=1,
            remedy=said("Keep only the columns that are needed."),
        )
    if not any(sheet.columns):
        raise SheetError(
            SheetFault.NO_HEADER,
            said("The first row is blank."),
            file=sheet.file,
            row=1,
            remedy=said("Write the names of the columns into the first row."),
        )
    twice = [name for name, times in Counter(each.casefold() for each in sheet.columns if each).items() if times > 1]
    if twice:
        raise SheetError(
            SheetFault.SAME_HEADER,
            said("Several columns are called “{name}”.", name=twice[0]),
            file=sheet.file,
            row=1,
            column=twice[0],
            remedy=said("Give each column a name of its own."),
        )
