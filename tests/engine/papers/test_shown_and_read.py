"""What a person sees in a word processor is read or said to be unread; what nobody sees is not read."""

from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject

from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import LEFT_UNREAD, Noticed, PaperError
from tests.engine.papers import making
from tests.engine.papers.making import paragraph

OWNS = "The Partner owns all Results."
_A = "http://schemas.openxmlformats.org/drawingml/2006"
DRAWN = f'xmlns:a="{_A}/main" xmlns:wp="{_A}/wordprocessingDrawing"'
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
ODT = 'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
SVG = 'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
STYLES = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:styles>'


def picture(width: float, height: float, more: str = "") -> str:
    """A picture of so many centimetres."""
    extent = f'<wp:extent cx="{int(width * 360_000)}" cy="{int(height * 360_000)}"/>'
    return f"<w:p><w:r><w:drawing {DRAWN}><wp:inline>{extent}<a:blip/>{more}</wp:inline></w:drawing></w:r></w:p>"


def older_picture(style: str) -> str:
    return f'<w:p><w:r><w:pict {VML}><v:shape style="{style}"><v:imagedata/></v:shape></w:pict></w:r></w:p>'


def word_art(words: str) -> str:
    return f'<w:p><w:r><w:pict {VML}><v:shape><v:textpath string="{words}"/></v:shape></w:pict></w:r></w:p>'


@pytest.mark.parametrize(
    ("body", "parts", "unread"),
    [
        (picture(16, 5), {}, True),
        (picture(5, 2), {}, False),
        (older_picture("width:450pt;height:20cm"), {}, True),
        (older_picture("width:60pt;height:40pt"), {}, False),
        (older_picture("position:absolute"), {}, False),
        (word_art(OWNS), {}, True),
        (word_art("DRAFT"), {}, False),
        ("", {"word/diagrams/data1.xml": "<a/>"}, True),
        ("", {"word/charts/chart1.xml": "<a/>"}, True),
    ],
)
def test_pictures_and_diagrams_of_a_docx_that_may_show_a_clause_are_unread(
    body: str, parts: dict[str, str], unread: bool, tmp_path: Path
) -> None:
    paper = read_here(making.docx(tmp_path / "a.docx", paragraph("Fine.") + body, parts))
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.PICTURES} if unread else frozenset())
    assert Noticed.PICTURES in LEFT_UNREAD


@pytest.mark.parametrize(
    ("size", "unread"), [(("16cm", "5cm"), True), (("450pt", "7in"), True), (("2cm", "20mm"), False)]
)
def test_pictures_of_an_odt_that_may_show_a_clause_are_unread(
    size: tuple[str, str], unread: bool, tmp_path: Path
) -> None:
    frame = f'<draw:frame {ODT} {SVG} svg:width="{size[0]}" svg:height="{size[1]}"><draw:image/></draw:frame>'
    paper = read_here(making.odt(tmp_path / "a.odt", f"<text:p>Fine.{frame}</text:p>"))
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.PICTURES} if unread else frozenset())


def field(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r>{each}</w:r>" for each in runs) + "</w:p>"


BEGINS, SHOWS, ENDS = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (
            field("<w:t>By </w:t>", BEGINS, f"<w:t>{OWNS}</w:t>", SHOWS, "<w:t>law.</w:t>", ENDS, "<w:t> Fine.</w:t>"),
            "By law. Fine.",
        ),
        (field("<w:t>Fine.</w:t>", BEGINS, f"<w:t>{OWNS}</w:t>", ENDS), "Fine."),
        (field(BEGINS, BEGINS, "<w:t>a</w:t>", SHOWS, "<w:t>b</w:t>", ENDS, SHOWS, "<w:t>Fine.</w:t>", ENDS), "Fine."),
    ],
)
def test_what_a_field_of_a_docx_is_made_from_is_not_read(body: str, read: str, tmp_path: Path) -> None:
    paper = read_here(making.docx(tmp_path / "a.docx", body))
    assert (paper.text, paper.noticed) == (read, {Noticed.HIDDEN_TEXT})


