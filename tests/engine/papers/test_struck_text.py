"""Text with a line through it counts as removed."""

from pathlib import Path

import pytest

from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import Noticed
from tests.engine.papers import making
from tests.engine.papers.making import in_list, paragraph

STRUCK_STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:styleId="Out"><w:rPr><w:strike/></w:rPr></w:style>'
    '<w:style w:styleId="Child"><w:basedOn w:val="Out"/></w:style>'
    '<w:style w:styleId="In"><w:basedOn w:val="Out"/><w:rPr><w:strike w:val="0"/></w:rPr></w:style></w:styles>'
)


@pytest.mark.parametrize(
    ("properties", "run"),
    [
        ("", "<w:strike/>"),
        ("", '<w:dstrike w:val="true"/>'),
        ("", '<w:rStyle w:val="Out"/>'),
        ('<w:pStyle w:val="Child"/>', ""),
    ],
)
def test_text_of_a_docx_with_a_line_through_it_counts_as_removed_and_is_noticed(
    properties: str, run: str, tmp_path: Path
) -> None:
    body = paragraph("Fine.") + paragraph("Each party publishes freely.", properties, run)
    paper = read_here(making.docx(tmp_path / "a.docx", body, {"word/styles.xml": STRUCK_STYLES}))
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.STRUCK_THROUGH})
    assert [each.text for each in paper.removed] == ["Each party publishes freely."]


@pytest.mark.parametrize(
    ("properties", "run"),
    [
        ("", '<w:strike w:val="false"/>'),
        ("", '<w:rStyle w:val="In"/>'),
        ('<w:pStyle w:val="Out"/>', '<w:strike w:val="0"/>'),
        ('<w:pStyle w:val="Out"/>', '<w:rStyle w:val="Out"/>'),
        ("", "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>"),
    ],
)
def test_text_of_a_docx_stands_where_no_line_goes_through_it_any_more(
    properties: str, run: str, tmp_path: Path
) -> None:
    body = paragraph("Each party publishes freely.", properties, run)
    paper = read_here(making.docx(tmp_path / "a.docx", body, {"word/styles.xml": STRUCK_STYLES}))
    assert (paper.text, paper.noticed, paper.removed) == ("Each party publishes freely.", frozenset(), ())


def test_a_paragraph_that_is_struck_through_keeps_its_number_and_words_within_one_go_alone(tmp_path: Path) -> None:
    body = (
        paragraph("Publication", in_list(1, 0))
        + paragraph("Each party publishes freely.", in_list(1, 1), "<w:strike/>")
        + "<w:p><w:pPr>"
        + in_list(1, 1)
        + "</w:pPr><w:r><w:t>The delay is </w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>60</w:t></w:r>"
        + "<w:r><w:t>365 days.</w:t></w:r></w:p>"
    )
    paper = read_here(making.docx(tmp_path / "a.docx", body, {"word/numbering.xml": making.numbering()}))
    assert [(each.number, each.text) for each in paper.passages] == [
        ("1", "Publication"),
        ("1.2", "The delay is 365 days."),
    ]
    assert [(each.number, each.text) for each in paper.removed] == [
        ("1.1", "Each party publishes freely."),
        ("1.2", "60"),
    ]


def test_a_note_with_a_line_through_it_or_through_what_refers_to_it_counts_as_removed(tmp_path: Path) -> None:
    notes = (
        '<w:footnote w:id="2"><w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Old.</w:t></w:r></w:p></w:footnote>'
        '<w:footnote w:id="3"><w:p><w:r><w:t>Kept.</w:t></w:r></w:p></w:footnote>'
    )
    body = (
        '<w:p><w:r><w:t>Fine.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        '<w:r><w:footnoteReference w:id="3"/></w:r></w:p>'
    )
    paper = read_here(making.docx(tmp_path / "a.docx", body, making.related({"footnotes": notes})))
    assert [each.text for each in paper.passages] == ["Fine.", "Kept."]
    assert [each.text for each in paper.removed] == ["Old."]
    assert paper.noticed == {Noticed.STRUCK_THROUGH}


@pytest.mark.parametrize(
    "body",
    [
        '<text:p text:style-name="S">Each party publishes freely.</text:p>',
        '<text:p text:style-name="C">Each party publishes freely.</text:p>',
        '<text:p><text:span text:style-name="D">Each party <text:span>publishes</text:span> freely.</text:span></text:p>',
    ],
)
def test_text_of_an_odt_with_a_line_through_it_counts_as_removed_and_is_noticed(body: str, tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="C" style:parent-style-name="S"/>'
        '<style:style style:name="D"><style:text-properties style:text-line-through-type="double"/></style:style>'
        '<style:style style:name="N"><style:text-properties style:text-line-through-style="none"/></style:style>'
    )
    kept = '<text:p text:style-name="S"><text:span text:style-name="N">Fine.</text:span></text:p>'
    paper = read_here(making.odt(tmp_path / "a.odt", kept + body, styles))
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.STRUCK_THROUGH})
    assert [each.text for each in paper.removed] == ["Each party publishes freely."]
