"""Scans: read by Tesseract where there is one, said plainly where there is none."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfReader, PdfWriter

from aktsom.engine.papers import ocr
from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import Noticed
from tests.engine.papers import making

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
    program.write_text(f"#!/bin/sh\n{lists}\n/bin/cat > /dev/null\nprintf '%s' '{table}'\n")
    program.chmod(0o755)


def test_without_tesseract_a_scan_is_said_to_be_one(scan: Path, path_of_programs: Path) -> None:
    paper = read_here(scan)
    assert (paper.noticed, paper.passages, paper.confidence) == (frozenset({Noticed.SCAN}), (), None)


def letters(rows: int, top: int) -> bytes:
    """Rows of curves as large as letters."""
    places = ((72 + 6 * column, top - 15 * row) for row in range(rows) for column in range(70))
    return b"".join(b"%d %d m %d %d %d %d %d %d c h f " % (x, y, x, y + 8, x + 5, y + 8, x + 5, y) for x, y in places)


@pytest.mark.parametrize("drawing", [letters(1, 600), making.shown("The Parties agree on this.") + letters(12, 500)])
def test_letters_that_are_drawn_as_curves_are_unread(drawing: bytes, tmp_path: Path, path_of_programs: Path) -> None:
    assert Noticed.SCAN in read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing)).noticed


def test_a_mark_of_curves_beside_a_text_leaves_nothing_unread(tmp_path: Path, path_of_programs: Path) -> None:
    drawing = making.shown("The Parties agree on this.") + letters(2, 760)
    assert read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing)).noticed == frozenset()


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


def stamped(scan: Path, stamp: str, *, where: tuple[float, float] = (0.08, 0.02)) -> Path:
    """The scan with letters over it, as programs for signing and archives put them."""
    page = f"<div style='position: fixed; left: {where[0] * 210}mm; top: {where[1] * 297}mm'>{stamp}</div>"
    making.pdf(scan.with_name("stamp.pdf"), page, "@page { size: 210mm 297mm; margin: 0 } div { font-size: 8pt }")
    writer = PdfWriter(clone_from=scan)
    writer.pages[0].merge_page(PdfReader(scan.with_name("stamp.pdf")).pages[0])
    writer.write(scan.with_name("stamped.pdf"))
    return scan.with_name("stamped.pdf")


STAMPS = ["DocuSign Envelope ID: 8F2B1234-AAAA-BBBB-CCCC-123456789012", "Arkivref. 2021/12345-7"]


@pytest.fixture
def full_scan(tmp_path: Path) -> Path:
    picture = Image.new("L", (1240, 1754), 246)
    for row in range(200, 1500, 120):
        ImageDraw.Draw(picture).text(
            (100, row), "Each Party may publish freely.", font=ImageFont.load_default(40), fill=0
        )
    path = tmp_path / "scan.pdf"
    picture.save(path, "PDF", resolution=150)
    return path


@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_does_not_make_a_scan_a_text(stamp: str, full_scan: Path, path_of_programs: Path) -> None:
    paper = read_here(stamped(full_scan, stamp))
    assert (paper.noticed, paper.text) == ({Noticed.SCAN}, stamp)


def test_a_stamped_scan_is_recognised_and_its_stamp_is_read_once(full_scan: Path, path_of_programs: Path) -> None:
    again = [(9, 200, 84, "Arkivref."), (9, 300, 84, "2021/12345-7")]
    rows = [(line, left, 100 * line + 200, word) for line, left, word, sure in WORDS if sure > 50]
    rows += [(line, left, top, word) for line, left, top, word in again]
    table = [f"5\t1\t1\t1\t{line}\t1\t{left}\t{top}\t90\t20\t90\t{word}" for line, left, top, word in rows]
    put(path_of_programs, "\n".join((HEADER, *table)))
    paper = read_here(stamped(full_scan, STAMPS[1]))
    assert paper.noticed == {Noticed.READ_BY_MACHINE}
    assert paper.text.splitlines() == [STAMPS[1], "No publication without consent."]


def test_text_on_paper_with_a_picture_behind_it_is_no_scan(tmp_path: Path, path_of_programs: Path) -> None:
    letterhead = Image.new("L", (1240, 1754), 250)
    ImageDraw.Draw(letterhead).rectangle((900, 60, 1180, 160), fill=90)
    letterhead.save(tmp_path / "scan.pdf", "PDF", resolution=150)
    text = "<br>".join(["Each Party may publish freely what it finds in the cooperation."] * 20)
    paper = read_here(stamped(tmp_path / "scan.pdf", text, where=(0.1, 0.2)))
    assert paper.noticed == frozenset()
    assert paper.text.count("publish freely") == 20


BLANK = Image.new("L", (1240, 1754), 246)
NOTHING = HEADER + "\n1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t"


def with_last_page(path: Path, picture: Image.Image, style: str = "width: 210mm; height: 297mm") -> Path:
    """A document of one page of text, with a page behind it that has only this picture on it."""
    picture.save(path.with_name("last.png"))
    page = f"<img src='{path.with_name('last.png').as_uri()}' style='position: absolute; left: 0; top: 0; {style}'>"
    making.pdf(path.with_name("last.pdf"), page, "@page { size: 210mm 297mm; margin: 0 }")
    writer = PdfWriter(clone_from=making.pdf(path.with_name("first.pdf")))
    writer.append(path.with_name("last.pdf"))
    writer.write(path)
    return path


def blotted(*blots: tuple[int, int, int, int]) -> Image.Image:
    picture = BLANK.copy()
    for blot in blots:
        ImageDraw.Draw(picture).ellipse(blot, fill=90)
    return picture


LOGO = Image.new("L", (200, 200), 255)
ImageDraw.Draw(LOGO).ellipse((20, 20, 180, 180), fill=60)
SPECKS = blotted(*((place, place, place + 3, place + 3) for place in range(100, 1200, 90)))
SHADOW = blotted((-60, -60, 90, 1800), (300, 1600, 420, 1720))


@pytest.mark.parametrize(
    ("picture", "style"),
    [(BLANK, "width: 210mm; height: 297mm"), (SPECKS, "width: 210mm; height: 297mm"), (LOGO, "width: 25mm")],
    ids=["blank back", "specks", "logo"],
)
def test_a_page_that_shows_no_words_leaves_nothing_unread(
    picture: Image.Image, style: str, tmp_path: Path, path_of_programs: Path
) -> None:
    paper = read_here(with_last_page(tmp_path / "a.pdf", picture, style))
    assert (paper.pages, paper.noticed) == (2, frozenset())
    assert "Academic freedom" in paper.text


def test_a_page_with_little_on_it_in_which_no_words_are_found_is_read(tmp_path: Path, path_of_programs: Path) -> None:
    path = with_last_page(tmp_path / "a.pdf", SHADOW)
    assert read_here(path).noticed == {Noticed.SCAN}
    ocr.languages.cache_clear()
    put(path_of_programs, NOTHING)
    assert read_here(path).noticed == frozenset()


def test_a_page_full_of_ink_in_which_no_words_are_found_is_unread(full_scan: Path, path_of_programs: Path) -> None:
    put(path_of_programs, NOTHING)
    assert read_here(full_scan).noticed == {Noticed.SCAN}


def test_a_page_of_words_that_a_program_is_not_sure_of_is_unread(scan: Path, path_of_programs: Path) -> None:
    rows = [f"5\t1\t1\t1\t1\t{place}\t{place}00\t100\t90\t40\t12\tpuhlish" for place in (1, 2)]
    put(path_of_programs, "\n".join((HEADER, *rows)))
    assert read_here(scan).noticed == {Noticed.SCAN}


@pytest.mark.parametrize("words", [[("PEST", 45)], [("nå", 47), ("på", 46), ("på", 78), ("i", 17)]])
def test_a_few_words_that_may_be_none_do_not_make_a_page_read(
    words: list[tuple[str, int]], full_scan: Path, path_of_programs: Path
) -> None:
    rows = [f"5\t1\t1\t1\t1\t{at}\t{at}00\t100\t90\t40\t{sure}\t{word}" for at, (word, sure) in enumerate(words)]
    put(path_of_programs, "\n".join((HEADER, *rows)))
    assert (read_here(full_scan).noticed, read_here(full_scan).text) == ({Noticed.SCAN}, "")


def test_what_is_surely_read_beside_more_that_is_not_is_kept_and_the_page_is_not_all_read(
    full_scan: Path, path_of_programs: Path
) -> None:
    said = [
        ("Each", 96),
        ("Party", 91),
        ("may", 95),
        ("publish.", 90),
        ("vhxqzwk", 14),
        ("wrqmnbz", 22),
        ("kkjhwqx", 9),
    ]
    said.append(("pqlwzzz", 11))
    rows = [
        f"5\t1\t1\t1\t{1 + at // 4}\t{at}\t{at}00\t100\t90\t40\t{sure}\t{word}" for at, (word, sure) in enumerate(said)
    ]
    put(path_of_programs, "\n".join((HEADER, *rows)))
    paper = read_here(full_scan)
    assert paper.noticed == {Noticed.SCAN, Noticed.READ_BY_MACHINE}
    assert paper.text == "Each Party may publish."


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="no Tesseract on the PATH")
def test_a_scan_is_read(scan: Path) -> None:
    ocr.languages.cache_clear()
    paper = read_here(scan)
    assert "may publish" in paper.text
    assert paper.confidence is not None
    assert paper.confidence > 0.6
