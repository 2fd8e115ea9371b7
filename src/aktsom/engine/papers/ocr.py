"""Pages that are pictures, read by Tesseract when it is on the PATH: a program of its own, with limits of memory and time."""

import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import fmean, median

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

from aktsom.engine.papers.paragraphs import Line
from aktsom.engine.papers.types import Box

_PROGRAM = "tesseract"
_LANGUAGES = ("nob", "nor", "eng")
_DOTS_PER_INCH = 300
_MOST_PIXELS = 25_000_000
_SECONDS_A_PAGE = 40
_WORD_LEVEL = "5"
_LEAST_SURE = 30
"""Of 100: what the program is less sure of is a stain or a line, not a word."""
_SURE = 60
"""Of 100: where more letters are of words less sure than this, there is text that was not read."""
_STAINS = 12
"""But fewer letters than so, and unsure ones, are a stain."""


@cache
def languages() -> tuple[str, ...]:
    """The languages that can be read here, none without the program."""
    program = shutil.which(_PROGRAM)
    if program is None:
        return ()
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, timeout=20, check=False).stdout
    return tuple(each for each in _LANGUAGES if each in listed.split())


@dataclass(frozen=True, slots=True)
class Recognised:
    """The lines of a page that is a picture, and whether they are all: of the rest the program is not sure enough."""

    lines: tuple[Line, ...] = ()
    whole: bool = True


def recognised(page: pdfium.PdfPage, number: int) -> Recognised | None:
    """What is recognised on a page that is a picture, each line with how sure the program is of it.

    None when the page could not be read.
    """
    known = languages()
    if not known:
        return None
    picture = _picture(page)
    table = _read(picture, known)
    if not table.startswith("level"):
        return None
    words = [row for row in map(str.split, table.splitlines()[1:]) if len(row) == 12 and row[0] == _WORD_LEVEL]
    found = _letters(words)
    whole = found <= 2 * _letters([word for word in words if float(word[10]) >= _SURE])
    if not whole and found < _STAINS:
        return Recognised()
    rows = defaultdict[tuple[str, ...], list[Sequence[str]]](list)
    for word in words:
        if float(word[10]) >= _LEAST_SURE:
            rows[tuple(word[2:5])].append(word)
    return Recognised(tuple(_with_even_sizes([_line(row, picture.shape, number) for row in rows.values()])), whole)


def _letters(words: Sequence[Sequence[str]]) -> int:
    return sum(map(str.isalnum, "".join(word[11] for word in words)))


def _picture(page: pdfium.PdfPage) -> NDArray[np.uint8]:
    width, height = page.get_size()
    scale = min(_DOTS_PER_INCH / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    drawn: NDArray[np.uint8] = page.render(scale=scale, grayscale=True).to_numpy()
    return np.ascontiguousarray(drawn.reshape(drawn.shape[0], drawn.shape[1]))


def _read(picture: NDArray[np.uint8], known: Sequence[str]) -> str:
    """What Tesseract makes of a picture, as a table with one word a row; nothing when it gives up."""
    height, width = picture.shape
    given = b"P5 %d %d 255\n" % (width, height) + picture.tobytes()
    command = [_PROGRAM, "stdin", "stdout", "-l", "+".join(known), "--dpi", str(_DOTS_PER_INCH), "tsv"]
    try:
        done = subprocess.run(
            command,
            input=given,
            capture_output=True,
            timeout=_SECONDS_A_PAGE,
            check=False,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""


def _line(row: Sequence[Sequence[str]], shape: tuple[int, ...], number: int) -> Line:
    height, width = shape[:2]
    boxes = [_box([int(value) for value in word[6:10]], width, height) for word in row]
    box = boxes[0]
    for other in boxes[1:]:
        box = box.with_(other)
    sure = fmean(float(word[10]) for word in row) / 100
    return Line(" ".join(word[11] for word in row), number, box, box.bottom - box.top, bold=False, confidence=sure)


def _box(place: Sequence[int], width: int, height: int) -> Box:
    left, top, across, down = place
    return Box(left / width, top / height, (left + across) / width, (top + down) / height)


def _with_even_sizes(lines: Sequence[Line]) -> Iterator[Line]:
    """The letters' size of a line, taken from how far the lines lie apart: its own height depends on which letters it has."""
    apart = [other.box.bottom - one.box.bottom for one, other in pairwise(lines)]
    usual = median([each for each in apart if each > 0] or [0.02]) / 1.4
    for line in lines:
        large = line.size > 1.5 * usual
        yield Line(line.text, line.page, line.box, line.size if large else usual, line.bold, line.confidence)
