"""Where uploaded sheets are kept, and how they are read; what cannot be read is refused in the reader's language."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import AktsomError, InvalidError, Sentence, filled, spoken
from aktsom.core.scanning import refuse_infected
from aktsom.engine.sheets import Limits, Sheet, SheetError, read_sheet, too_large
from aktsom.engine.sheets.columns import Target
from aktsom.engine.wording import place_in_file

LIMITS = Limits(
    file_bytes=10_000_000,
    expanded_bytes=100_000_000,
    rows=20_000,
    columns=100,
    seconds=30,
    memory_bytes=1_500_000_000,
)

ENDINGS = (".csv", ".tsv", ".txt", ".xls", ".xlsm", ".xlsx")


def keep_upload(institution_id: int, upload: "UploadedFile[bytes]") -> str:
    """Write an upload to a name of our own, outside the web root; gives its path under the folder of files."""
    if (upload.size or 0) > LIMITS.file_bytes:
        raise refusal(upload.name or "", too_large(upload.name or "", LIMITS))
    refuse_infected(upload.chunks())
    # What the file is called tells a workbook that is none from a table of text.
    ending = Path(upload.name or "").suffix.lower()
    kept = Path("imports") / str(institution_id) / (uuid4().hex + (ending if ending in ENDINGS else ""))
    path = _folder() / kept
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as file:
        path.chmod(0o600)
        for chunk in upload.chunks():
            file.write(chunk)
    return str(kept)


@contextmanager
def kept_sheet(institution_id: int, upload: "UploadedFile[bytes]", filename: str) -> Iterator[tuple[str, Sheet]]:
    """Keep an upload, and give its path and the table in it; nothing is kept when it is refused here or by the caller.

    Raises `InvalidError`, also where the rows cannot be read on.
    """
    kept = keep_upload(institution_id, upload)
    try:
        yield kept, sheet_in(kept, filename)
    except SheetError as error:
        discard_upload(kept)
        raise refusal(filename, error) from error
    except AktsomError:
        discard_upload(kept)
        raise


def discard_upload(kept: str) -> None:
    """Remove a kept file that nobody needs."""
    (_folder() / kept).unlink(missing_ok=True)


def sheet_in(kept: str, filename: str, *, lined: bool = False) -> Sheet:
    """A kept table, whose cells keep their line breaks when `lined`.

    Raises `InvalidError` with what is wrong, where under the file's own name, and what to do.
    """
    return in_words(filename, lambda: read_sheet(_folder() / kept, LIMITS, lined=lined))


def chosen_columns(post: QueryDict, targets: Iterable[Target]) -> dict[str, int]:
    """For each target the place of the column that a form says holds it, as `column-` and its name."""
    given = {target.name: post.get(f"column-{target.name}", "") for target in targets}
    return {name: int(place) for name, place in given.items() if place.isascii() and place.isdigit() and len(place) < 7}


def left_unread(sheet: Sheet, used: Collection[int]) -> list[Sentence]:
    """What of a sheet will not be imported, when the columns at the places `used` are."""
    unused = [name for place, name in enumerate(sheet.columns) if name and place not in used]
    said: list[Sentence] = [spoken(each) for each in sheet.unread]
    if unused:
        said.append(filled(_("Columns that are not used: %(names)s."), {"names": ", ".join(unused)}))
    return said


def in_words(filename: str, read: Callable[[], Sheet]) -> Sheet:
    """Read a sheet; what it refuses is said in the reader's language, with the file's own name."""
    try:
        return read()
    except SheetError as error:
        raise refusal(filename, error) from error


def refusal(filename: str, error: SheetError) -> InvalidError:
    """The engine's refusal as one of ours."""
    place = place_in_file(filename, error.row, error.column)
    return InvalidError(
        filled("%(place)s: %(reason)s", {"place": spoken(place), "reason": spoken(error.message)}),
        kept=_("Nothing was registered."),
        remedy=spoken(error.remedy),
    )


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT)
