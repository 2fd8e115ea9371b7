"""PDF: lines with their places become headings and paragraphs; what recurs at the edge of pages is left out."""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from aktsom.engine.papers.colours import LIGHTEST
from aktsom.engine.papers.ocr import recognised
from aktsom.engine.papers.paragraphs import Line, passages_of, with_markers
from aktsom.engine.papers.types import Box, Limits, Noticed, Paper, PaperError, PaperKind
from aktsom.engine.wording import said

GridT = TypeVar("GridT", np.uint8, np.bool_)
_FEWEST_LETTERS = 12
"""A page with fewer letters, and a picture on it, is taken for a picture of text."""
_UNREADABLE_SHARE = 0.05
_SMALLEST_SIZE = 2.5
_BOLD = 600
_EDGE = 0.1
_RECURS = 0.6
_INVISIBLE = 3
_INK_SCALE = 0.5
_INK_PIXELS = 1500
_TOO_SMALL_A_PICTURE = 0.2
"""Pages that would have to be drawn smaller than so are not drawn, for nothing could be told from the picture."""
_FAINTEST_INK = 20
_FINENESS = 1_000_000
"""In how many parts a page is divided to say where something stands on it."""
_CELLS = 200
_COVERED = 0.8
"""A line lies in pictures when they cover this share of it."""
_PROGRAMS = re.compile(rb"/JavaScript\b|/Launch\b")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True)
class _Objects:
    """The addresses of text objects that are not drawn or too faint or small to see, and where the page has pictures."""

    undrawn: set[int]
    faint: set[int]
    pictures: NDArray[np.bool_] | None

    def hide(self, objects: Sequence[int], box: Box) -> bool:
        """Whether nobody sees these letters. Undrawn ones over a picture are what programs that recognise scans leave."""
        unseen = self.faint if self.in_picture(box) else self.faint | self.undrawn
        return all(each in unseen for each in objects)

    def in_picture(self, box: Box) -> bool:
        """Whether this place lies in the page's pictures."""
        if self.pictures is None:
            return False
        place = _cells(self.pictures, box)
        return place.size > 0 and bool(place.mean() >= _COVERED)


@dataclass(frozen=True, slots=True)
class _Page:
    lines: tuple[Line, ...]
    has_pictures: bool
    has_hidden_text: bool
    recognised: bool = False

    @property
    def is_picture(self) -> bool:
        """Whether nobody has read what stands on it."""
        return (
            not self.recognised
            and self.has_pictures
            and sum(map(str.isalnum, "".join(line.text for line in self.lines))) < _FEWEST_LETTERS
        )


def read_pdf(path: Path, limits: Limits) -> Paper:
    """The paper. Raises `PaperError` for a file that is locked, broken or without pages."""
    document = _opened(path)
    try:
        count = len(document)
        pages = [_page(document, number) for number in range(min(count, limits.pages))]
        pages = list(_with_recognised(document, pages, limits))
        carried = set(_carried(document, path))
    except pdfium.PdfiumError as error:
        raise _broken(path.name) from error
    finally:
        document.close()
    if not pages:
        raise _broken(path.name)
    passages = passages_of(_without_recurring([page.lines for page in pages]))
    return Paper(PaperKind.PDF, passages, count, frozenset({*_noticed(pages, count, limits), *carried}))


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise PaperError(
                said("The PDF is locked with a password."),
                file=path.name,
                remedy=said("Save it without a password, and choose it again."),
            ) from error
        raise _broken(path.name) from error


def _page(document: pdfium.PdfDocument, number: int) -> _Page:
    page = document[number]
    text = page.get_textpage()
    try:
        objects = _objects(page)
        lines = list(_lines(text, page, number + 1, objects))
        seen = list(_with_ink([line for line in lines if line.text], page, objects))
        return _Page(tuple(with_markers(seen)), objects.pictures is not None, len(seen) < len(lines))
    finally:
        text.close()
        page.close()


def _with_recognised(document: pdfium.PdfDocument, pages: Sequence[_Page], limits: Limits) -> Iterator[_Page]:
    """The pages, those that are pictures with what a program recognises on them, as far as it is there and time allows."""
    left = limits.recognised_pages
    for number, page in enumerate(pages):
        lines: tuple[Line, ...] = ()
        if page.is_picture and left > 0:
            left -= 1
            lines = recognised(document[number], number + 1)
        yield replace(page, lines=lines, recognised=True) if lines else page


