"""The automatic numbers of Word and OpenDocument texts are those that a word processor shows."""

from pathlib import Path

import pytest

from aktsom.engine.papers.reading import read_here
from tests.engine.papers import making
from tests.engine.papers.making import in_list, paragraph

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TEXTS = ["Purpose", "Scope", "Aims", "Term", "Length"]
DEPTHS = [1, 2, 2, 1, 2]
NUMBERS = ["1", "1.1", "1.2", "2", "2.1"]


def style(name: str, properties: str, parent: str = "", more: str = "") -> str:
    based = f'<w:basedOn w:val="{parent}"/>' if parent else ""
    return f'<w:style w:type="paragraph" w:styleId="{name}" {more}>{based}<w:pPr>{properties}</w:pPr></w:style>'


def styled(*styles: str, numbering: str = "") -> dict[str, str]:
    return {
        "word/styles.xml": f"<w:styles {W}>{''.join(styles)}</w:styles>",
        "word/numbering.xml": numbering or making.numbering(),
    }


def linked() -> str:
    """Lists whose levels name the styles that they belong to, as Word writes them for headings."""
    text = making.numbering()
    for level, name in enumerate(("A", "B")):
        text = text.replace(
            f'<w:lvl w:ilvl="{level}"><w:start', f'<w:lvl w:ilvl="{level}"><w:pStyle w:val="{name}"/><w:start', 1
        )
    return text


def body(names: dict[int, str]) -> str:
    return "".join(
        paragraph(text, f'<w:pStyle w:val="{names[depth]}"/>') for text, depth in zip(TEXTS, DEPTHS, strict=True)
    )


def numbers(path: Path) -> list[str]:
    return [each.number for each in read_here(path).passages]


@pytest.mark.parametrize(
    "parts",
    [
        styled(style("A", in_list(1, 0)), style("B", in_list(1, 1))),
        styled(style("A", '<w:numPr><w:numId w:val="1"/></w:numPr>'), style("B", "", "A"), numbering=linked()),
        styled(style("A", "", "X"), style("B", in_list(1, 1)), style("X", in_list(1, 0))),
        styled(style("A", in_list(1, 0), "A"), style("B", in_list(1, 1), "C"), style("C", "", "B")),
    ],
    ids=["by the style", "by the list", "by the style of a style", "styles in a circle"],
)
def test_paragraphs_of_a_docx_are_numbered_by_their_style(parts: dict[str, str], tmp_path: Path) -> None:
    path = making.docx(tmp_path / "a.docx", body({1: "A", 2: "B"}), parts)
    assert numbers(path) == NUMBERS


def test_a_paragraph_of_a_docx_that_names_a_list_is_in_that_and_one_that_names_none_has_no_number(
    tmp_path: Path,
) -> None:
    parts = styled(style("A", in_list(1, 0)), style("N", in_list(1, 1), more='w:default="1"'))
    named = '<w:pStyle w:val="A"/>'
    text = (
        paragraph("One", named)
        + paragraph("None", named + in_list(0, 0))
        + paragraph("Deeper")
        + paragraph("Deep", named + '<w:numPr><w:ilvl w:val="1"/></w:numPr>')
        + paragraph("Two", named)
    )
    assert numbers(making.docx(tmp_path / "a.docx", text, parts)) == ["1", "", "1.1", "1.2", "2"]


def test_a_list_of_a_docx_that_goes_by_the_name_of_another_is_numbered_as_that(tmp_path: Path) -> None:
    link = (
        making.numbering()
        .replace('w:abstractNumId="7">', 'w:abstractNumId="7"><w:styleLink w:val="L"/>', 1)
        .replace('w:abstractNumId="8">', 'w:abstractNumId="8"><w:numStyleLink w:val="L"/>', 1)
    )
    text = paragraph("One", in_list(2, 0)) + paragraph("Deep", in_list(2, 1))
    assert numbers(making.docx(tmp_path / "a.docx", text, {"word/numbering.xml": link})) == ["1", "1.1"]


DEEP = '<text:{0} text:level="{1}" style:num-format="{2}" style:num-suffix="." text:display-levels="{1}" {3}/>'


