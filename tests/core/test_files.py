"""Damaged archives: an upload is kept or refused with a clear sentence, whatever is wrong inside; names keep office endings."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

import pytest
from django.utils.translation import override

from aktsom.core.errors import InvalidError
from aktsom.core.files import MOST_PARTS, UNKNOWN, kind_if_known, kind_of, may_be_paper, safe_name
from tests.engine.test_archives import listed

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"


def odt(compression: int = ZIP_DEFLATED) -> bytes:
    """An OpenDocument text whose first part is compressed, as some programs write it."""
    file = BytesIO()
    with ZipFile(file, "w", compression) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<x/>")
        archive.writestr("META-INF/manifest.xml", "<x/>")
    return file.getvalue()


def docx_with_a_broken_name() -> bytes:
    """The name of a part claims to be UTF-8, and is not."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
        archive.writestr("word/ø.xml", "<x/>")
    return file.getvalue().replace("ø".encode(), b"\xff\xfe")


def damaged() -> list[bytes]:
    """Each byte of the first part and of the list at the end, changed in its turn."""
    whole = odt()
    return [whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in range(4, len(whole))]


def test_the_readers_of_archives_do_fail_in_such_ways() -> None:
    """What the other tests are about: without care these come through as they are."""
    met = set()
    for content in [*damaged(), docx_with_a_broken_name()]:
        try:
            with ZipFile(BytesIO(content)) as archive:
                archive.read("mimetype")
        except (zlib.error, EOFError, ValueError) as error:
            met.add(type(error))
        except (BadZipFile, RuntimeError, OSError, LookupError):
            """As before."""
    assert zlib.error in met
    assert UnicodeDecodeError in met


def test_a_damaged_archive_is_of_no_known_kind_and_refused_with_a_sentence() -> None:
    for content in [*damaged(), docx_with_a_broken_name()]:
        assert kind_if_known(content) in ("application/vnd.oasis.opendocument.text", UNKNOWN)
    with override("en"), pytest.raises(InvalidError, match="damaged or protected"):
        kind_of(docx_with_a_broken_name())


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("MoU.doc", OLD_WORD, "MoU.doc"),
        ("locked.DOCX", OLD_WORD, "locked.docx"),
        ("MoU.docm", b"PK\x03\x04", "MoU.docm"),
        ("MoU.doc", b"{\\rtf1", "MoU.doc"),
        ("MoU.exe", OLD_WORD, "MoU.bin"),
        ("MoU.doc", b"MZ\x90\x00", "MoU.bin"),
        ("page.doc", b"<html><script>", "page.bin"),
        ("page.pdf", b"<html><script>", "page.bin"),
    ],
)
def test_an_office_document_keeps_its_ending_where_it_begins_as_one(name: str, content: bytes, kept: str) -> None:
    assert safe_name(name, UNKNOWN, content) == kept


def test_a_paper_is_told_by_how_it_begins() -> None:
    assert all(may_be_paper(each) for each in (b"%PDF-1.4", b"\n%PDF-1.4", OLD_WORD, odt()))
    assert not any(may_be_paper(each) for each in (b"MZ\x90", b"Call them.", b"\x89PNG\r\n\x1a\n"))


def test_an_archive_of_very_many_folders_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    content = listed(MOST_PARTS + 1)
    monkeypatch.setattr("aktsom.core.files.zipfile.ZipFile", None)
    with override("en"), pytest.raises(InvalidError, match="beyond 200 MB, or 5000 parts"):
        kind_of(content)