def _drawn(page: pdfium.PdfPage) -> NDArray[np.uint8] | None:
    """The page as a small picture in shades of grey; None for a page so large that its letters would vanish in it."""
    scale = min(_INK_SCALE, _INK_PIXELS / max(*page.get_size(), 1))
    if scale < _TOO_SMALL_A_PICTURE:
        return None
    drawn: NDArray[np.uint8] = page.render(scale=scale, grayscale=True).to_numpy()
    return drawn


def _with_ink(lines: Sequence[Line], page: pdfium.PdfPage, objects: _Objects) -> Iterator[Line]:
    """The lines that have ink in their place: others are covered, cut off, or of the page's colour.

    Lines in pictures are not looked at, and a page of nothing else is not drawn, for that takes long.
    """
    outside = {id(line) for line in lines if not objects.in_picture(line.box)}
    drawn = _drawn(page) if outside else None
    for line in lines:
        if drawn is None or id(line) not in outside or _is_inked(line, drawn):
            yield line


def _is_inked(line: Line, drawn: NDArray[np.uint8]) -> bool:
    place = _cells(drawn, line.box, above=1)
    return place.size == 0 or int(place.max()) - int(place.min()) > _FAINTEST_INK


def _cells(grid: NDArray[GridT], box: Box, *, above: int = 0) -> NDArray[GridT]:
    """The part of a grid that is laid over a page where this place is."""
    height, width = grid.shape[:2]
    rows = slice(max(int(box.top * height) - above, 0), max(int(box.bottom * height) + 1, 0))
    return grid[rows, max(int(box.left * width), 0) : max(int(box.right * width) + 1, 0)]


def _objects(page: pdfium.PdfPage) -> _Objects:
    undrawn, faint, pictures = set(), set(), []
    for each in page.get_objects(max_depth=3):
        if each.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(_place_of(each, page))
        elif each.type == raw.FPDF_PAGEOBJ_TEXT:
            place = ctypes.addressof(each.raw.contents)
            if raw.FPDFTextObj_GetTextRenderMode(each.raw) == _INVISIBLE:
                undrawn.add(place)
            elif _is_white(each) or _is_tiny(each):
                faint.add(place)
    return _Objects(undrawn, faint, _covered(pictures) if pictures else None)


def _covered(boxes: Sequence[Box]) -> NDArray[np.bool_]:
    """A grid laid over the page, true where one of these is."""
    grid = np.zeros((_CELLS, _CELLS), dtype=np.bool_)
    for box in boxes:
        _cells(grid, box)[...] = True
    return grid


def _place_of(each: pdfium.PdfObject, page: pdfium.PdfPage) -> Box:
    """Where an object stands on the page, also within drawings that the page repeats."""
    left, bottom, right, top = each.get_bounds()
    around = each.container
    while around is not None:
        left, bottom, right, top = around.get_matrix().on_rect(left, bottom, right, top)
        around = around.container
    return _on_page(page, left, bottom, right, top)


def _on_page(page: pdfium.PdfPage, left: float, bottom: float, right: float, top: float) -> Box:
    """A place in the units of the file as one on the page as it is shown: turned, and cut to what is shown of it."""
    (one, low), (other, high) = _point(page, left, bottom), _point(page, right, top)
    return Box(min(one, other), min(low, high), max(one, other), max(low, high))


def _point(page: pdfium.PdfPage, across: float, up: float) -> tuple[float, float]:
    x, y = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, _FINENESS, _FINENESS, 0, across, up, x, y)
    return x.value / _FINENESS, y.value / _FINENESS


def _is_white(each: pdfium.PdfObject) -> bool:
    colours = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(each.raw, *colours):
        return False
    *shades, opacity = (colour.value for colour in colours)
    return opacity == 0 or min(shades) >= LIGHTEST


def _is_tiny(each: pdfium.PdfObject) -> bool:
    _left, bottom, _right, top = map(float, each.get_bounds())
    return 0 < top - bottom < _SMALLEST_SIZE / 2