def test_a_field_of_a_docx_that_does_not_end_hides_nothing(tmp_path: Path) -> None:
    assert read_here(making.docx(tmp_path / "a.docx", field(BEGINS, f"<w:t>{OWNS}</w:t>"))).text == OWNS


@pytest.mark.parametrize(
    ("choice", "read"), [('<w:result w:val="1"/>', "Russia"), ("", "Norway"), ('<w:result w:val="9"/>', "")]
)
def test_what_is_chosen_in_a_list_of_a_docx_is_read(choice: str, read: str, tmp_path: Path) -> None:
    listed = (
        f'<w:ffData><w:ddList>{choice}<w:listEntry w:val="Norway"/><w:listEntry w:val="Russia"/></w:ddList></w:ffData>'
    )
    body = field("<w:t>The law of </w:t>", f'<w:fldChar w:fldCharType="begin">{listed}</w:fldChar>', ENDS)
    assert read_here(making.docx(tmp_path / "a.docx", body)).text == f"The law of {read}".strip()


def test_a_formula_of_a_docx_is_read(tmp_path: Path) -> None:
    formula = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>24</m:t></m:r></m:oMath>'
    body = f"<w:p><w:r><w:t>For </w:t></w:r>{formula}<w:r><w:t> months.</w:t></w:r></w:p>"
    assert read_here(making.docx(tmp_path / "a.docx", body)).text == "For 24 months."


@pytest.mark.parametrize(
    "body",
    [
        paragraph(OWNS, '<w:spacing w:line="20" w:lineRule="exact"/>'),
        f'<w:tbl><w:tr><w:trPr><w:trHeight w:val="10" w:hRule="exact"/></w:trPr><w:tc>{paragraph(OWNS)}</w:tc></w:tr></w:tbl>',
        paragraph(OWNS, "", '<w:w w:val="1"/>'),
        paragraph(OWNS, "", f"<w14:textFill {W14}><w14:noFill/></w14:textFill>"),
        paragraph(
            OWNS,
            "",
            f'<w14:textFill {W14}><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>',
        ),
        picture(1, 1, f'<wp:docPr hidden="1"/>{paragraph(OWNS)}'),
        f'<w:p><w:r><w:pict {VML}><v:shape style="visibility:hidden">{paragraph(OWNS)}</v:shape></w:pict></w:r></w:p>',
        paragraph(OWNS, '<w:pStyle w:val="Child"/>'),
        paragraph(OWNS, "", '<w:rStyle w:val="Small"/>'),
    ],
)
def test_text_of_a_docx_in_no_room_or_without_colour_is_hidden(body: str, tmp_path: Path) -> None:
    later = (
        '<w:style w:styleId="Child"><w:basedOn w:val="Gone"/></w:style>'
        '<w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:styleId="Small"><w:rPr><w:sz w:val="1"/></w:rPr></w:style>'
    )
    path = making.docx(tmp_path / "a.docx", paragraph("Fine.") + body, {"word/styles.xml": STYLES.format(later)})
    paper = read_here(path)
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.HIDDEN_TEXT})


WHITE = '<w:color w:val="FFFFFF"/>'
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


