"""Pages of a PDF as pictures, so that a passage can be shown where it stands. Drawn in a process with limits, like reading."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium

from aktsom.engine.papers.annotations import open_document, open_page
from aktsom.engine.papers.types import PaperError
from aktsom.engine.processes import BeyondLimitsError, within_limits
from aktsom.engine.wording import said

DPI = 110
MOST_PIXELS = 2_500
POINTS_PER_INCH = 72
SECONDS = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page, counted from 1, and how finely it is drawn."""

    page: int
    dpi: int = DPI


def page_image(path: Path, page: int, *, dpi: int = DPI) -> bytes:
    """The page as PNG, at most 2500 pixels each way. Raises `PaperError` when it is not there or cannot be drawn."""
    try:
        return within_limits(draw_here, path, Wanted(page, dpi), seconds=SECONDS)
    except BeyondLimitsError as error:
        raise _not_drawn(path) from error


def draw_here(path: Path, wanted: Wanted) -> bytes:
    """The same in this process."""
    try:
        document = open_document(path)
        try:
            return _drawn(document, path, wanted)
        finally:
            document.close()
    except pdfium.PdfiumError as error:
        raise _not_drawn(path) from error


def _drawn(document: pdfium.PdfDocument, path: Path, wanted: Wanted) -> bytes:
    if not 1 <= wanted.page <= len(document):
        raise PaperError(said("There is no such page."), file=path.name, remedy=said("Choose another page."))
    page, _annotations = open_page(document, wanted.page - 1)
    width, height = page.get_size()
    scale = min(wanted.dpi / POINTS_PER_INCH, MOST_PIXELS / max(width, height, 1))
    image = page.render(scale=scale, may_draw_forms=False).to_pil()
    picture = BytesIO()
    image.convert("P", palette=1, colors=64).save(picture, "PNG", optimize=False)
    return picture.getvalue()


def _not_drawn(path: Path) -> PaperError:
    return PaperError(said("This page cannot be drawn."), file=path.name, remedy=said("Save the file, and open it."))
