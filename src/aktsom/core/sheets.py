"""Where uploaded sheets are kept, and how they are read; what cannot be read is refused in the reader's language."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import InvalidError
from aktsom.engine.sheets import Limits, Sheet, SheetError, SheetFault, read_sheet

LIMITS = Limits(file_bytes=10_000_000, expanded_bytes=100_000_000, rows=20_000, columns=100)

_FAULTS: dict[SheetFault, tuple[Promise, Promise]] = {
    SheetFault.MISSING: (_("The uploaded file is not there any more."), _("Upload it again.")),
    SheetFault.EMPTY: (_("The file is empty."), _("Export it again and check its size.")),
    SheetFault.TOO_LARGE: (_("The file is larger than 10 MB."), _("Split it into several files.")),
    SheetFault.TOO_MANY_ROWS: (_("The table has more than 20,000 rows."), _("Split it into several files.")),
    SheetFault.TOO_WIDE: (_("The table has too many columns."), _("Keep only the columns that are needed.")),
    SheetFault.CELL_TOO_LONG: (
        _("A cell is far too long for a table."),
        _("Look for a quotation mark that is opened and not closed."),
    ),
    SheetFault.NO_HEADER: (_("The first row is blank."), _("Write the names of the columns into the first row.")),
    SheetFault.SAME_HEADER: (_("Several columns have the same name."), _("Give each column a name of its own.")),
    SheetFault.NOT_A_SHEET: (_("This is not a table."), _("Save it as CSV or XLSX.")),
    SheetFault.OLD_EXCEL: (
        _("This is a protected workbook, or one in the old Excel format (.xls)."),
        _("Open it in Excel or LibreOffice and save it as .xlsx without a password."),
    ),
    SheetFault.DAMAGED: (_("The file is damaged, cut off or protected."), _("Save it again as .xlsx or CSV.")),
    SheetFault.ENCODING: (_("Some letters cannot be read."), _("Save the file again as “CSV UTF-8”.")),
    SheetFault.EXPANDS: (
        _("The workbook grows without measure when it is unpacked."),
        _("Copy only the cells that are needed into a new workbook."),
    ),
}


def keep_upload(institution_id: int, upload: "UploadedFile[bytes]") -> str:
    """Write an upload to a name of our own, outside the web root; gives its path under the folder of files."""
    if (upload.size or 0) > LIMITS.file_bytes:
        raise InvalidError(*_words(SheetFault.TOO_LARGE)[:1], remedy=_words(SheetFault.TOO_LARGE)[1])
    kept = Path("imports") / str(institution_id) / uuid4().hex
    path = _folder() / kept
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as file:
        path.chmod(0o600)
        for chunk in upload.chunks():
            file.write(chunk)
    return str(kept)


def discard_upload(kept: str) -> None:
    """Remove a kept file that nobody needs."""
    (_folder() / kept).unlink(missing_ok=True)


def sheet_in(kept: str, filename: str) -> Sheet:
    """A kept table; raises `InvalidError` with what is wrong, where under the file's own name, and what to do."""
    return in_words(filename, lambda: read_sheet(_folder() / kept, LIMITS))


def in_words(filename: str, read: Callable[[], Sheet]) -> Sheet:
    """Read a sheet; what it refuses is said in the reader's language, with the file's own name."""
    try:
        return read()
    except SheetError as error:
        raise refusal(filename, error) from error


def refusal(filename: str, error: SheetError) -> InvalidError:
    """The engine's refusal as one of ours."""
    happened, remedy = _words(error.fault)
    place = _("%(file)s, row %(row)d") % {"file": filename, "row": error.row} if error.row else filename
    if error.column:
        place = f"{place}, {error.column}"
    return InvalidError(f"{place}: {happened}", kept=_("Nothing was registered."), remedy=remedy)


def _words(fault: SheetFault) -> tuple[Promise, Promise]:
    return _FAULTS[fault]


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT)
