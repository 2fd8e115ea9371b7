"""Pages of a PDF as pictures."""

import time
from pathlib import Path

import pytest

from aktsom.engine.papers import images
from aktsom.engine.papers.images import Wanted, draw_here, page_image
from aktsom.engine.papers.types import PaperError
from aktsom.engine.processes import seconds_worked
from tests.engine.papers import making
from tests.engine.papers.making import pdf

PNG = b"\x89PNG\r\n\x1a\n"


def test_a_page_is_drawn_in_a_process_of_its_own(tmp_path: Path) -> None:
    drawn = page_image(pdf(tmp_path / "agreement.pdf"), 1, dpi=40)
    assert drawn.startswith(PNG)


@pytest.mark.parametrize("page", [0, -1, 99])
def test_a_page_that_is_not_there_is_refused(page: int, tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="no such page"):
        draw_here(pdf(tmp_path / "agreement.pdf"), Wanted(page))


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "agreement.pdf"
    path.write_bytes(b"%PDF-1.4 not much")
    with pytest.raises(PaperError, match="cannot be drawn"):
        draw_here(path, Wanted(1))


def test_however_finely_it_is_asked_for_a_picture_stays_small(tmp_path: Path) -> None:
    drawn = draw_here(pdf(tmp_path / "agreement.pdf"), Wanted(1, dpi=100_000))
    width, height = (int.from_bytes(drawn[start : start + 4]) for start in (16, 20))
    assert max(width, height) <= 2_501


def test_a_page_that_draws_itself_over_and_over_is_given_up_and_counts_for_whoever_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = "/Type /XObject /Subtype /Form /BBox [0 0 595 842]"
    again = [
        making.stream(b"/X Do " * 6, f"{frame} /Resources << /XObject << /X {number} 0 R >> >>")
        for number in range(7, 19)
    ]
    objects = [*again, making.stream(b"0 0 m 500 500 l S ", frame)]
    path = making.drawn_pdf(tmp_path / "slow.pdf", b"/X Do " * 6, objects=objects)
    assert images.SECONDS <= 10
    monkeypatch.setattr(images, "SECONDS", 1)
    begun = seconds_worked()
    with pytest.raises(PaperError, match="This page cannot be drawn"):
        page_image(path, 1)
    assert seconds_worked() - begun >= 0.9


def test_what_a_process_works_counts_for_whoever_asked(tmp_path: Path) -> None:
    path = pdf(tmp_path / "agreement.pdf")
    begun, here = seconds_worked(), time.thread_time()
    page_image(path, 1)
    assert seconds_worked() - begun > time.thread_time() - here
