"""What a reader of a page of a PDF sees: not what is undrawn, white, tiny, beside the page, covered or cut off."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import hypot, prod

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from aktsom.engine.papers.colours import LIGHTEST
from aktsom.engine.papers.places import FINENESS, around_of, bounds_of, cells, covered, inked, on_page
from aktsom.engine.papers.types import Box

_SMALLEST_SIZE = 2.5
_INVISIBLE = 3
_INK_SCALE = 0.5
_INK_PIXELS = 1500
_TOO_SMALL_A_PICTURE = 0.2
"""Pages that would have to be drawn smaller than so are drawn piece by piece, for their letters would vanish."""
_FAINTEST_INK = 20
_COVERED = 0.8
"""A line lies in pictures when they cover this share of it."""
_FILLED = 0.5
"""Pictures fill a page when they cover this share of it."""
_LEAST_PICTURE = 0.02
"""Pictures that cover less of a page, such as a logo, are not taken for pictures of text."""
_LEAST_INK = 0.001
"""Pictures with ink on less of the page show no words: about one short word has so much."""
_LITTLE_INK = 0.05
"""With ink on less of the page it may be a mark, a shadow or a few words; with more, hardly nothing."""
_GAP = 1.2
"""A line without ink for so many times its height has a gap, where words may be that nobody sees."""
_LARGEST_LETTER = 0.02
"""A drawing with curves that takes more of a page is a figure, a smaller one may be a letter."""
_SOME_LETTERS = 0.004
"""Letters that are drawn as curves cover so much of a page with a sentence, and beside readable text so much of one"""
_MANY_LETTERS = 0.08
"""with a text: a seal or a logo covers less."""
_CURVES = 100
"""So many parts of a drawing are looked at for a curve."""
_DEPTH = 6


@dataclass(frozen=True, slots=True)
class _Objects:
    """The addresses of text objects that are not drawn, and of those too faint, small or far off to see.

    `added` are the texts of annotations and fields, each with a number of its own. `pictures` is where the page has pictures,
    `curves` the share of it that drawings cover which may be letters.
    """

    undrawn: set[int]
    faint: set[int]
    added: dict[int, int]
    pictures: NDArray[np.bool_] | None
    curves: float = 0.0


class Sight:
    """Tells what is seen of a page, which is drawn when a place of it is asked for, and when it may be if pictures fill it."""

    def __init__(self, page: pdfium.PdfPage, last: int | None, *, may_draw_pictures: bool) -> None:
        self._page, self._may_draw_pictures = page, may_draw_pictures
        self._objects = _objects(page, last)

    @property
    def pictures_may_show_words(self) -> bool:
        """Whether the pictures of the page are large enough for some text, and have ink on them."""
        pictures = self._objects.pictures
        return pictures is not None and bool(pictures.mean() >= _LEAST_PICTURE) and self._ink >= _LEAST_INK

    @property
    def pictures_show_little(self) -> bool:
        """Whether there is so little ink in the pictures of the page that it may be none of words."""
        return self._ink < _LITTLE_INK

    @property
    def filled_with_pictures(self) -> bool:
        """Whether pictures cover so much of the page that it may be a scan."""
        return self._objects.pictures is not None and bool(self._objects.pictures.mean() >= _FILLED)

    @property
    def draws_words(self) -> bool:
        """Whether the page draws curves that may be the letters of a sentence, which no program reads as text."""
        return self._objects.curves >= _SOME_LETTERS

    @property
    def draws_a_text(self) -> bool:
        """Whether it draws so many that they are hardly a logo."""
        return self._objects.curves >= _MANY_LETTERS

    def owner(self, text: int) -> int | None:
        """The number of the annotation or field that this text object belongs to; None for the page's own text."""
        return self._objects.added.get(text)

    @property
    def has_owners(self) -> bool:
        """Whether any text of the page is that of an annotation or a field."""
        return bool(self._objects.added)

    def misses(self, texts: set[int], box: Box) -> bool:
        """Whether nobody sees these letters. Undrawn ones over a picture that shows some are left by what reads scans."""
        if box.right < 0 or box.left > 1 or box.bottom < 0 or box.top > 1 or texts <= self._unseen(box):
            return True
        place = self._drawn_at(box.wider((box.bottom - box.top) / 2) if self.in_picture(box) else box)
        return place is not None and place.size > 0 and int(place.max()) - int(place.min()) <= _FAINTEST_INK

    def doubts(self, box: Box) -> bool:
        """Whether words in this line may be unseen. In pictures lines have gaps, for recognised ones lie askew."""
        if self._unseen(box) or box.left < 0 or box.right > 1 or box.top < 0 or box.bottom > 1:
            return True
        place = None if self.in_picture(box) else self._drawn_at(box)
        return place is not None and place.size > 0 and _has_gap(place)

    def are_undrawn(self, texts: set[int]) -> bool:
        """Whether these letters are not drawn, as programs leave them that recognise text in pictures."""
        return texts <= self._objects.undrawn

    def in_picture(self, box: Box) -> bool:
        """Whether this place lies in the page's pictures."""
        if self._objects.pictures is None:
            return False
        place = cells(self._objects.pictures, box)
        return place.size > 0 and bool(place.mean() >= _COVERED)

    def shows_more_than(self, boxes: Sequence[Box]) -> bool:
        """Whether the pictures of a page show much beside these lines: more than half of what the lines take up."""
        if self._objects.pictures is None or self._picture is None:
            return False
        lines = covered(boxes)
        rest = inked(self._picture, _FAINTEST_INK) & self._objects.pictures & ~lines
        return bool(2 * rest.sum() > lines.sum())

    @cached_property
    def _ink(self) -> float:
        """The share of the page that has ink in its pictures; all of it where nobody may look."""
        if self._objects.pictures is None:
            return 0.0
        if self._picture is None:
            return 1.0
        return float((inked(self._picture, _FAINTEST_INK) & self._objects.pictures).mean())

    def _unseen(self, box: Box) -> set[int]:
        if not self._objects.undrawn or self.in_picture(box):
            return self._objects.faint
        return self._objects.faint | self._objects.undrawn

    @cached_property
    def _scale(self) -> float:
        width, height = map(float, self._page.get_size())
        return min(_INK_SCALE, _INK_PIXELS / max(width, height, 1))

    @cached_property
    def _picture(self) -> NDArray[np.uint8] | None:
        """The page, small and in shades of grey; None when pictures, which take long, fill it and it may not be drawn."""
        if self.filled_with_pictures and not self._may_draw_pictures:
            return None
        return _grey(self._page, self._scale)

    def _drawn_at(self, box: Box) -> NDArray[np.uint8] | None:
        """This place of the page, drawn; None when the page may not be drawn."""
        if self._picture is None:
            return None
        if self._scale >= _TOO_SMALL_A_PICTURE:
            return cells(self._picture, box, above=1)
        width, height = self._page.get_size()
        margin = max(2.0, max(width, height) / FINENESS)
        edges = (box.left * width, (1 - box.bottom) * height, (1 - box.right) * width, box.top * height)
        left, bottom, right, top = (max(edge - margin, 0.0) for edge in edges)
        scale = min(_INK_SCALE, _INK_PIXELS / max(width - left - right, height - bottom - top, 1))
        return _grey(self._page, scale, (left, bottom, right, top))