def _lines(text: pdfium.PdfTextPage, page: pdfium.PdfPage, number: int, objects: _Objects) -> Iterator[Line]:
    """The lines of a page in the order of the file; one that nobody sees comes with an empty text."""
    whole, start = text.get_text_range(errors="replace"), 0
    for part in whole.split("\n"):
        line = part.strip("\r ")
        first = start + len(part) - len(part.lstrip(" "))
        start += len(part) + 1
        if line:
            box, ends = _span(text, page, first, len(line))
            unseen = _is_outside(box) or objects.hide([_object_of(text, place) for place in ends], box)
            letters = raw.FPDFText_GetFontSize(text, ends[0]) / page.get_height()
            bold = raw.FPDFText_GetFontWeight(text, ends[0]) >= _BOLD
            yield Line("" if unseen else _clean(line), number, box, letters, bold)


def _span(text: pdfium.PdfTextPage, page: pdfium.PdfPage, first: int, length: int) -> tuple[Box, Sequence[int]]:
    """Where so many letters stand, and the library's numbers of the first and the last of them."""
    ends = [max(raw.FPDFText_GetCharIndexFromTextIndex(text, at), 0) for at in (first, first + length - 1)]
    return _box(text, page, ends[0]).with_(_box(text, page, ends[1])), ends


def _object_of(text: pdfium.PdfTextPage, place: int) -> int:
    found = raw.FPDFText_GetTextObject(text, place)
    return ctypes.addressof(found.contents) if found else 0


def _box(text: pdfium.PdfTextPage, page: pdfium.PdfPage, place: int) -> Box:
    left, right, bottom, top = [ctypes.c_double() for _ in range(4)]
    raw.FPDFText_GetCharBox(text, place, left, right, bottom, top)
    return _on_page(page, left.value, bottom.value, right.value, top.value)


def _is_outside(box: Box) -> bool:
    return box.right < 0 or box.left > 1 or box.bottom < 0 or box.top > 1


def _clean(line: str) -> str:
    """Soft hyphens as the library gives them become hyphens, letters that no font explains one mark."""
    line = line.replace("\ufffe", "-").replace("\u00ad", "-")
    return re.sub(r"[\ue000-\uf8ff\x00-\x08\x0b-\x1f]", _REPLACEMENT, line)


def _without_recurring(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """All lines but heads and feet: what stands at the edge of most pages, whatever number it carries."""
    times = Counter(key for page in pages for key in {_key(line) for line in page if _at_edge(line)})
    heads = {key for key, times_seen in times.items() if times_seen >= max(2, _RECURS * len(pages))}
    lines = [line for page in pages for line in page]
    return [line for line in lines if not (_is_page_number(line) or (_at_edge(line) and _key(line) in heads))]


def _at_edge(line: Line) -> bool:
    return line.box.top < _EDGE or line.box.bottom > 1 - _EDGE


def _is_page_number(line: Line) -> bool:
    return _at_edge(line) and bool(re.fullmatch(r"(?:\w{0,6} )?\d{1,3}(?: ?(?:/|of|av) ?\d{1,3})?", line.text))


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _noticed(pages: Sequence[_Page], count: int, limits: Limits) -> Iterator[Noticed]:
    letters = "".join(line.text for page in pages for line in page.lines)
    if any(page.is_picture for page in pages):
        yield Noticed.SCAN
    if any(page.recognised for page in pages):
        yield Noticed.READ_BY_MACHINE
    if any(page.has_hidden_text for page in pages):
        yield Noticed.HIDDEN_TEXT
    if letters.count(_REPLACEMENT) > _UNREADABLE_SHARE * len(letters):
        yield Noticed.UNREADABLE_LETTERS
    if count > limits.pages:
        yield Noticed.CUT


def _carried(document: pdfium.PdfDocument, path: Path) -> Iterator[Noticed]:
    if raw.FPDFDoc_GetAttachmentCount(document.raw):
        yield Noticed.EMBEDDED_FILES
    if raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or _PROGRAMS.search(path.read_bytes()):
        yield Noticed.PROGRAMS


def _broken(file: str) -> PaperError:
    return PaperError(
        said("The PDF is damaged or cut off, and no page of it can be read."),
        file=file,
        remedy=said("Open it in a PDF reader, save it anew, and choose it again."),
    )
