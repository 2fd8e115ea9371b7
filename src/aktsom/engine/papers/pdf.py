"""PDF: lines with their places become headings and paragraphs; what recurs at the edge of pages is read once, after the first.

What annotations show is a passage after those of its page, what fields show stands where they stand.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from aktsom.engine.papers.annotations import Annotations, open_document, open_page
from aktsom.engine.papers.letters import REPLACEMENT, Letters, Stretch
from aktsom.engine.papers.ocr import Recognised, recognised
from aktsom.engine.papers.paragraphs import Line, passages_of, placed, states_something, with_markers
from aktsom.engine.papers.sight import Sight
from aktsom.engine.papers.types import Box, Limits, Noticed, Paper, PaperError, PaperKind, Passage
from aktsom.engine.wording import said

_FEWEST_LETTERS = 12
"""A page with fewer letters, and ink in its pictures, is taken for a picture of text."""
_UNREADABLE_SHARE = 0.05
_UNREADABLE_LETTERS = 20
"""So many on one page are more than its bullets and signs."""
_EDGE = 0.1
_RECURS = 0.6
_MOST_FILLED = 100
"""So many pages full of pictures are drawn to see what is in the pictures, for that takes long."""
_COVER = 500
"""Fewer letters than an agreement has."""
_COLLECTION = re.compile(rb"/Collection\b")
_PROGRAMS = re.compile(rb"/JavaScript\b|/Launch\b")


@dataclass(frozen=True, slots=True)
class _Page:
    """`asides` are the lines of annotations. `unread` tells of pictures whose text nobody has read.

    `shows_little` tells that these may be without any: a program that finds none in them is believed.
    """

    lines: tuple[Line, ...]
    asides: tuple[Line, ...]
    unread: bool
    shows_little: bool
    filled: bool
    noticed: frozenset[Noticed]


def read_pdf(path: Path, limits: Limits) -> Paper:
    """The paper. Raises `PaperError` for a file that is locked, broken or without pages."""
    document = _opened(path)
    try:
        count, pages, filled = len(document), list[_Page](), 0
        for number in range(min(count, limits.pages)):
            pages.append(_page(document, number, may_draw_pictures=filled < _MOST_FILLED))
            filled += pages[-1].filled
        pages = list(_with_recognised(document, pages, limits))
        letters = sum(len(line.text) for page in pages for line in page.lines)
        carried = set(_carried(document, path, letters))
    except pdfium.PdfiumError as error:
        raise _broken(path.name) from error
    finally:
        document.close()
    if not pages:
        raise _broken(path.name)
    return Paper(PaperKind.PDF, _passages(pages), count, frozenset({*_noticed(pages, count, limits), *carried}))


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        return open_document(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise PaperError(
                said("The PDF is locked with a password."),
                file=path.name,
                remedy=said("Save it without a password, and choose it again."),
            ) from error
        raise _broken(path.name) from error


def _page(document: pdfium.PdfDocument, number: int, *, may_draw_pictures: bool) -> _Page:
    page, annotations = open_page(document, number)
    text = page.get_textpage()
    try:
        sight = Sight(page, annotations.drawing, may_draw_pictures=may_draw_pictures)
        stretches = list(Letters(text, page, number + 1, sight).stretches())
        seen = [each for each in stretches if each.line.text]
        own = with_markers([each.line for each in seen if each.owner is None])
        fields = [each.line for each in seen if each.owner is not None and _is_in(each.line, annotations.fields)]
        asides = [each.line for each in seen if each.owner is not None and not _is_in(each.line, annotations.fields)]
        unread = _is_unread(sight, [each.line for each in seen])
        noticed = frozenset(_noticed_on(stretches, annotations))
        little = unread and sight.pictures_show_little and not sight.draws_words
        return _Page(tuple(placed(own, fields)), tuple(asides), unread, little, sight.filled_with_pictures, noticed)
    finally:
        text.close()
        page.close()


def _is_in(line: Line, fields: Sequence[Box]) -> bool:
    across, down = (line.box.left + line.box.right) / 2, (line.box.top + line.box.bottom) / 2
    return any(box.left <= across <= box.right and box.top <= down <= box.bottom for box in fields)


def _is_unread(sight: Sight, lines: Sequence[Line]) -> bool:
    """Whether the page shows pictures of text: with hardly a letter on it they show some, or much beside the letters."""
    letters = sum(map(str.isalnum, "".join(line.text for line in lines)))
    if letters < _FEWEST_LETTERS:
        return sight.pictures_may_show_words or sight.draws_words
    return sight.draws_a_text or (sight.filled_with_pictures and sight.shows_more_than([line.box for line in lines]))


def _noticed_on(stretches: Sequence[Stretch], annotations: Annotations) -> Iterator[Noticed]:
    if any(each.hides for each in stretches):
        yield Noticed.HIDDEN_TEXT
    if any(each.recognised and each.line.text for each in stretches):
        yield Noticed.READ_BY_MACHINE
    if annotations.strike_out or _says_more(annotations.notes, stretches):
        yield Noticed.COMMENTS
    if annotations.attach:
        yield Noticed.EMBEDDED_FILES


def _says_more(notes: Sequence[str], stretches: Sequence[Stretch]) -> bool:
    """Whether a note says what does not stand on its page already."""
    shown = _letters(" ".join(each.line.text for each in stretches)) if notes else ""
    return any(_letters(note) not in shown for note in notes)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _with_recognised(document: pdfium.PdfDocument, pages: Sequence[_Page], limits: Limits) -> Iterator[_Page]:
    """The pages, those that are pictures with what a program recognises on them, as far as it is there and time allows."""
    left = limits.recognised_pages
    for number, page in enumerate(pages):
        told: Recognised | None = None
        if page.unread and left > 0:
            left -= 1
            told = recognised(document[number], number + 1)
        if told and told.lines:
            yield _with_lines(page, told)
        else:
            yield replace(page, unread=page.unread and not (told and told.whole and page.shows_little))


def _with_lines(page: _Page, told: Recognised) -> _Page:
    """The page with recognised lines, except where the text of the page itself, such as a stamp, says the same better."""
    own = [line.box.wider((line.box.bottom - line.box.top) / 3) for line in (*page.lines, *page.asides)]
    more = [line for line in told.lines if not any(line.box.mostly_in(box) for box in own)]
    noticed = page.noticed | {Noticed.READ_BY_MACHINE}
    return replace(page, lines=tuple(placed(more, page.lines)), unread=not told.whole, noticed=noticed)


def _passages(pages: Sequence[_Page]) -> tuple[Passage, ...]:
    lines, heads = _parted([page.lines for page in pages])
    asides, more = _parted([page.asides for page in pages])
    passages = list(passages_of(lines))
    for part in (heads, asides, more):
        for _number, found in groupby(part, key=attrgetter("page")):
            passages += passages_of(list(found))
    return tuple(sorted(passages, key=attrgetter("page")))


def _parted(pages: Sequence[Sequence[Line]]) -> tuple[list[Line], list[Line]]:
    """All lines but heads and feet, and these, each once: what stands at the edge of most pages, whatever number it carries.

    Of heads and feet only those that state something.
    """
    times = Counter(key for page in pages for key in {_key(line) for line in page if _at_edge(line)})
    heads = {key for key, times_seen in times.items() if times_seen >= max(2, _RECURS * len(pages))}
    lines = [line for page in pages for line in page if not _is_page_number(line)]
    first = {_key(line): line for line in reversed(lines) if _at_edge(line) and _key(line) in heads}
    own = [line for line in lines if not (_at_edge(line) and _key(line) in heads)]
    stated = states_something(" ".join(line.text for line in first.values()))
    return own, sorted(first.values(), key=lambda line: (line.page, line.box.top)) if stated else []


def _at_edge(line: Line) -> bool:
    return line.box.top < _EDGE or line.box.bottom > 1 - _EDGE


def _is_page_number(line: Line) -> bool:
    return _at_edge(line) and bool(re.fullmatch(r"(?:\w{0,6} )?\d{1,3}(?: ?(?:/|of|av) ?\d{1,3})?", line.text))


def _key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _noticed(pages: Sequence[_Page], count: int, limits: Limits) -> Iterator[Noticed]:
    letters = ["".join(line.text for line in page.lines) for page in pages]
    for page in pages:
        yield from page.noticed
    if any(page.unread for page in pages):
        yield Noticed.SCAN
    if any(
        each.count(REPLACEMENT) > _UNREADABLE_SHARE * len(each) for each in ("".join(letters), *_long_ones(letters))
    ):
        yield Noticed.UNREADABLE_LETTERS
    if count > limits.pages:
        yield Noticed.CUT


def _long_ones(pages: Sequence[str]) -> Iterator[str]:
    return (letters for letters in pages if letters.count(REPLACEMENT) >= _UNREADABLE_LETTERS)


def _carried(document: pdfium.PdfDocument, path: Path, letters: int) -> Iterator[Noticed]:
    """What a file carries besides its pages. One with hardly any text of its own is a cover for the others in it."""
    content = path.read_bytes()
    if raw.FPDFDoc_GetAttachmentCount(document.raw):
        yield Noticed.EMBEDDED_FILES
        if letters < _COVER or _COLLECTION.search(content):
            yield Noticed.ELSEWHERE
    if raw.FPDF_GetFormType(document.raw) == raw.FORMTYPE_XFA_FULL:
        yield Noticed.ELSEWHERE
    if raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or _PROGRAMS.search(content):
        yield Noticed.PROGRAMS


def _broken(file: str) -> PaperError:
    return PaperError(
        said("The PDF is damaged or cut off, and no page of it can be read."),
        file=file,
        remedy=said("Open it in a PDF reader, save it anew, and choose it again."),
    )
