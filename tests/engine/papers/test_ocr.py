"""Scans: read by Tesseract where there is one, said plainly where there is none."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from aktsom.engine.papers import ocr
from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import Noticed

HEADER = "\t".join(("level", "page", "block", "par", "line", "word", "left", "top", "width", "height", "conf", "text"))
WORDS = (
    (1, 100, "No", 96),
    (1, 200, "publication", 91),
    (1, 500, "|", 4),
    (2, 100, "without", 90),
    (2, 300, "consent.", 88),
)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    picture = Image.new("L", (1240, 1754), 255)
    ImageDraw.Draw(picture).text((100, 200), "Each Party may publish.", font=ImageFont.load_default(48), fill=0)
    path = tmp_path / "scan.pdf"
    picture.save(path, "PDF", resolution=150)
    return path


@pytest.fixture
def path_of_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder where programs are looked for, for each test to put a Tesseract in."""
    folder = tmp_path / "bin"
    folder.mkdir()
    ocr.languages.cache_clear()
    monkeypatch.setenv("PATH", str(folder))
    yield folder
    ocr.languages.cache_clear()


def put(folder: Path, table: str) -> None:
    lists = 'if [ "$1" = --list-langs ]; then echo eng; exit; fi'
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{lists}\nwhile read -r _; do :; done\nprintf '%s' '{table}'\n")
    program.chmod(0o755)


def test_without_tesseract_a_scan_is_said_to_be_one(scan: Path, path_of_programs: Path) -> None:
    paper = read_here(scan)
    assert (paper.noticed, paper.passages, paper.confidence) == (frozenset({Noticed.SCAN}), (), None)


def test_what_tesseract_recognises_is_kept_with_how_sure_it_is(scan: Path, path_of_programs: Path) -> None:
    rows = [f"5\t1\t1\t1\t{line}\t1\t{left}\t{100 * line}\t90\t40\t{sure}\t{word}" for line, left, word, sure in WORDS]
    put(path_of_programs, "\n".join((HEADER, *rows)))
    paper = read_here(scan)
    assert paper.noticed == {Noticed.READ_BY_MACHINE}
    assert paper.text == "No publication without consent."
    assert paper.passages[0].page == 1
    assert paper.confidence == pytest.approx(0.91, abs=0.01)


def test_a_tesseract_that_says_nonsense_leaves_a_scan(scan: Path, path_of_programs: Path) -> None:
    put(path_of_programs, "Segmentation fault")
    assert read_here(scan).noticed == {Noticed.SCAN}


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="no Tesseract on the PATH")
def test_a_scan_is_read(scan: Path) -> None:
    ocr.languages.cache_clear()
    paper = read_here(scan)
    assert "may publish" in paper.text
    assert paper.confidence is not None
    assert paper.confidence > 0.6
