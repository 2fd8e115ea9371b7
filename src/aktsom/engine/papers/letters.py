"""The lines of a page of a PDF, as far as a reader sees their words."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from aktsom.engine.papers.paragraphs import Line
from aktsom.engine.papers.places import on_page
from aktsom.engine.papers.sight import Sight
from aktsom.engine.papers.types import Box

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_BOLD = 600


@dataclass(frozen=True, slots=True)
class Stretch:
    """A line, or the part of one that belongs to one annotation or field. Its text is empty when nobody sees it.

    `hides` tells of words that nobody sees, `recognised` that a program laid it over a picture.
    """

    line: Line
    owner: int | None = None
    hides: bool = False
    recognised: bool = False


class Letters:
    """The letters of a page in the order of the file, each with its place and the object that draws it."""

    def __init__(self, text: pdfium.PdfTextPage, page: pdfium.PdfPage, number: int, sight: Sight) -> None:
        self._text, self._page, self._number, self._sight = text, page, number, sight

    def stretches(self) -> Iterator[Stretch]:
        """The lines of the page."""
        whole, start = self._text.get_text_range(errors="replace"), 0
        for part in whole.split("\n"):
            for first, text, owner in self._by_owner(start, part):
                if line := text.strip("\r "):
                    yield self._stretch(first + len(text) - len(text.lstrip("\r ")), line, owner)
            start += len(part) + 1

    def _by_owner(self, start: int, part: str) -> Iterator[tuple[int, str, int | None]]:
        """A line, parted where it goes from one annotation or field to another. A space belongs to what comes before."""
        if not self._sight.has_owners:
            yield start, part, None
            return
        owners: list[int | None] = []
        for at, letter in enumerate(part):
            owners.append(
                owners[-1] if owners and letter.isspace() else self._sight.owner(self._object(self._index(start + at)))
            )
        for owner, places in groupby(range(len(part)), key=owners.__getitem__):
            first, *more = places
            yield start + first, part[first : (more or [first])[-1] + 1], owner

    def _stretch(self, first: int, text: str, owner: int | None) -> Stretch:
        at, end = self._index(first), self._index(first + len(text) - 1)
        box, said = self._box(at, end), _clean(text)
        size = raw.FPDFText_GetFontSize(self._text, at) / self._page.get_height()
        line = Line(said, self._number, box, size, raw.FPDFText_GetFontWeight(self._text, at) >= _BOLD)
        if self._sight.doubts(box):
            line = self._with_seen_words(line, first, text)
        objects = {self._object(at), self._object(end)} if self._sight.in_picture(box) else set[int]()
        if objects and self._sight.misses(objects, box):
            line = replace(line, text="")
        return Stretch(line, owner, line.text != said, bool(objects) and self._sight.are_undrawn(objects))

    def _with_seen_words(self, line: Line, first: int, text: str) -> Line:
        """The line without the words that nobody sees. Marks that are no letters go with the words beside them."""
        seen, boxes = list(text), list[Box]()
        for start, end, thing in self._pieces(first, text):
            box = self._box(self._index(first + start), self._index(first + end - 1))
            if not any(map(str.isalnum, text[start:end])):
                continue
            if self._sight.misses({thing}, box):
                seen[start:end] = " " * (end - start)
            else:
                boxes.append(box)
        if not boxes:
            return replace(line, text="")
        if seen == list(text):
            return line
        return replace(line, text=_clean(" ".join("".join(seen).split())), box=reduce(Box.with_, boxes))

    def _pieces(self, first: int, text: str) -> Iterator[tuple[int, int, int]]:
        """The words, parted where another object draws the next letter: where they begin and end, and the object."""
        for word in re.finditer(r"\S+", text):
            for thing, places in groupby(range(*word.span()), key=lambda at: self._object(self._index(first + at))):
                start, *more = places
                yield start, (more or [start])[-1] + 1, thing

    def _index(self, place: int) -> int:
        """The library's number of the letter at this place of the text."""
        found: int = raw.FPDFText_GetCharIndexFromTextIndex(self._text, place)
        return max(found, 0)

    def _object(self, index: int) -> int:
        found = raw.FPDFText_GetTextObject(self._text, index)
        return ctypes.addressof(found.contents) if found else 0

    def _box(self, first: int, last: int) -> Box:
        """The place from one letter to another."""
        one, other = self._edges(first), self._edges(last)
        left, bottom, right, top = (
            min(one[0], other[0]),
            min(one[1], other[1]),
            max(one[2], other[2]),
            max(one[3], other[3]),
        )
        return on_page(self._page, left, bottom, right, top)

    def _edges(self, index: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = [ctypes.c_double() for _ in range(4)]
        raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value


def _clean(line: str) -> str:
    """Soft hyphens as the library gives them become hyphens, letters that no font explains one mark."""
    line = line.replace("\ufffe", "-").replace("\u00ad", "-")
    return re.sub(r"[\ue000-\uf8ff\x00-\x08\x0b-\x1f]", REPLACEMENT, line)