@pytest.mark.parametrize(
    "body",
    [
        paragraph(OWNS, "", f'{WHITE}<w:highlight w:val="black"/>'),
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Dark"/></w:tblPr><w:tr><w:tc>{paragraph(OWNS, "", WHITE)}</w:tc></w:tr></w:tbl>',
        f'<w:p><w:r><wps:wsp xmlns:wps="{_WPS}" {DRAWN}><wps:spPr><a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'
        f"</wps:spPr>{paragraph(OWNS, '', WHITE)}</wps:wsp></w:r></w:p>",
        f'<w:p><w:r><w:pict {VML}><v:shape fillcolor="#1f3864 [1]">{paragraph(OWNS, "", WHITE)}</v:shape></w:pict></w:r></w:p>',
        paragraph(OWNS, '<w:pStyle w:val="Gone"/>', '<w:vanish w:val="0"/><w:sz w:val="22"/>'),
    ],
)
def test_text_of_a_docx_that_is_seen_after_all_is_read(body: str, tmp_path: Path) -> None:
    styles = (
        '<w:style w:styleId="Dark"><w:tblStylePr><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>'
        '<w:style w:styleId="Gone"><w:rPr><w:vanish/><w:sz w:val="1"/></w:rPr></w:style>'
    )
    paper = read_here(making.docx(tmp_path / "a.docx", body, {"word/styles.xml": STYLES.format(styles)}))
    assert (paper.text, paper.noticed) == (OWNS, frozenset())


def test_a_style_that_is_based_on_itself_has_an_end(tmp_path: Path) -> None:
    styles = STYLES.format(
        '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = paragraph(OWNS, '<w:pStyle w:val="A"/>')
    assert read_here(making.docx(tmp_path / "a.docx", body, {"word/styles.xml": styles})).text == OWNS


@pytest.mark.parametrize("change", ["<w:trPr><w:del/></w:trPr>{}", "{}"])
def test_a_row_or_a_cell_of_a_docx_that_was_taken_out_is_not_read(change: str, tmp_path: Path) -> None:
    cell = "" if "trPr" in change else "<w:tcPr><w:cellDel/></w:tcPr>"
    row = change.format(f"<w:tc>{cell}{paragraph(OWNS)}</w:tc>")
    paper = read_here(making.docx(tmp_path / "a.docx", f"<w:tbl><w:tr>{row}</w:tr></w:tbl>" + paragraph("Fine.")))
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.TRACKED_CHANGES})


def test_a_paragraph_of_a_docx_whose_end_was_taken_out_goes_on_in_the_next(tmp_path: Path) -> None:
    body = paragraph("Researchers may", "<w:rPr><w:del/></w:rPr>") + paragraph("not publish.") + paragraph("Fine.")
    paper = read_here(making.docx(tmp_path / "a.docx", body))
    assert (paper.text.splitlines(), paper.noticed) == (
        ["Researchers may not publish.", "Fine."],
        {Noticed.TRACKED_CHANGES},
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("con\u00adfiden\u200btial\ufeff", "confidential"),
        ("con\ufb01dential", "confidential"),
        ("m\u0061\u030a", "må"),
        ("\uff53\uff45\uff43\uff52\uff45\uff54", "secret"),
        ("non\u2011exclusive", "non-exclusive"),
        ("20 m\u00b2", "20 m\u00b2"),
    ],
)
def test_letters_that_look_like_words_are_read_as_those(written: str, read: str, tmp_path: Path) -> None:
    assert read_here(making.docx(tmp_path / "a.docx", paragraph(written))).text == read
    assert read_here(making.odt(tmp_path / "a.odt", f"<text:p>{written}</text:p>")).text == read


def test_a_docx_is_read_from_the_part_that_programs_open(tmp_path: Path) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    more = {
        "_rels/.rels": f'<Relationships><Relationship Id="a" Type="{office}" Target="/word/other.xml"/></Relationships>',
        "word/other.xml": f'<w:document xmlns:w="{w}"><w:body>{paragraph(OWNS)}</w:body></w:document>',
    }
    assert read_here(making.docx(tmp_path / "a.docx", paragraph("Fine."), more)).text == OWNS


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_two_parts_of_one_name_is_refused(tmp_path: Path) -> None:
    parts = [("word/document.xml", "<a/>"), ("word/document.xml", "<b/>")]
    with pytest.raises(PaperError):
        read_here(making.archive(tmp_path / "a.docx", parts))