def levels(kind: str, *formats: str, more: str = "") -> str:
    return "".join(DEEP.format(kind, level, shape, more) for level, shape in enumerate(formats, 1))


def list_style(*formats: str, name: str = "L", more: str = "") -> str:
    inner = levels("list-level-style-number", *formats, more=more)
    return f'<text:list-style style:name="{name}">{inner}</text:list-style>'


def listed(items: str, more: str = 'text:style-name="L"') -> str:
    return f"<text:list {more}>{items}</text:list>"


def item(text: str, deeper: str = "", more: str = "") -> str:
    said = f"<text:p>{text}</text:p>" if text else ""
    return f"<text:list-item {more}>{said}{deeper}</text:list-item>"


WHOLE = listed(item("Purpose", listed(item("Scope") + item("Aims"), "")) + item("Term", listed(item("Length"), "")))
NAMED = 'text:style-name="L" xml:id="x"'
GOES_ON = 'text:style-name="L" text:continue-numbering="true"'
PARTED = (
    listed(item("Purpose"))
    + listed(item("", listed(item("Scope"), "")), GOES_ON)
    + "<text:p>Between.</text:p>"
    + listed(item("", listed(item("Aims"), "")), GOES_ON)
    + listed(item("Term"), GOES_ON)
    + listed(item("", listed(item("Length"), "")), GOES_ON)
)


@pytest.mark.parametrize("text", [WHOLE, PARTED], ids=["one list", "many lists that go on"])
def test_the_lists_of_an_odt_are_counted(text: str, tmp_path: Path) -> None:
    paper = read_here(making.odt(tmp_path / "a.odt", text, list_style("1", "1")))
    found = [(each.number, each.text) for each in paper.passages if each.text != "Between."]
    assert found == list(zip(NUMBERS, TEXTS, strict=True))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (listed(item("a")) + listed(item("b")), ["1", "1"]),
        (listed(item("a"), NAMED) + listed(item("b"), 'text:continue-list="x" text:style-name="L"'), ["1", "2"]),
        (listed(item("a", more='text:start-value="4"') + item("b")), ["4", "5"]),
        (listed(item("a</text:p><text:p>more") + item("b")), ["1", "", "2"]),
        (listed("<text:list-header><text:p>a</text:p></text:list-header>" + item("b")), ["", "1"]),
        (listed(item("a", listed(item("b"), 'text:style-name="M"')) + item("c")), ["1", "", "2"]),
        (listed(item("a"), 'text:style-name="None"'), [""]),
    ],
    ids=["starts anew", "goes on by name", "from four", "two paragraphs", "no item", "letters", "no such style"],
)  # fmt: skip
def test_a_list_of_an_odt_starts_and_goes_on_as_it_says(text: str, read: list[str], tmp_path: Path) -> None:
    styles = list_style("1", "1") + list_style("1", "a", name="M")
    assert numbers(making.odt(tmp_path / "a.odt", text, styles)) == read


def heading(text: str, level: int, more: str = "") -> str:
    return f'<text:h text:outline-level="{level}" {more}>{text}</text:h>'


def test_the_headings_of_an_odt_are_counted(tmp_path: Path) -> None:
    outline = f"<text:outline-style>{levels('outline-level-style', '1', '1')}</text:outline-style>"
    off = '<style:style style:name="Off" style:list-style-name=""/>'
    text = "".join(heading(said, depth) for said, depth in zip(TEXTS, DEPTHS, strict=True))
    text += heading("Annex", 1, 'text:style-name="Off"') + heading("Title", 1, 'text:is-list-header="true"')
    text += heading("<text:number>3.</text:number>Exit", 1)
    paper = read_here(making.odt(tmp_path / "a.odt", text, off, outline))
    assert [each.number for each in paper.passages] == [*NUMBERS, "", "", "3"]
    assert paper.passages[-1].text == "Exit"


def test_headings_of_an_odt_without_numbers_have_none_and_typed_ones_are_kept(tmp_path: Path) -> None:
    text = heading("4. Exit", 1) + heading("Term", 1)
    plain = f"<text:outline-style>{levels('outline-level-style', '', '')}</text:outline-style>"
    for edges in ("", plain):
        assert numbers(making.odt(tmp_path / "a.odt", text, "", edges)) == ["4", ""]
