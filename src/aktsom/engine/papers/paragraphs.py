"""From lines to passages: which lines go on with a paragraph, which begin a clause, and which are headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from aktsom.engine.papers.types import Box, Passage

_NUMBER = re.compile(
    r"(?:(?:article|section|clause|artikkel|punkt|pkt\.?|kapittel|§)\s*)?"
    r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})(?P<end>[.):]?)\s+(?=\S)",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember)\b", re.IGNORECASE
)
_COUNTED = re.compile(
    r"[%‰]|(?:per ?cent|percentage points?|prosent|million|mill|mio|milliard|mrd|billion|bn|ECTS|studiepoeng|årsverk)"
    r"(?:er|s|poeng)?\b"
    r"|(?:(?:working|business|calendar|bank|banking|consecutive|full|whole|hele|fulle)\s+|virke|arbeids|kalender|bank)*"
    r"(?:hours?|days?|weeks?|months?|quarters?|years?|timer?|dag(?:ers?)?|uke(?:rs?)?|måned(?:ers?)?|kvartal(?:er)?|års?)\b(?!-)"
    r"|(?:[€£$¥]|[kMT]?(?:NOK|EUR|USD|GBP|SEK|DKK|CHF|ISK|JPY|CNY)\b|(?:kr|kroner|euros?|dollars?|pounds?)\b)(?!\.?\s*\d)",
    re.IGNORECASE,
)
"""What comes after an amount. A sum may follow the number of a clause: "4.2 NOK 500 000 is paid"."""
_DEFINED = re.compile(r"\W{1,3}(?:means?|shall mean|betyr|menes)\b", re.IGNORECASE)
_PAGE_WORDS = frozenset({"page", "pages", "side", "sider", "s", "p", "of", "av"})
_FEWEST_WORDS = 3
_LENGTH = re.compile(r"([0-9]{0,6}\.?[0-9]{1,6})(pt|in|cm|mm)")
_CENTIMETRES = {"pt": 2.54 / 72, "in": 2.54, "cm": 1.0, "mm": 0.1}
_ROOM_FOR_WORDS = 60
"""In square centimetres, a tenth of a page: a smaller picture is a logo, a stamp or a signature."""
_ITEM = re.compile(r"\(?(?P<number>[a-z]|[ivx]{1,5})\)\s+(?=\S)|[•–—\-▪◦]\s+(?=\S)")
_LONGEST_HEADING = 90
_LARGER = 1.12
_GAP = 1.3
"""Lines of one paragraph lie at most so many times the usual distance apart."""
_MARKER = re.compile(r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zæøå]|[ivx]{1,5})[.)]?|[•–▪◦]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line on a page. `size` is the letters' size, as a share of the page's height."""

    text: str
    page: int
    box: Box
    size: float
    bold: bool
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class _Usual:
    """What most lines of a document are like: the size of their letters, and how far apart they lie."""

    size: float
    pitch: float


def passages_of(lines: Sequence[Line]) -> tuple[Passage, ...]:
    """The headings and paragraphs that the lines make."""
    if not lines:
        return ()
    pitches = [pitch for one, other in pairwise(lines) if (pitch := _pitch(one, other)) is not None]
    size = median(line.size for line in lines)
    usual = _Usual(size, median(pitches) if pitches else 1.5 * size)
    return tuple(_passage(run, usual) for run in _runs(lines, usual))


