"""Archives that open but hold nonsense: wrong numbers, elements in wrong places, damaged or unknown packing."""

import errno
import re
import struct
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aktsom.engine.papers import reading
from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import Limits, Noticed, Paper, PaperError, PaperKind
from tests.engine.papers import making
from tests.engine.papers.making import in_list, paragraph

NONSENSE = ("", "²", "-1", "1.2.3", "1.2.3pt", "9" * 5000, "1e999", "NaN", "%1", "none", "\N{ARABIC-INDIC DIGIT THREE}")
VALUE = re.compile(r'(?<==")[^"]*(?=")|(?<=>)[^<]+(?=<)')
TAG = re.compile(r"</?\w+:\w+[^>]*>")


def styled(properties: str) -> dict[str, str]:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return {"word/styles.xml": f'<w:styles {names}><w:style w:styleId="S">{properties}</w:style></w:styles>'}


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_numbers_that_are_none_do_not_keep_an_odt_from_being_read(nonsense: str, tmp_path: Path) -> None:
    style = f'<style:style style:name="T"><style:text-properties fo:font-size="{nonsense}"/></style:style>'
    body = f'<text:h text:outline-level="{nonsense}">Term</text:h><text:p text:style-name="T">Five years.</text:p>'
    paper = read_here(making.odt(tmp_path / "a.odt", body, style))
    assert paper.text == "Term\nFive years."
    assert [each.level for each in paper.passages] == [1, 0]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_numbers_that_are_none_do_not_keep_a_docx_from_being_read(nonsense: str, tmp_path: Path) -> None:
    numbering = re.sub(r'(?<=w:ilvl=")1|(?<=start w:val=")1', nonsense, making.numbering())
    style = styled(f'<w:pPr><w:outlineLvl w:val="{nonsense}"/></w:pPr><w:rPr><w:sz w:val="{nonsense}"/></w:rPr>')
    at = f'<w:numPr><w:ilvl w:val="{nonsense}"/><w:numId w:val="1"/></w:numPr>'
    body = paragraph("Term", '<w:pStyle w:val="S"/>' + at, f'<w:sz w:val="{nonsense}"/>')
    paper = read_here(making.docx(tmp_path / "a.docx", body, {"word/numbering.xml": numbering, **style}))
    assert paper.text.endswith("Term")


def test_a_run_outside_a_paragraph_is_no_passage(tmp_path: Path) -> None:
    paper = read_here(making.docx(tmp_path / "a.docx", "<w:r><w:t>Astray.</w:t></w:r>" + paragraph("Fine.")))
    assert paper.text == "Fine."


