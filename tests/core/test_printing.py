"""A page becomes a tagged PDF, with every script readable, and loads nothing from anywhere."""

import subprocess
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from pypdf import PdfReader

from aktsom.core import printing
from aktsom.core.errors import SetupError
from aktsom.core.printing import PrintingError, pdf_of

BODY = "<h2>Partner</h2><p>Ærlig talt: 北京航空航天大学, Московский институт.</p>"


def paper(body: str) -> str:
    frame = render_to_string(
        "core/paper.html",
        {"title": "Vurdering", "institution": SimpleNamespace(name_nb="Demo", name_en=""), "language": "nb"},
    )
    return frame.replace("</body>", f"{body}</body>")


def read(content: bytes) -> PdfReader:
    return PdfReader(BytesIO(content))


def test_a_document_is_tagged_says_its_language_and_title_and_can_be_searched() -> None:
    document = read(pdf_of(paper(BODY)))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nb"
    assert document.metadata is not None
    assert document.metadata.title == "Vurdering"
    said = document.pages[0].extract_text()
    assert "Ærlig talt" in said
    assert "Московский" in said


def test_letters_come_from_our_own_font_wherever_it_has_them() -> None:
    fonts = read(pdf_of(paper("<p>Æøå</p>"))).pages[0]["/Resources"]["/Font"]
    assert all("Inter" in font.get_object()["/BaseFont"] for font in fonts.values())


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "data:image/svg+xml,<svg/>"])
def test_a_document_loads_nothing(address: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("do not print this")
    page = paper(f'<img src="{address}" alt=""><a rel="attachment" href="{secret.as_uri()}">a</a><p>Still here.</p>')
    document = read(pdf_of(page))
    assert "Still here." in document.pages[0].extract_text()
    assert not document.attachments
    assert not document.pages[0].images


def test_a_machine_without_the_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = subprocess.CompletedProcess([], 1, b"", b"OSError: cannot load library 'libpango-1.0-0'")
    monkeypatch.setattr(printing, "_laid_out", lambda _page: lacking)
    with override("en"), pytest.raises(SetupError, match="Print the page from the browser"):
        pdf_of(paper(BODY))


def test_a_document_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "PATIENCE_SECONDS", 0.01)
    with pytest.raises(PrintingError):
        pdf_of(paper(BODY))
