"""What stands in a text box is read once, although the file says it twice or within another paragraph."""

from pathlib import Path

import pytest

from aktsom.engine.papers.reading import read_here
from tests.engine.papers import making
from tests.engine.papers.making import paragraph

DRAWN = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
OWNS, ELSE = "The Partner owns all Results.", "Both own them."


def boxed(box: str, older: str, within: str = "") -> str:
    choice = f"<w:txbxContent>{paragraph(box)}{within}</w:txbxContent>"
    fallback = f"<w:txbxContent>{paragraph(older)}</w:txbxContent>"
    return (
        '<w:p><w:r><w:t>Results are shared.</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        f'markup-compatibility/2006"><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r></w:p>" + paragraph("Fine.")
    )


@pytest.mark.parametrize(
    ("older", "read"),
    [(OWNS, ["Results are shared.", OWNS, "Fine."]), (ELSE, ["Results are shared.", OWNS, ELSE, "Fine."])],
)
def test_what_a_docx_repeats_for_older_programs_is_read_once_and_what_it_says_otherwise_too(
    older: str, read: list[str], tmp_path: Path
) -> None:
    paper = read_here(making.docx(tmp_path / "a.docx", boxed(OWNS, older)))
    assert paper.text.splitlines() == read


def test_boxes_in_boxes_are_read_once_each(tmp_path: Path) -> None:
    body, lines = "", [f"Line {number}." for number in range(30)]
    for text in lines:
        body = boxed(text, text, body)
    read = read_here(making.docx(tmp_path / "a.docx", body)).text.splitlines()
    assert sorted(read) == sorted([*lines, *["Results are shared.", "Fine."] * 30])


def test_the_box_of_an_odt_is_no_part_of_the_paragraph_around_it(tmp_path: Path) -> None:
    box = f"<draw:frame {DRAWN}><draw:text-box><text:p>{OWNS}</text:p></draw:text-box></draw:frame>"
    paper = read_here(
        making.odt(tmp_path / "a.odt", f"<text:p>Results are shared.{box}</text:p><text:p>Fine.</text:p>")
    )
    assert paper.text.splitlines() == ["Results are shared.", OWNS, "Fine."]