def test_comments_and_instructions_of_xml_are_no_text(tmp_path: Path) -> None:
    aside = "<!-- No duty --><?no duty?>"
    odt = making.odt(tmp_path / "a.odt", f"<text:p>A duty{aside} to pay.</text:p>")
    docx = making.docx(tmp_path / "a.docx", f"<w:p><w:r><w:t>A duty{aside} to pay.</w:t>{aside}</w:r></w:p>")
    assert [read_here(each).text for each in (odt, docx)] == ["A duty to pay."] * 2


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_DEFLATED])
def test_a_part_whose_packing_is_damaged_is_refused(packing: int, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", packing) as archive:
        archive.writestr("word/document.xml", "<w:document>" + "fine words " * 500)
        start, size = (entry := archive.infolist()[0]).header_offset + 30 + len(entry.filename), entry.compress_size
    content = bytearray(path.read_bytes())
    for at in range(start + 9, start + size):
        content[at] ^= 0x55
    path.write_bytes(content)
    with pytest.raises(PaperError, match="damaged"):
        read_here(path)


def test_an_archive_of_a_version_to_come_is_refused(tmp_path: Path) -> None:
    path = making.docx(tmp_path / "a.docx", paragraph("Fine."))
    content = bytearray(path.read_bytes())
    struct.pack_into("<H", content, content.index(b"PK\x01\x02") + 6, 99)
    path.write_bytes(content)
    with pytest.raises(PaperError, match="damaged"):
        read_here(path)


@pytest.mark.parametrize("error", [KeyError, IndexError, ZeroDivisionError, RecursionError, struct.error, EOFError])
def test_what_no_reader_foresaw_is_a_refusal(
    error: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, limits: Limits) -> Paper:
        raise error(path, limits)

    monkeypatch.setitem(reading._READERS, PaperKind.DOCX, fails)
    with pytest.raises(PaperError, match="damaged"):
        read_here(making.docx(tmp_path / "a.docx", paragraph("Fine.")))


def test_a_lack_of_memory_is_not_taken_for_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: Path, limits: Limits) -> Paper:
        raise MemoryError

    monkeypatch.setitem(reading._READERS, PaperKind.DOCX, fails)
    with pytest.raises(MemoryError):
        read_here(making.docx(tmp_path / "a.docx", paragraph("Fine.")))


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """A small DOCX and ODT, unpacked."""
    folder = tmp_path_factory.mktemp("parts")
    style = styled(
        '<w:name w:val="heading 1"/><w:basedOn w:val="S"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
        '<w:rPr><w:sz w:val="24"/><w:color w:val="1F3864"/></w:rPr>'
    )
    note = {"footnotes": f'<w:footnote w:id="1">{paragraph("All Results.")}</w:footnote>'}
    body = (
        paragraph("Term", in_list(1, 0) + '<w:pStyle w:val="S"/>', '<w:sz w:val="24"/><w:rStyle w:val="S"/>')
        + paragraph("Five years.", in_list(1, 1), '<w:shd w:fill="1F3864"/>')
        + '<w:p><w:r><w:t>Said.</w:t><w:footnoteReference w:id="1"/></w:r></w:p>'
    )
    docx = making.docx(
        folder / "a.docx", body, {"word/numbering.xml": making.numbering(), **style, **making.related(note)}
    )
    odt = making.odt(
        folder / "a.odt",
        '<text:h text:outline-level="2">4. Exit</text:h><text:p text:style-name="T">4.1 Either<text:s text:c="2"/>may'
        '<text:note text:id="n"><text:note-body><text:p>Or none.</text:p></text:note-body></text:note> leave.</text:p>'
        '<text:section text:display="none"><text:p>Hidden.</text:p></text:section><text:list text:style-name="L">'
        '<text:list-item text:start-value="4"><text:h text:outline-level="2">Term</text:h></text:list-item></text:list>',
        '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
        'text:start-value="2" text:display-levels="1"/></text:list-style>'
        '<style:style style:name="T"><style:text-properties fo:font-size="12pt" fo:color="#ffffff"/></style:style>',
    )
    return {"docx": unpacked(docx), "odt": unpacked(odt)}


def unpacked(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_stands_in_the_parts_the_outcome_is_a_paper_or_a_refusal(
    data: st.DataObject, parts: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    kind = data.draw(st.sampled_from(sorted(parts)))
    changed = dict(parts[kind])
    words = st.one_of(st.sampled_from(NONSENSE), st.text(st.characters(exclude_characters='<>&"'), max_size=8))
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(sorted(name for name in changed if name.endswith((".xml", ".rels")))))
        pattern, given = data.draw(st.sampled_from([(VALUE, words), (TAG, st.sampled_from(["", "<w:r/>", "<w:p/>"]))]))
        places = [found.span() for found in pattern.finditer(changed[name])] or [(0, 0)]
        start, end = data.draw(st.sampled_from(places))
        changed[name] = changed[name][:start] + data.draw(given) + changed[name][end:]
    path = making.archive(
        tmp_path / f"a.{kind}", ((name, text.encode(errors="surrogatepass")) for name, text in changed.items())
    )
    with suppress(PaperError):
        assert isinstance(read_here(path), Paper)


def test_the_parts_are_read_before_anything_in_them_is_changed(
    parts: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    read = {kind: read_here(making.archive(tmp_path / f"a.{kind}", parts[kind].items())) for kind in parts}
    assert read["docx"].text == "1 Term\n1.1 Five years.\nSaid.\nAll Results."
    assert read["odt"].noticed == {Noticed.HIDDEN_TEXT}


@pytest.mark.parametrize(
    ("number", "told"), [(errno.EMFILE, OSError), (errno.EIO, OSError), (errno.EINVAL, PaperError)]
)
def test_a_machine_that_fails_is_not_told_as_a_damaged_paper(
    number: int, told: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = making.docx(tmp_path / "a.docx", paragraph("Five years."))

    def fails(*_given: object) -> None:
        raise OSError(number, "fails")

    monkeypatch.setattr(zipfile.ZipFile, "open", fails)
    with pytest.raises(told):
        read_here(path)