@pytest.mark.parametrize(
    "body",
    [
        f'<text:section text:display="condition" text:is-hidden="true"><text:p>{OWNS}</text:p></text:section>',
        f'<text:p><text:hidden-paragraph text:is-hidden="true"/>{OWNS}</text:p>',
        f'<text:p text:style-name="Child">{OWNS}</text:p>',
        f'<text:p text:style-name="Pale">{OWNS}</text:p>',
    ],
)
def test_text_of_an_odt_that_a_condition_or_what_its_style_is_based_on_hides_is_not_read(
    body: str, tmp_path: Path
) -> None:
    styles = (
        '<style:style style:name="Child" style:parent-style-name="Gone"/>'
        '<style:style style:name="Gone"><style:text-properties text:display="none"/></style:style>'
        '<style:style style:name="Pale" style:parent-style-name="White"/>'
        '<style:style style:name="White"><style:text-properties fo:color="#ffffff"/></style:style>'
    )
    paper = read_here(making.odt(tmp_path / "a.odt", f"<text:p>Fine.</text:p>{body}", styles))
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.HIDDEN_TEXT})


@pytest.mark.parametrize("name", ["svg:title", "svg:desc"])
def test_what_describes_a_drawing_of_an_odt_is_not_read(name: str, tmp_path: Path) -> None:
    body = f"<text:p>Fine.<draw:frame {ODT} {SVG}><{name}>{OWNS}</{name}></draw:frame></text:p>"
    assert read_here(making.odt(tmp_path / "a.odt", body)).text == "Fine."


def test_a_statement_at_the_foot_of_every_page_of_a_pdf_is_read_once(tmp_path: Path) -> None:
    style = "@page { @bottom-center { content: 'The Partner owns all Results. Page ' counter(page) } }"
    pages = "".join(
        f"<div style='break-after: page; padding-top: 4cm'>The {name} part.</div>"
        for name in ("first", "second", "third")
    )
    paper = read_here(making.pdf(tmp_path / "a.pdf", pages, style))
    assert [each.text for each in paper.passages] == [
        "The first part.",
        f"{OWNS} Page 1",
        "The second part.",
        "The third part.",
    ]


def test_one_page_of_many_that_no_font_explains_is_noticed(tmp_path: Path) -> None:
    page = making.pdf(tmp_path / "a.pdf", "".join(f"<p>{'These words are read. ' * 40}</p>" for _each in range(60)))
    odd = making.pdf(tmp_path / "b.pdf", "<p>" + "\ue001\ue002\ue003" * 20 + "</p>")
    merged = PdfWriter()
    for each in (page, odd):
        merged.append(str(each))
    merged.write(tmp_path / "c.pdf")
    assert Noticed.UNREADABLE_LETTERS in read_here(tmp_path / "c.pdf").noticed


def test_a_form_that_only_some_programs_draw_and_a_folder_of_documents_are_unread(tmp_path: Path) -> None:
    drawing = making.shown("Please wait until this is replaced.")
    form = making.drawn_pdf(
        tmp_path / "a.pdf",
        drawing,
        catalog="/AcroForm << /XFA 6 0 R /Fields [] >> /NeedsRendering true",
        objects=[making.stream(b"<xdp/>")],
    )
    writer = PdfWriter()
    writer.append(str(making.pdf(tmp_path / "b.pdf", making.AGREEMENT)))
    writer.add_attachment("the agreement.pdf", b"%PDF-1.7")
    writer.root_object[NameObject("/Collection")] = DictionaryObject()
    writer.write(tmp_path / "c.pdf")
    cover = PdfWriter()
    cover.append(str(making.pdf(tmp_path / "d.pdf", "<p>Open this in another program.</p>")))
    cover.add_attachment("the agreement.pdf", b"%PDF-1.7")
    cover.write(tmp_path / "e.pdf")
    for path in (form, tmp_path / "c.pdf", tmp_path / "e.pdf"):
        assert Noticed.ELSEWHERE in read_here(path).noticed
