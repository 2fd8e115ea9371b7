"""Whatever a file is, reading it ends in a paper or in a sentence that says what to do."""

import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from aktsom.engine.papers.reading import read_here, read_paper
from aktsom.engine.papers.types import Limits, Noticed, Paper, PaperError
from tests.engine.papers import making
from tests.engine.papers.making import paragraph


def refused(path: Path, **limits: int) -> str:
    with pytest.raises(PaperError) as caught:
        read_here(path, Limits(**limits))
    error = caught.value
    assert error.place == path.name
    assert error.remedy
    assert error.in_language("nb") != error.in_language("en")
    return str(error.message)


def file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(making.pdf(tmp_path / "open.pdf")))
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    assert "password" in refused(tmp_path / "locked.pdf")


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\nnothing", "damaged"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old Word"),
        (b"<html><script>alert(1)</script></html>", "no PDF"),
        (b"MZ\x90\x00 a program", "no PDF"),
    ],
)
def test_a_file_that_is_no_document_is_refused_whatever_its_name_says(
    content: bytes, word: str, tmp_path: Path
) -> None:
    for name in ("a.pdf", "a.docx"):
        assert word in refused(file(tmp_path / name, content))


def test_other_archives_are_no_documents(tmp_path: Path) -> None:
    assert "archive" in refused(making.archive(tmp_path / "a.docx", [("readme.txt", "hello")]))


def test_an_archive_that_grows_without_measure_is_refused(tmp_path: Path) -> None:
    bomb = making.archive(tmp_path / "a.docx", [("word/document.xml", b" " * 60_000_000)])
    assert bomb.stat().st_size < 100_000
    assert "without measure when it is unpacked: beyond 200 MB, or 200 times its size" in refused(bomb)


def test_entities_and_document_types_are_refused(tmp_path: Path) -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>'
    assert "damaged" in refused(making.archive(tmp_path / "a.docx", [("word/document.xml", laughs)]))


def test_a_larger_file_than_allowed_is_refused(tmp_path: Path) -> None:
    assert "larger" in refused(file(tmp_path / "a.pdf", b"%PDF-" + b" " * 2_000_000), file_bytes=1_000_000)


def test_a_document_that_is_too_long_is_cut_and_says_so(tmp_path: Path) -> None:
    body = "".join(paragraph(f"Paragraph {number}.") for number in range(50))
    paper = read_here(making.docx(tmp_path / "a.docx", body), Limits(passages=10))
    assert len(paper.passages) == 10
    assert Noticed.CUT in paper.noticed


def test_a_refusal_keeps_its_words_and_what_takes_too_long_is_given_up_and_the_next_one_is_read(tmp_path: Path) -> None:
    empty = file(tmp_path / "empty.pdf", b"")
    with pytest.raises(PaperError, match="empty") as caught:
        read_paper(empty)
    assert "tom" in caught.value.in_language("nb")
    slow = making.docx(tmp_path / "slow.docx", paragraph("x" * 100) * 60_000)
    started = time.monotonic()
    with pytest.raises(PaperError, match="too much time or memory"):
        read_paper(slow, Limits(ratio=10_000), seconds=1)
    assert time.monotonic() - started < 30
    assert read_paper(making.docx(tmp_path / "a.docx", paragraph("Fine."))).text == "Fine."


def test_a_page_of_any_size_is_read(tmp_path: Path) -> None:
    for box in ("0 0 9000000 9000000", "0 0 0 0", "0 0 -100 nan"):
        assert read_here(making.drawn_pdf(tmp_path / "a.pdf", making.shown("Fine."), box=box)).text == "Fine."


def test_a_drawing_that_draws_itself_has_an_end(tmp_path: Path) -> None:
    entries = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    loop = making.drawn_pdf(tmp_path / "a.pdf", b"/X Do", objects=[making.stream(b"/X Do", entries)])
    assert read_here(loop).text == ""


def test_a_pdf_whose_text_grows_without_measure_is_given_up(tmp_path: Path) -> None:
    bomb = making.drawn_pdf(tmp_path / "a.pdf", b"BT /F1 12 Tf 72 700 Td " + b"(x) Tj " * 8_000_000 + b"ET")
    assert bomb.stat().st_size < 200_000
    with pytest.raises(PaperError, match="too much time or memory"):
        read_paper(bomb, seconds=1)


