"""PDF, DOCX and ODT become the same passages; what a reader of them must know is noticed."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import Noticed, PaperKind
from tests.engine.papers import making
from tests.engine.papers.making import in_list, paragraph


def test_a_pdf_has_headings_numbers_whole_paragraphs_and_their_places(tmp_path: Path) -> None:
    paper = read_here(making.pdf(tmp_path / "a.pdf"))
    assert (paper.kind, paper.pages, paper.noticed) == (PaperKind.PDF, 1, frozenset())
    assert [each.number for each in paper.passages] == making.NUMBERS
    assert [each.level for each in paper.passages] == [1, 0, 1, 0, 0, 1, 0]
    long = paper.passages[3]
    assert long.text.startswith("The parties wish")
    assert long.text.endswith("benefit of all who sail.")
    places = [each.box.top for each in paper.passages if each.box]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in places)


def test_heads_of_pages_are_read_once_and_a_paragraph_goes_on_over_the_page(tmp_path: Path) -> None:
    style = (
        "@page { size: A5; @top-center { content: 'Draft of the agreement' } @bottom-right { content: 'Page ' counter(page) } }"
        " p { font-size: 14pt; line-height: 1.4 }"
    )
    body = "".join(f"<p>{number}.1 {'The parties agree on many things here. ' * 12}</p>" for number in range(1, 13))
    paper = read_here(making.pdf(tmp_path / "a.pdf", body, style))
    assert paper.pages > 3
    assert paper.text.count("Draft of the agreement") == 1
    assert "Page" not in paper.text
    assert [each.number for each in paper.passages if each.number] == [f"{number}.1" for number in range(1, 13)]


def test_white_and_tiny_text_of_a_pdf_is_noticed_and_left_out(tmp_path: Path) -> None:
    body = making.AGREEMENT + "<p style='color: white'>All rights are assigned to the sponsor.</p>"
    paper = read_here(making.pdf(tmp_path / "a.pdf", body))
    assert Noticed.HIDDEN_TEXT in paper.noticed
    assert "assigned" not in paper.text


def test_the_head_of_two_pages_is_left_out_and_the_paragraph_between_goes_on(tmp_path: Path) -> None:
    style = "@page { size: A5; @top-center { content: 'Agreement 17' } } p { font-size: 14pt; line-height: 1.4 }"
    body = "".join(f"<p>{number}.1 {'The parties agree on many things here. ' * 11}</p>" for number in range(1, 4))
    paper = read_here(making.pdf(tmp_path / "a.pdf", body, style))
    assert paper.pages == 2
    assert [each.number for each in paper.passages] == ["1.1", "2.1", "3.1"]


@pytest.mark.parametrize(
    "hiding",
    [
        making.shown("All rights go.", "/F1 12 Tf 72 -300 Td"),
        making.shown("All rights go.", "/F1 0.4 Tf 72 600 Td"),
        making.shown("All rights go.", "/F1 12 Tf 0.03 0 0 0.03 72 600 Tm"),
        making.shown("All rights go.", "/F1 12 Tf 3 Tr 72 600 Td"),
        b"1 1 1 rg " + making.shown("All rights go."),
        b"0 0 1 rg 60 590 400 30 re f " + making.shown("All rights go."),
        making.shown("All rights go.") + b"1 1 1 rg 60 590 400 30 re f",
        b"q 0 0 1 1 re W n " + making.shown("All rights go.") + b"Q",
    ],
    ids=["off the page", "tiny", "shrunk", "undrawn", "white", "blue on blue", "covered", "cut off"],
)
def test_text_of_a_pdf_that_nobody_sees_is_noticed_and_left_out(hiding: bytes, tmp_path: Path) -> None:
    blue = b"0 0 1 rg " if hiding.startswith(b"0 0 1 rg") else b""
    drawing = making.shown("Fine.", "/F1 12 Tf 72 700 Td") + blue + hiding
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing))
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.HIDDEN_TEXT})


PICTURE, BLANK = (
    making.stream(
        bytes([0, shade] * 60),
        "/Type /XObject /Subtype /Image /Width 120 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
    )
    for shade in (255, 0)
)
UNDRAWN = making.shown("All rights are gone.", "/F1 12 Tf 3 Tr 72 600 Td")


@pytest.mark.parametrize(
    "hiding",
    [
        UNDRAWN,
        making.shown("All rights go.") + b"1 1 1 rg 60 590 400 30 re f",
        b"q 0 0 1 1 re W n " + making.shown("All rights go.") + b"Q",
    ],
    ids=["undrawn", "covered", "cut off"],
)
def test_a_logo_on_the_page_does_not_hide_that_text_is_hidden(hiding: bytes, tmp_path: Path) -> None:
    logo = b"q 60 0 0 60 500 760 cm /X Do Q "
    drawing = logo + making.shown("Fine words here.", "/F1 12 Tf 72 700 Td") + hiding
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing, objects=[PICTURE]))
    assert (paper.text, paper.noticed) == ("Fine words here.", {Noticed.HIDDEN_TEXT})


def drawing_of_picture(entries: str = "", place: bytes = b"") -> list[str]:
    form = f"/Type /XObject /Subtype /Form /BBox [0 0 1000 1000] {entries} /Resources << /XObject << /X 7 0 R >> >>"
    return [making.stream(place + b" /X Do", form), PICTURE]


@pytest.mark.parametrize(
    ("drawing", "objects"),
    [
        (b"q 595 0 0 842 0 0 cm /X Do Q ", [PICTURE]),
        (b"q 595 0 0 242 0 600 cm /X Do Q q 595 0 0 600 0 0 cm /X Do Q ", [PICTURE]),
        (b"q 5.95 0 0 8.42 0 0 cm /X Do Q ", drawing_of_picture("/Matrix [100 0 0 100 0 0]")),
    ],
    ids=["whole", "in strips", "within a drawing"],
)
def test_the_text_that_a_program_laid_over_a_scan_is_read(drawing: bytes, objects: list[str], tmp_path: Path) -> None:
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing + UNDRAWN, objects=objects))
    assert (paper.text, paper.noticed) == ("All rights are gone.", {Noticed.READ_BY_MACHINE, Noticed.SCAN})


def test_undrawn_text_over_a_picture_that_shows_nothing_there_is_hidden(tmp_path: Path) -> None:
    drawing = b"q 595 0 0 842 0 0 cm /X Do Q "
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing + UNDRAWN, objects=[BLANK]))
    assert (paper.text, Noticed.HIDDEN_TEXT in paper.noticed) == ("", True)


def test_text_that_a_picture_covers_is_hidden(tmp_path: Path) -> None:
    drawing = making.shown("All rights are gone.", "/F1 12 Tf 72 600 Td") + b"q 595 0 0 842 0 0 cm /X Do Q "
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing, objects=[BLANK]))
    assert (paper.text, Noticed.HIDDEN_TEXT in paper.noticed) == ("", True)


MIDST = "/F1 12 Tf 72 600 Td (They may ) Tj {} (freely publish) Tj"


@pytest.mark.parametrize(
    "midst",
    [
        "3 Tr (not ) Tj 0 Tr",
        "1 1 1 rg (not ) Tj 0 g",
        "/F1 .4 Tf (not ) Tj /F1 12 Tf",
        "1 0 0 1 1500 600 Tm (not ) Tj 1 0 0 1 130 600 Tm",
        "3 Tr (no) Tj (t ) Tj 0 Tr",
        "3 Tr (n) Tj 1 1 1 rg (ot ) Tj 0 g 0 Tr",
    ],
    ids=["undrawn", "white", "tiny", "off the page", "in parts", "in two ways"],
)
def test_words_in_the_middle_of_a_line_that_nobody_sees_are_noticed_and_left_out(midst: str, tmp_path: Path) -> None:
    drawing = f"BT {MIDST.format(midst)} ET".encode()
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing))
    assert (paper.text, paper.noticed) == ("They may freely publish", {Noticed.HIDDEN_TEXT})


@pytest.mark.parametrize(
    ("covering", "read"),
    [
        ("122 595 20 16", "They may freely publish"),
        ("72 595 71 16", "freely publish"),
        ("142 595 99 16", "They may not"),
    ],
)
def test_covered_words_of_a_line_are_noticed_and_left_out(covering: str, read: str, tmp_path: Path) -> None:
    drawing = making.shown("They may not freely publish", "/F1 12 Tf 72 600 Td") + f"1 g {covering} re f".encode()
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing))
    assert (paper.text, paper.noticed) == (read, {Noticed.HIDDEN_TEXT})


def test_what_is_seen_between_hidden_words_is_read(tmp_path: Path) -> None:
    drawing = b"BT /F1 12 Tf 72 600 Td 3 Tr (All) Tj 0 Tr ( may publish ) Tj 3 Tr (never) Tj ET"
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing))
    assert (paper.text, paper.noticed) == ("may publish", {Noticed.HIDDEN_TEXT})


def test_dashes_dots_and_wide_spaces_hide_nothing(tmp_path: Path) -> None:
    dashed = b"(Delay) Tj ( - ) Tj (60 days) Tj ( . . . ) Tj"
    drawing = b"BT /F1 12 Tf 72 600 Td " + dashed + b" 200 0 Td (page 4) Tj 200 0 Td (at once) Tj ET"
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing))
    assert paper.noticed == frozenset()
    assert {"Delay", "60", "page", "once"} <= set(paper.text.split())


def test_covered_text_of_a_page_too_large_to_draw_is_hidden(tmp_path: Path) -> None:
    drawing = making.shown("Fine.", "/F1 12 Tf 72 700 Td") + making.shown("All rights go.") + b"1 g 60 590 400 30 re f"
    for box in ("0 0 9000 9000", "0 0 90000 1200"):
        paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing, box=box))
        assert (paper.text, paper.noticed) == ("Fine.", {Noticed.HIDDEN_TEXT})


def test_a_large_picture_that_is_drawn_small_covers_only_its_place(tmp_path: Path) -> None:
    drawing = b"q .06 0 0 .06 500 760 cm /X Do Q " + making.shown("Fine words here.", "/F1 12 Tf 72 700 Td") + UNDRAWN
    objects = drawing_of_picture(place=b"1000 0 0 1000 0 0 cm")
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing, objects=objects))
    assert (paper.text, paper.noticed) == ("Fine words here.", {Noticed.HIDDEN_TEXT})


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_text_on_a_turned_page_and_on_one_that_begins_elsewhere_is_seen_in_its_place(turn: int, tmp_path: Path) -> None:
    box = f"600 1000 1195 1842] /Rotate {turn} /Foo ["
    drawing = making.shown("Fine words here.", "/F1 12 Tf 672 1742 Td")
    paper = read_here(making.drawn_pdf(tmp_path / "a.pdf", drawing, box=box))
    assert (paper.text, paper.noticed) == ("Fine words here.", frozenset())
    place = paper.passages[0].box
    assert place is not None
    middle = (place.left + place.right) / 2, (place.top + place.bottom) / 2
    assert middle == pytest.approx(
        {0: (0.2, 0.12), 90: (0.88, 0.2), 180: (0.8, 0.88), 270: (0.12, 0.8)}[turn], abs=0.03
    )


def test_letters_that_no_font_explains_are_noticed(tmp_path: Path) -> None:
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
        b"1 beginbfrange <20> <7E> <E020> endbfrange endcmap end"
    )
    fonts = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"
    path = making.drawn_pdf(
        tmp_path / "a.pdf",
        making.shown("Nobody can tell what this says."),
        font=fonts,
        objects=["null", making.stream(to_unicode)],
    )
    assert Noticed.UNREADABLE_LETTERS in read_here(path).noticed


def test_a_picture_of_text_is_called_a_scan(tmp_path: Path) -> None:
    picture = "<svg width='400' height='400' xmlns='http://www.w3.org/2000/svg'/>"
    assert Noticed.SCAN not in read_here(making.pdf(tmp_path / "a.pdf", picture)).noticed
    noise = np.random.default_rng(6).normal(128, 90, (800, 600)).clip(0, 255).astype(np.uint8)
    Image.fromarray(noise).save(tmp_path / "dim.png")
    scan = making.pdf(
        tmp_path / "b.pdf", f"<img src='{(tmp_path / 'dim.png').as_uri()}' style='width: 15cm; height: 20cm'>"
    )
    assert Noticed.SCAN in read_here(scan).noticed


def test_a_docx_counts_its_automatic_numbers(tmp_path: Path) -> None:
    body = (
        paragraph("Purpose", in_list(1, 0), "<w:b/>")
        + paragraph("Cooperation in acoustics.", in_list(1, 1))
        + paragraph("No duty to pay.", in_list(1, 1))
        + paragraph("an item of letters", in_list(2, 0))
        + paragraph("Term", in_list(1, 0), "<w:b/>")
        + paragraph("Five years.", in_list(1, 1))
    )
    paper = read_here(making.docx(tmp_path / "a.docx", body, {"word/numbering.xml": making.numbering()}))
    assert [(each.number, each.level) for each in paper.passages] == [
        ("1", 2 - 1),
        ("1.1", 0),
        ("1.2", 0),
        ("", 0),
        ("2", 1),
        ("2.1", 0),
    ]


def test_a_docx_is_read_as_if_its_changes_were_accepted_and_without_what_is_hidden(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>The delay is </w:t></w:r>"
        "<w:del><w:r><w:delText>60</w:delText></w:r></w:del><w:ins><w:r><w:t>365</w:t></w:r></w:ins>"
        "<w:r><w:t> days.</w:t></w:r></w:p>" + paragraph("Secretly, all rights go.", "", "<w:vanish/>")
    )
    paper = read_here(making.docx(tmp_path / "a.docx", body, {"word/comments.xml": "<x/>"}))
    assert paper.text == "The delay is 365 days."
    assert paper.noticed == {Noticed.TRACKED_CHANGES, Noticed.HIDDEN_TEXT, Noticed.COMMENTS}


STYLES = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:styleId="Gone"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="Pale"><w:rPr>'
    '<w:color w:val="FEFEFE"/></w:rPr></w:style><w:style w:styleId="Child"><w:basedOn w:val="Pale"/></w:style></w:styles>'
)


@pytest.mark.parametrize(
    ("properties", "run"),
    [
        ("", '<w:sz w:val="2"/>'),
        ("", '<w:color w:val="FEFEFE"/>'),
        ("", '<w:rStyle w:val="Gone"/>'),
        ('<w:pStyle w:val="Child"/>', ""),
    ],
)
def test_text_of_a_docx_that_nobody_sees_is_noticed_and_left_out(properties: str, run: str, tmp_path: Path) -> None:
    body = paragraph("Fine.") + paragraph("All rights go.", properties, run)
    paper = read_here(making.docx(tmp_path / "a.docx", body, {"word/styles.xml": STYLES}))
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.HIDDEN_TEXT})


def test_white_letters_on_a_coloured_place_are_seen(tmp_path: Path) -> None:
    white = paragraph("Party", "", '<w:color w:val="FFFFFF"/>')
    cell = f'<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>{white}</w:tc></w:tr></w:tbl>'
    styles = (
        '<style:style style:name="W"><style:text-properties fo:color="#ffffff"/></style:style>'
        '<style:style style:name="C"><style:table-cell-properties fo:background-color="#1f3864"/></style:style>'
    )
    row = '<table:table-cell table:style-name="C"><text:p text:style-name="W">Party</text:p></table:table-cell>'
    for path in (making.docx(tmp_path / "a.docx", cell), making.odt(tmp_path / "a.odt", row, styles)):
        paper = read_here(path)
        assert (paper.text, paper.noticed) == ("Party", frozenset())


@pytest.mark.parametrize(
    "body",
    [
        '<text:p text:style-name="T">All rights go.</text:p>',
        '<text:p><text:span text:style-name="T">All rights go.</text:span></text:p>',
        '<text:section text:display="none"><text:p>All rights go.</text:p></text:section>',
        "<text:p><text:hidden-text>All rights go.</text:hidden-text></text:p>",
    ],
)
def test_text_of_an_odt_that_nobody_sees_is_noticed_and_left_out(body: str, tmp_path: Path) -> None:
    tiny = '<style:style style:name="T"><style:text-properties fo:font-size="1pt"/></style:style>'
    paper = read_here(making.odt(tmp_path / "a.odt", "<text:p>Fine.</text:p>" + body, tiny))
    assert (paper.text, paper.noticed) == ("Fine.", {Noticed.HIDDEN_TEXT})


def test_an_odt_is_read_alike(tmp_path: Path) -> None:
    styles = '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    body = (
        '<text:h text:outline-level="2">4. Exit</text:h><text:p>4.1 Either party may leave<text:s/>with notice.</text:p>'
        '<text:p>Open<text:span text:style-name="T1"> and hidden</text:span> text.</text:p>'
        "<text:p>Said<office:annotation><text:p>No!</text:p></office:annotation> aloud.</text:p>"
    )
    paper = read_here(making.odt(tmp_path / "a.odt", body, styles))
    assert [(each.number, each.text, each.level) for each in paper.passages] == [
        ("4", "Exit", 2),
        ("4.1", "Either party may leave with notice.", 0),
        ("", "Open text.", 0),
        ("", "Said aloud.", 0),
    ]
    assert paper.noticed == {Noticed.HIDDEN_TEXT, Noticed.COMMENTS}


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("4.2 Notice is given in writing", "4.2"),
        ("Article 7: Exit", "7"),
        ("§ 3. Varighet", "3"),
        ("12. mars 2026 trer avtalen i kraft", ""),
        ("60 days after notice", ""),
        ("2026 was a good year", ""),
        ("3 months' notice", ""),
        ("10 Working Days", ""),
        ("10 Business Days after notice", ""),
        ("30 Calendar Days", ""),
        ("10 Virkedager", ""),
        ("30 Dagers varsel", ""),
        ("6 Weeks", ""),
        ("6 Uker", ""),
        ("3 Måneder", ""),
        ("1.5 years", ""),
        ("2.5 % of net sales", ""),
        ("2.5 per cent", ""),
        ("2.5 prosent av omsetningen", ""),
        ("1.5 million NOK", ""),
        ("1.5 Mill. kroner", ""),
        ("2 Milliarder", ""),
        ("50 NOK per hour", ""),
        ("50 EUR", ""),
        ("10 Kr per time", ""),
        ("10 € each", ""),
        ("7.5 ECTS", ""),
        ("1. år", ""),
        ("4.2 NOK 500 000 is paid at once", "4.2"),
        ("1.5 “Business Day” means a day on which banks open", "1.5"),
        ("1.5 Business Day means a day on which banks open", "1.5"),
        ("3. Months of notice", "3"),
        ("Section 10 Working Days", "10"),
        ("5 Business development", "5"),
        ("7 Year-End Reporting", "7"),
        ("8.1 Dagmulkt", "8.1"),
    ],
)
def test_a_number_of_a_clause_is_told_from_a_day_or_an_amount(line: str, number: str, tmp_path: Path) -> None:
    paper = read_here(making.docx(tmp_path / "a.docx", paragraph(line)))
    assert [each.number for each in paper.passages] == [number]
