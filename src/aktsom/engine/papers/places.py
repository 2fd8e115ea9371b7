"""Where things stand on a page of a PDF: places as shares of the page, and grids laid over it."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
from numpy.typing import NDArray

from aktsom.engine.papers.types import Box

GridT = TypeVar("GridT", np.uint8, np.bool_)
FINENESS = 1_000_000
"""In how many parts a page is divided to say where something stands on it."""
_CELLS = 200


def on_page(page: pdfium.PdfPage, left: float, bottom: float, right: float, top: float) -> Box:
    """A place in the units of the file as one on the page as it is shown: turned, and cut to what is shown of it."""
    (one, low), (other, high) = _point(page, left, bottom), _point(page, right, top)
    return Box(min(one, other), min(low, high), max(one, other), max(low, high))


def bounds_of(each: pdfium.PdfObject) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of an object in the units of the page, also within drawings that the page repeats."""
    left, bottom, right, top = each.get_bounds()
    for around in around_of(each):
        left, bottom, right, top = around.get_matrix().on_rect(left, bottom, right, top)
    return left, bottom, right, top


def around_of(each: pdfium.PdfObject) -> Iterator[pdfium.PdfObject]:
    """The drawings that an object is part of, from the innermost."""
    around = each.container
    while around is not None:
        yield around
        around = around.container


def cells(grid: NDArray[GridT], box: Box, *, above: int = 0) -> NDArray[GridT]:
    """The part of a grid that is laid over a page where this place is."""
    height, width = grid.shape[:2]
    rows = slice(max(int(box.top * height) - above, 0), max(int(box.bottom * height) + 1, 0))
    return grid[rows, max(int(box.left * width), 0) : max(int(box.right * width) + 1, 0)]


def covered(boxes: Sequence[Box]) -> NDArray[np.bool_]:
    """A grid laid over the page, true where one of these is."""
    grid = np.zeros((_CELLS, _CELLS), dtype=np.bool_)
    for box in boxes:
        cells(grid, box)[...] = True
    return grid


def inked(drawn: NDArray[np.uint8], faintest: int) -> NDArray[np.bool_]:
    """A grid laid over the page, true where the drawn page has more than one shade: letters, lines, and edges."""
    height, width = drawn.shape[:2]
    rows, columns = (np.arange(_CELLS) * size // _CELLS for size in (height, width))
    dark = np.minimum.reduceat(np.minimum.reduceat(drawn.reshape(height, width), rows, axis=0), columns, axis=1)
    light = np.maximum.reduceat(np.maximum.reduceat(drawn.reshape(height, width), rows, axis=0), columns, axis=1)
    found: NDArray[np.bool_] = light.astype(np.int16) - dark > faintest
    return found


def _point(page: pdfium.PdfPage, across: float, up: float) -> tuple[float, float]:
    x, y = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(page, 0, 0, FINENESS, FINENESS, 0, across, up, x, y)
    return x.value / FINENESS, y.value / FINENESS
