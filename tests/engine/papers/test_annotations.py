"""What annotations and form fields of a PDF show is read where a reader sees it; notes that open at a click are told."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import DictionaryObject, NameObject, RectangleObject, StreamObject

from aktsom.engine.papers.images import Wanted, draw_here
from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import Noticed, Paper
from tests.engine.papers import making
from tests.engine.papers.making import shown

NEVER = "Nobody may ever publish without consent."
FONT = "/Resources << /Font << /F1 4 0 R >> >>"
FORM = "/AcroForm << /Fields [8 0 R] {} /DR << /Font << /F1 4 0 R >> >> /DA (/F1 12 Tf 0 g) >>"
LOOK = "/AP << /N 7 0 R >>"
PAGE = shown("Term of the agreement:", "/F1 12 Tf 72 700 Td") + shown("Fine.", "/F1 12 Tf 72 600 Td")


def look(text: str, colour: str = "0 g") -> str:
    drawing = f"{colour} BT /F1 12 Tf 2 5 Td ({text}) Tj ET".encode()
    return making.stream(drawing, f"/Type /XObject /Subtype /Form /BBox [0 0 300 20] {FONT}")


def annotated(path: Path, annotation: str, *, text: str = NEVER, colour: str = "0 g", catalog: str = "") -> Path:
    """A PDF of one page with this annotation, 8 0, whose look, where it refers to one, shows the text."""
    objects = ["null", look(text, colour), f"<< /Type /Annot {annotation} >>"]
    return with_annotations(making.drawn_pdf(path, PAGE, catalog=catalog, objects=objects), [8])


def with_annotations(path: Path, numbers: Sequence[int]) -> Path:
    listed = " ".join(f"{number} 0 R" for number in numbers)
    path.write_bytes(path.read_bytes().replace(b"/Contents 5 0 R", f"/Contents 5 0 R /Annots [{listed}]".encode(), 1))
    return path


def field(value: str, more: str = LOOK, where: str = "240 695 540 715") -> str:
    name = "" if "/T (" in more else "/T (a)"
    return f"/Subtype /Widget /FT /Tx {name} /V ({value}) /F 4 /DA (/F1 12 Tf 0 g) /Rect [{where}] {more}"


def free_text(more: str = LOOK) -> str:
    return f"/Subtype /FreeText /Rect [72 640 372 660] /Contents ({NEVER}) {more}"


@pytest.mark.parametrize("more", [LOOK, ""], ids=["as drawn", "without a look"])
def test_text_that_somebody_put_on_a_page_is_a_passage_after_those_of_the_page(more: str, tmp_path: Path) -> None:
    paper = read_here(annotated(tmp_path / "a.pdf", free_text(more)))
    assert paper.text.splitlines() == ["Term of the agreement:", "Fine.", NEVER]
    assert (paper.passages[-1].page, paper.noticed) == (1, frozenset())
    place = paper.passages[-1].box
    assert place is not None
    assert place.top == pytest.approx(1 - 657 / 842, abs=0.02)


@pytest.mark.parametrize(
    ("more", "asks"),
    [(LOOK, ""), ("", ""), (LOOK.replace("7", "9"), "/NeedAppearances true")],
    ids=["as drawn", "without a look", "to be drawn anew"],
)
def test_promise_p114_what_a_reader_of_a_pdf_sees_is_what_is_checked_in_filled_forms_too(
    more: str, asks: str, tmp_path: Path
) -> None:
    path = annotated(tmp_path / "a.pdf", field("five years", more), text="five years", catalog=FORM.format(asks))
    paper = read_here(path)
    assert paper.text.splitlines() == ["Term of the agreement: five years", "Fine."]
    assert paper.noticed == frozenset()


def test_fields_beside_each_other_and_below_are_told_apart(tmp_path: Path) -> None:
    fields = [
        field("five years"),
        field("none", "/T (b)", "72 650 200 670"),
        field("at once", "/T (c)", "300 650 400 670"),
    ]
    objects = ["null", look("five years"), *(f"<< /Type /Annot {each} >>" for each in fields)]
    form = FORM.format("").replace("[8 0 R]", "[8 0 R 9 0 R 10 0 R]")
    path = with_annotations(making.drawn_pdf(tmp_path / "a.pdf", PAGE, catalog=form, objects=objects), [8, 10, 9])
    read = read_here(path).text.removeprefix("Term of the agreement: ").split()
    assert read == ["five", "years", "none", "at", "once", "Fine."]


@pytest.mark.parametrize("more", ["/F 2", "/F 32", "/F 6"], ids=["hidden", "neither viewed nor printed", "both"])
def test_what_no_reader_is_shown_is_not_read_and_its_comment_is_told(more: str, tmp_path: Path) -> None:
    paper = read_here(annotated(tmp_path / "a.pdf", free_text(LOOK + more)))
    assert paper.text.splitlines() == ["Term of the agreement:", "Fine."]
    assert paper.noticed == {Noticed.COMMENTS}


def test_what_is_only_printed_is_read(tmp_path: Path) -> None:
    assert NEVER in read_here(annotated(tmp_path / "a.pdf", free_text(LOOK + "/F 36"))).text


@pytest.mark.parametrize("colour", ["1 g", "3 Tr"])
def test_white_and_undrawn_text_of_an_annotation_is_hidden(colour: str, tmp_path: Path) -> None:
    paper = read_here(annotated(tmp_path / "a.pdf", free_text(), colour=colour))
    assert NEVER not in paper.text
    assert paper.noticed == {Noticed.HIDDEN_TEXT, Noticed.COMMENTS}


@pytest.mark.parametrize(
    ("annotation", "told"),
    [
        (f"/Subtype /Text /Rect [72 640 92 660] /Contents ({NEVER})", {Noticed.COMMENTS}),
        (f"/Subtype /Highlight /Rect [72 595 99 612] /Contents ({NEVER})", {Noticed.COMMENTS}),
        ("/Subtype /Highlight /Rect [72 595 99 612] /QuadPoints [72 612 99 612 72 595 99 595] /C [1 1 0]", set()),
        ("/Subtype /Highlight /Rect [72 595 99 612] /Contents (Fine.)", set()),
        ("/Subtype /StrikeOut /Rect [72 595 99 612] /QuadPoints [72 612 99 612 72 595 99 595]", {Noticed.COMMENTS}),
        ("/Subtype /Link /Rect [72 595 99 612] /Contents (Open)", set()),
        ("/Subtype /FileAttachment /Rect [72 640 92 660]", {Noticed.EMBEDDED_FILES}),
        (free_text("/DA (0 g)"), {Noticed.COMMENTS}),
    ],
    ids=["note", "noted", "marked", "quoted", "struck out", "link", "file", "text in no font"],
)
def test_comments_on_a_pdf_are_told_and_the_page_is_read(annotation: str, told: set[Noticed], tmp_path: Path) -> None:
    paper = read_here(annotated(tmp_path / "a.pdf", annotation))
    assert paper.text.splitlines() == ["Term of the agreement:", "Fine."]
    assert paper.noticed == told


def test_what_an_annotation_covers_is_hidden(tmp_path: Path) -> None:
    square = "/Subtype /Square /Rect [60 590 300 620] /IC [1 1 1] /C [1 1 1]"
    paper = read_here(annotated(tmp_path / "a.pdf", square))
    assert (paper.text, paper.noticed) == ("Term of the agreement:", {Noticed.HIDDEN_TEXT})


def test_a_note_on_a_page_does_not_part_the_paragraph_that_goes_on_over_it(tmp_path: Path) -> None:
    style = "@page { size: A5 } p { font-size: 14pt; line-height: 1.4 }"
    body = "".join(f"<p>{number}.1 {'The parties agree on many things here. ' * 11}</p>" for number in range(1, 4))
    plain = read_here(making.pdf(tmp_path / "a.pdf", body, style)).text.splitlines()
    writer = PdfWriter(clone_from=tmp_path / "a.pdf")
    note = FreeText(text=NEVER, rect=(20, 300, 320, 320))
    note[NameObject("/AP")] = DictionaryObject({NameObject("/N"): writer._add_object(drawn_look())})
    writer.add_annotation(0, note)
    writer.write(tmp_path / "b.pdf")
    assert len(plain) == 3
    assert read_here(tmp_path / "b.pdf").text.splitlines() == [*plain[:2], NEVER, plain[2]]


def drawn_look() -> StreamObject:
    drawing = StreamObject()
    drawing.set_data(f"BT /F1 12 Tf 2 5 Td ({NEVER}) Tj ET".encode())
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    font = DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})
    fonts = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    form = {"/Type": "/XObject", "/Subtype": "/Form"}
    drawing.update({NameObject(key): NameObject(value) for key, value in form.items()})
    drawing[NameObject("/BBox")] = RectangleObject((0, 0, 300, 20))
    drawing[NameObject("/Resources")] = fonts
    return drawing


def test_a_filled_field_is_on_the_picture_of_its_page(tmp_path: Path) -> None:
    empty = draw_here(making.drawn_pdf(tmp_path / "a.pdf", PAGE), Wanted(1))
    filled = annotated(tmp_path / "b.pdf", field("five years"), text="five years", catalog=FORM.format(""))
    assert draw_here(filled, Wanted(1)) != empty


NONSENSE = st.sampled_from(
    ["/F -1", "/F 1e99", "/Rect [0 0 0 0]", "/Rect [1e30 1 -1e30 nan]", "/Rect (a)", "/AP << /N 8 0 R >>", "/AP 3", "/V << >>",
     "/AP << /N << /On 7 0 R >> >> /AS /On", "/Parent 8 0 R", "/Kids [8 0 R]", "/Contents 8 0 R", "/Contents [(a)]", "/FT /Sig",
     "/FT /Ch /Opt [(a) [(b) (c)]]", "/Subtype /Widget", "/Subtype /FreeText", "/Subtype /Nothing", "/Popup 8 0 R", "/DA ()"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from([field("five years"), free_text()]),
    nonsense=st.lists(NONSENSE, max_size=4),
    form=st.sampled_from(
        ["", FORM.format(""), FORM.format("/NeedAppearances true"), "/AcroForm 8 0 R", "/AcroForm << /Fields 8 >>"]
    ),
    listed=st.lists(st.integers(0, 12), max_size=4),
)
def test_whatever_an_annotation_says_of_itself_the_page_is_read(
    kind: str, nonsense: list[str], form: str, listed: list[int], tmp_path: Path
) -> None:
    objects = ["null", look(NEVER), f"<< /Type /Annot {' '.join(nonsense)} {kind} >>"]
    path = making.drawn_pdf(tmp_path / "a.pdf", PAGE, catalog=form, objects=objects)
    paper = read_here(with_annotations(path, [8, *listed]))
    assert isinstance(paper, Paper)
    assert "Term of the agreement:" in paper.text