def with_markers(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page where a number or bullet that was drawn by itself stands before the line beside it."""
    markers = [line for line in lines if _MARKER.fullmatch(line.text)]
    joined: list[Line] = []
    for line in lines:
        beside = next((each for each in markers if each is not line and _is_beside(each, line)), None)
        if beside is not None:
            markers.remove(beside)
            joined.append(replace(line, text=f"{beside.text} {line.text}", box=line.box.with_(beside.box)))
        else:
            joined.append(line)
    taken = {id(line) for line in lines if _MARKER.fullmatch(line.text)} - {id(line) for line in markers}
    return [line for line in joined if id(line) not in taken]


def placed(lines: Sequence[Line], more: Sequence[Line]) -> list[Line]:
    """The lines of a page with further ones where they stand: on the row that they fill in, or before the line below."""
    together = list(lines)
    for line in more:
        middle = (line.box.top + line.box.bottom) / 2
        at = next((place for place, each in enumerate(together) if each.box.top > middle), len(together))
        row = together[at - 1] if at else None
        if row is not None and row.box.bottom > middle and row.box.left < line.box.left:
            together[at - 1] = replace(row, text=f"{row.text} {line.text}", box=row.box.with_(line.box))
        else:
            together.insert(at, line)
    return together


def numbered(text: str) -> tuple[str, str]:
    """The number in front of a clause and the rest: "4.2 Notice" → ("4.2", "Notice"); ("", text) without one.

    A day, a year or an amount at the start of a line is no number of a clause: "10 Working Days", "2.5 % of sales".
    """
    found = _NUMBER.match(text)
    if found is None or not _numbers_a_clause(found, text):
        return "", text
    return found["number"], text[found.end() :]


def is_heading(text: str, *, strong: bool = False) -> bool:
    """Whether the words read as a heading: short, without a full stop, and set apart or in capitals."""
    words = text.strip()
    short = len(words) <= _LONGEST_HEADING and not words.endswith((".", ";", ",", ":"))
    return bool(words) and short and (strong or words.isupper())


def states_something(edge: str) -> bool:
    """Whether the head or foot of pages says more than a page number, a reference or a stamp: three words can state a duty."""
    words = re.findall(r"[^\W\d_]+", edge.lower())
    return len([word for word in words if word not in _PAGE_WORDS]) >= _FEWEST_WORDS


def in_centimetres(length: str) -> float:
    """A length such as "12.5pt" in centimetres; 0 for what is none."""
    found = _LENGTH.fullmatch(length.strip().lower())
    return float(found[1]) * _CENTIMETRES[found[2]] if found else 0.0


def is_room_for_words(width: float, height: float) -> bool:
    """Whether a picture of so many centimetres may show a clause."""
    return width * height >= _ROOM_FOR_WORDS


def _numbers_a_clause(found: re.Match[str], text: str) -> bool:
    parts, rest = found["number"].split("."), text[found.end() :]
    if len(parts) == 1 and not found["end"] and not rest[:1].isupper():
        return False
    if _DATED.match(rest) or int(parts[0]) > 60:
        return False
    if found.start("number") > 0 or len(parts) > 2 or (found["end"] and rest[:1].isupper()):
        return True
    counted = _COUNTED.match(rest)
    return counted is None or bool(_DEFINED.match(rest, counted.end()))


def _runs(lines: Sequence[Line], usual: _Usual) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines:
        if run and not _goes_on(run[-1], line, usual):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _goes_on(before: Line, line: Line, usual: _Usual) -> bool:
    if numbered(line.text)[0] or _ITEM.match(line.text):
        return False
    if _stands_out(before, usual) != _stands_out(line, usual):
        return False
    if before.page != line.page:
        return not before.text.endswith((".", ":", ";"))
    return 0 <= line.box.bottom - before.box.bottom <= _GAP * usual.pitch


def _pitch(one: Line, other: Line) -> float | None:
    """How far two lines lie apart that may be lines of one paragraph."""
    apart = other.box.bottom - one.box.bottom
    return apart if one.page == other.page and 0.5 * one.size < apart < 3 * one.size else None


def _is_beside(marker: Line, line: Line) -> bool:
    low = min(marker.box.bottom, line.box.bottom) - max(marker.box.top, line.box.top)
    left_of = line.box.left - marker.box.left > 0 and marker.box.right <= line.box.left + 0.01
    return left_of and low > 0 and not _MARKER.fullmatch(line.text)


def _stands_out(line: Line, usual: _Usual) -> bool:
    return line.bold or line.size > usual.size * _LARGER


def _passage(run: Sequence[Line], usual: _Usual) -> Passage:
    text, box = run[0].text, run[0].box
    for line in run[1:]:
        text = _joined(text, line.text)
        box = box.with_(line.box) if line.page == run[0].page else box
    number, rest = numbered(text)
    heading = is_heading(rest, strong=_stands_out(run[0], usual))
    level = (number.count(".") + 1 if number else 1) if heading else 0
    sure = [line.confidence for line in run if line.confidence is not None]
    return Passage(rest, level, number, run[0].page, box, sum(sure) / len(sure) if sure else None)


def _joined(text: str, line: str) -> str:
    """A word that was divided at the end of a line is put together again."""
    if re.search(r"[a-zæøå]-$", text) and line[:1].islower():
        return text[:-1] + line
    return f"{text} {line}"