def test_parts_within_parts_without_end_and_names_that_lead_elsewhere_do_no_harm(tmp_path: Path) -> None:
    deep = "<w:p>" * 5000 + "</w:p>" * 5000
    assert "damaged" in refused(making.docx(tmp_path / "deep.docx", deep))
    assert "without measure" in refused(
        making.docx(tmp_path / "many.docx", paragraph("Fine."), {f"part/{number}": "" for number in range(5001)})
    )
    aside = making.docx(tmp_path / "aside.docx", paragraph("Fine."), {"../../evil": "x", "/etc/evil": "x"})
    assert read_here(aside).text == "Fine."
    assert [each.name for each in tmp_path.iterdir() if "evil" in each.name] == []


def test_a_locked_odt_is_refused(tmp_path: Path) -> None:
    parts = {"content.xml": b"\x8f\x12 no text", "META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}
    assert "locked" in refused(making.archive(tmp_path / "a.odt", parts.items()))


def test_an_archive_whose_parts_are_locked_is_refused(tmp_path: Path) -> None:
    content = bytearray(making.docx(tmp_path / "a.docx", paragraph("Secret.")).read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    assert "locked" in refused(file(tmp_path / "b.docx", bytes(content)))


@pytest.mark.parametrize(
    ("name", "noticed"),
    [
        ("word/vbaProject.bin", Noticed.PROGRAMS),
        ("word/activeX/activeX1.bin", Noticed.PROGRAMS),
        ("word/embeddings/oleObject1.bin", Noticed.EMBEDDED_FILES),
    ],
)
def test_what_a_docx_carries_besides_its_text_is_noticed(name: str, noticed: Noticed, tmp_path: Path) -> None:
    paper = read_here(making.docx(tmp_path / "a.docx", paragraph("Fine."), {name: "MZ"}))
    assert (paper.text, paper.noticed) == ("Fine.", {noticed})


def test_what_a_pdf_and_an_odt_carry_besides_their_text_is_noticed(tmp_path: Path) -> None:
    files = "/Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>"
    carried = ["<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>", making.stream(b"MZ", "/Type /EmbeddedFile")]
    script = "/OpenAction << /S /JavaScript /JS (app.alert) >>"
    fine = making.shown("Fine.")
    attached = making.drawn_pdf(tmp_path / "a.pdf", fine, catalog=files, objects=carried)
    assert read_here(attached).noticed == {Noticed.EMBEDDED_FILES, Noticed.ELSEWHERE}
    assert read_here(making.drawn_pdf(tmp_path / "b.pdf", fine, catalog=script)).noticed == {Noticed.PROGRAMS}
    plain = making.odt(tmp_path / "a.odt", "<text:p>Fine.</text:p>")
    with zipfile.ZipFile(plain, "a") as archive:
        archive.writestr("Basic/Standard/Module1.xml", "<x/>")
    assert read_here(plain).noticed == {Noticed.PROGRAMS}


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("samples")
    return {
        "pdf": making.pdf(folder / "a.pdf").read_bytes(),
        "docx": making.docx(
            folder / "a.docx", paragraph("One.") * 5, {"word/numbering.xml": making.numbering()}
        ).read_bytes(),
        "odt": making.odt(folder / "a.odt", "<text:p>One.</text:p>" * 5).read_bytes(),
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_changed_bytes_never_do_worse_than_a_refusal(
    data: st.DataObject, samples: dict[str, bytes], tmp_path: Path
) -> None:
    kind = data.draw(st.sampled_from(sorted(samples)))
    content = bytearray(samples[kind])
    for _ in range(data.draw(st.integers(1, 20))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(1, len(content)))
    assert outcome(file(tmp_path / f"a.{kind}", bytes(content[:cut])))


def outcome(path: Path) -> Paper | str:
    """The paper, or what to do."""
    try:
        return read_here(path)
    except PaperError as error:
        return str(error.remedy)
