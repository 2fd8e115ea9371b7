"""Whatever a file is, reading it ends in a paper or in a sentence that says what to do."""

import time
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
    assert "without measure" in refused(bomb)


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


def test_a_document_that_takes_too_long_is_given_up_and_the_next_one_is_read(tmp_path: Path) -> None:
    slow = making.docx(tmp_path / "slow.docx", paragraph("x" * 100) * 60_000)
    started = time.monotonic()
    with pytest.raises(PaperError, match="too much time or memory"):
        read_paper(slow, Limits(ratio=10_000), seconds=1)
    assert time.monotonic() - started < 30
    assert read_paper(making.docx(tmp_path / "a.docx", paragraph("Fine."))).text == "Fine."


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
