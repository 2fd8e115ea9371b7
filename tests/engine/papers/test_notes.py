"""Footnotes and endnotes are read where they are referred to; so is what the edge of pages states."""

from pathlib import Path

import pytest

from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import LEFT_UNREAD, Noticed, Passage
from tests.engine.papers import making
from tests.engine.papers.making import paragraph, related

OWNS = "The Partner owns all Results."


def referring(kind: str, which: int = 2, run: str = "") -> str:
    mark = f'<w:r><w:rPr>{run}</w:rPr><w:{kind}Reference w:id="{which}"/></w:r>'
    return f"<w:p><w:r><w:t>Results are shared.</w:t></w:r>{mark}</w:p>" + paragraph("Fine.")


def notes(kind: str, text: str = OWNS) -> dict[str, str]:
    line = f'<w:{kind} w:id="0" w:type="separator">{paragraph("")}</w:{kind}>'
    return related({f"{kind}s": f'{line}<w:{kind} w:id="2">{paragraph(text)}</w:{kind}>'})


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_of_a_docx_is_a_passage_after_its_paragraph(kind: str, tmp_path: Path) -> None:
    paper = read_here(making.docx(tmp_path / "a.docx", referring(kind), notes(kind)))
    assert paper.passages == (Passage("Results are shared."), Passage(OWNS), Passage("Fine."))
    assert paper.noticed == frozenset()


def test_a_note_is_read_once_and_not_when_nothing_or_only_what_was_taken_out_refers_to_it(tmp_path: Path) -> None:
    for body, times in (
        (referring("footnote") * 2, 1),
        (referring("footnote", 3), 0),
        (f"<w:del>{referring('footnote')}</w:del>", 0),
    ):
        assert read_here(making.docx(tmp_path / "a.docx", body, notes("footnote"))).text.count(OWNS) == times


def test_a_hidden_note_is_told_and_not_read(tmp_path: Path) -> None:
    hidden = making.docx(tmp_path / "a.docx", referring("footnote", run="<w:vanish/>"), notes("footnote"))
    within = related({"footnotes": f'<w:footnote w:id="2">{paragraph(OWNS, "", "<w:vanish/>")}</w:footnote>'})
    for path in (hidden, making.docx(tmp_path / "b.docx", referring("footnote"), within)):
        paper = read_here(path)
        assert (paper.text, paper.noticed) == ("Results are shared.\nFine.", {Noticed.HIDDEN_TEXT})


SHOWN = '<w:sectPr xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{}</w:sectPr>'


@pytest.mark.parametrize("kind", ["header", "footer"])
@pytest.mark.parametrize(
    ("text", "read"),
    [
        (OWNS, True),
        ("Partner owns Results", True),
        ("Page 3 of 12", False),
        ("Side 3 av 12", False),
        ("- 3 -", False),
        ("2026/117 Draft", False),
        ("", False),
    ],
)
def test_a_statement_at_the_edge_of_pages_is_read_last_and_page_numbers_and_references_are_not(
    kind: str, text: str, read: bool, tmp_path: Path
) -> None:
    shown = SHOWN.format(f'<w:{kind}Reference w:type="default" r:id="{kind}"/>')
    docx = making.docx(tmp_path / "a.docx", paragraph("Fine.") + shown, related({kind: paragraph(text)}))
    page = f"<style:master-page style:name='Standard'><style:{kind}><text:p>{text}</text:p></style:{kind}></style:master-page>"
    odt = making.odt(tmp_path / "a.odt", "<text:p>Fine.</text:p>", edges=page)
    for path in (docx, odt):
        paper = read_here(path)
        assert (paper.text, paper.noticed) == (f"Fine.\n{text}" if read else "Fine.", frozenset())


@pytest.mark.parametrize(
    ("section", "read"),
    [
        ('<w:headerReference w:type="first" r:id="header"/>', False),
        ('<w:headerReference w:type="even" r:id="header"/>', False),
        ('<w:headerReference w:type="first" r:id="header"/><w:titlePg/>', True),
        ("", False),
    ],
)
def test_the_head_of_a_docx_is_read_where_some_page_shows_it(section: str, read: bool, tmp_path: Path) -> None:
    body = paragraph("Fine.") + SHOWN.format(section)
    paper = read_here(making.docx(tmp_path / "a.docx", body, related({"header": paragraph(OWNS)})))
    assert (OWNS in paper.text) is read


def test_the_head_of_an_odt_is_read_where_some_page_shows_it(tmp_path: Path) -> None:
    other = f'<style:master-page style:name="Other"><style:header><text:p>{OWNS}</text:p></style:header></style:master-page>'
    edges = f'<style:master-page style:name="Standard"/>{other}'
    asks = '<style:style style:name="P" style:master-page-name="Other"/>'
    for styles, read in (("", "Fine."), (asks, f"Fine.\n{OWNS}")):
        assert read_here(making.odt(tmp_path / "a.odt", "<text:p>Fine.</text:p>", styles, edges)).text == read


@pytest.mark.parametrize("name", ["altChunk", "subDoc"])
def test_a_document_that_a_docx_inserts_leaves_something_unread(name: str, tmp_path: Path) -> None:
    paper = read_here(making.docx(tmp_path / "a.docx", paragraph("Fine.") + f"<w:{name}/>", {"word/a.html": OWNS}))
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.ELSEWHERE})
    assert paper.noticed <= LEFT_UNREAD


def test_a_note_of_an_odt_is_a_passage_after_its_paragraph(tmp_path: Path) -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation>"
        f"<text:note-body><text:p>{OWNS}</text:p></text:note-body></text:note>"
    )
    body = "<text:p>Results{} are shared.</text:p><text:p>Fine.</text:p>"
    shown = read_here(making.odt(tmp_path / "a.odt", body.format(note)))
    assert shown.passages == (Passage("Results are shared."), Passage(OWNS), Passage("Fine."))
    gone = '<style:style style:name="G"><style:text-properties text:display="none"/></style:style>'
    hidden = body.format(f'<text:span text:style-name="G">{note}</text:span>')
    paper = read_here(making.odt(tmp_path / "b.odt", hidden, gone))
    assert (paper.text, paper.noticed) == ("Results are shared.\nFine.", {Noticed.HIDDEN_TEXT})