def _grey(
    page: pdfium.PdfPage, scale: float, crop: tuple[float, float, float, float] = (0, 0, 0, 0)
) -> NDArray[np.uint8]:
    drawn: NDArray[np.uint8] = page.render(scale=scale, crop=crop, grayscale=True, may_draw_forms=False).to_numpy()
    return drawn.reshape(drawn.shape[:2])


def _has_gap(place: NDArray[np.uint8]) -> bool:
    """Whether a line, along its longer side, is without ink for longer than between words, or throughout."""
    across = 0 if place.shape[1] >= place.shape[0] else 1
    marks = (place.max(axis=across) - place.min(axis=across) > _FAINTEST_INK).tobytes()
    return bytes(min(int(_GAP * min(place.shape)) + 1, len(marks))) in marks


def _objects(page: pdfium.PdfPage, last: int | None) -> _Objects:
    undrawn, faint, added, pictures, curves = set[int](), set[int](), dict[int, int](), list[Box](), list[Box]()
    shown = page.get_bbox()
    for each in page.get_objects(max_depth=_DEPTH):
        if each.type == raw.FPDF_PAGEOBJ_IMAGE:
            pictures.append(on_page(page, *bounds_of(each)))
        elif each.type == raw.FPDF_PAGEOBJ_TEXT:
            place = ctypes.addressof(each.raw.contents)
            if raw.FPDFTextObj_GetTextRenderMode(each.raw) == _INVISIBLE:
                undrawn.add(place)
            elif _is_white(each) or _is_tiny_or_beside(each, shown):
                faint.add(place)
            if last is not None and (owner := _owner(each, last)) is not None:
                added[place] = owner
        elif each.type == raw.FPDF_PAGEOBJ_PATH and (letter := _drawn_letter(page, each)) is not None:
            curves.append(letter)
    shown_curves = float(covered(curves).mean()) if curves else 0.0
    return _Objects(undrawn, faint, added, covered(pictures) if pictures else None, shown_curves)


def _drawn_letter(page: pdfium.PdfPage, each: pdfium.PdfObject) -> Box | None:
    """Where a drawing stands that may be a letter: it has a curve and is small. None for lines, boxes and figures."""
    parts = range(min(raw.FPDFPath_CountSegments(each.raw), _CURVES))
    kinds = (raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(each.raw, part)) for part in parts)
    if raw.FPDF_SEGMENT_BEZIERTO not in kinds:
        return None
    box = on_page(page, *bounds_of(each))
    return box if (box.right - box.left) * (box.bottom - box.top) < _LARGEST_LETTER else None


def _owner(each: pdfium.PdfObject, last: int) -> int | None:
    """The address of the drawing that is an annotation's or a field's, where this object is part of the last of the page."""
    around = [ctypes.addressof(drawing.raw.contents) for drawing in around_of(each)]
    return around[-2] if len(around) > 1 and around[-1] == last else None


def _is_white(each: pdfium.PdfObject) -> bool:
    colours = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(each.raw, *colours):
        return False
    *shades, opacity = (colour.value for colour in colours)
    return opacity == 0 or min(shades) >= LIGHTEST


def _is_tiny_or_beside(each: pdfium.PdfObject, shown: tuple[float, float, float, float]) -> bool:
    left, bottom, right, top = map(float, bounds_of(each))
    if right < shown[0] or left > shown[2] or top < shown[1] or bottom > shown[3]:
        return True
    low: bool = min(right - left, top - bottom) < _SMALLEST_SIZE / 2
    return low and _size(each) < _SMALLEST_SIZE


def _size(each: pdfium.PdfObject) -> float:
    """The size of letters as they are shown: a dash is low in any size."""
    size = ctypes.c_float()
    raw.FPDFTextObj_GetFontSize(each.raw, size)
    matrices = [drawing.get_matrix() for drawing in (each, *around_of(each))]
    return abs(size.value) * prod(hypot(matrix.c, matrix.d) for matrix in matrices)
