"""The documents that an agreement becomes: PDF with text, PDF as a scan, DOCX and ODT; the same at each time.

How a document looks (letters, margins, headings, heads and feet of pages) is drawn from the agreement's id, so that
the corpus looks as a drawer does: everybody has a word processor and habits of their own.
"""

import hashlib
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from html import escape
from pathlib import Path
from random import Random

import numpy as np
import pypdfium2 as pdfium
from docx import Document
from docx.shared import Pt
from PIL import Image
from weasyprint import HTML

from benchmarks.agreements.corpus import Agreement, Clause

_FOREVER_THE_SAME = (2026, 1, 1, 0, 0, 0)
_DOTS_PER_INCH = 150
_PAPER = 246
"""How light the paper of a scan is, of 255."""


class Form(StrEnum):
    """What kind of document."""

    PDF = "pdf"
    SCAN = "scan"
    DOCX = "docx"
    ODT = "odt"


TEXT_FORMS = (Form.PDF, Form.DOCX, Form.ODT)
"""The forms that can be read without recognising letters."""


@dataclass(frozen=True, slots=True)
class Look:
    """A drafter's habits."""

    font: str
    size: int
    capitals: bool
    run_in: bool
    head: bool
    styled: bool
    justified: bool


def rendered(agreement: Agreement, form: Form, folder: Path | None = None) -> Path:
    """The agreement as a document, made once and kept in `folder`, or among the machine's temporary files."""
    digest = hashlib.sha256(f"{_THIS}{agreement}".encode()).hexdigest()[:16]
    folder = folder or Path(tempfile.gettempdir()) / "aktsom-agreements"
    path = folder / f"{agreement.half}-{agreement.id}-{digest}-{form}.{'pdf' if form is Form.SCAN else form}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(f".{Random().getrandbits(32):x}")
        _MAKERS[form](agreement, look_of(agreement), unfinished)
        unfinished.replace(path)
    return path


def text_form(agreement: Agreement) -> Form:
    """The form that this agreement takes where each is read once: the three are spread over the corpus."""
    return TEXT_FORMS[int(agreement.id[:3]) % len(TEXT_FORMS)]


def look_of(agreement: Agreement) -> Look:
    """The habits of whoever typed this agreement."""
    draw = Random(agreement.id)
    return Look(
        font=draw.choice(("DejaVu Serif", "DejaVu Sans", "Liberation Serif", "Liberation Sans")),
        size=draw.choice((10, 11, 12)),
        capitals=draw.random() < 0.25,
        run_in=draw.random() < 0.3,
        head=draw.random() < 0.6,
        styled=draw.random() < 0.6,
        justified=draw.random() < 0.5,
    )


def _pdf(agreement: Agreement, look: Look, path: Path) -> None:
    HTML(string=_html(agreement, look)).write_pdf(path)


def _html(agreement: Agreement, look: Look) -> str:
    head = f"@top-center {{ content: '{agreement.id}'; font-size: 8pt }}" if look.head else ""
    style = (
        f"@page {{ size: A4; margin: 25mm; {head} @bottom-right {{ content: counter(page); font-size: 8pt }} }}"
        f" body {{ font: {look.size}pt '{look.font}', serif; text-align: {'justify' if look.justified else 'left'} }}"
        f" h1 {{ font-size: 16pt }} h2 {{ font-size: {look.size + 2}pt }} h3, h4 {{ font-size: {look.size}pt }}"
    )
    body = "".join(_html_of(clause, look) for clause in agreement.clauses)
    return (
        f"<html lang='{agreement.language}'><head><title>{escape(agreement.title)}</title><style>{style}</style></head>"
        f"<body><h1>{escape(agreement.title)}</h1>{body}</body></html>"
    )


def _html_of(clause: Clause, look: Look) -> str:
    heading, text = (escape(each) for each in printed(clause, look))
    if heading and text and look.run_in:
        return f"<p><b>{heading}</b> {text}</p>"
    tag = f"h{min(clause.level + 1, 4)}"
    return (f"<{tag}>{heading}</{tag}>" if heading else "") + (f"<p>{text}</p>" if text else "")


def printed(clause: Clause, look: Look) -> tuple[str, str]:
    """The heading and the text of a clause as they are printed: the number stands before the first of them."""
    heading = clause.heading.upper() if look.capitals else clause.heading
    if clause.level:
        stop = "." if clause.number[:1].isdigit() and look.head else ""
        return " ".join(filter(None, (clause.number + stop if clause.number else "", heading))), clause.text
    return "", " ".join(filter(None, (clause.number, clause.text)))


def _scan(agreement: Agreement, look: Look, path: Path) -> None:
    _pdf(agreement, look, path)
    draw = np.random.default_rng(int(agreement.id[:3]))
    document = pdfium.PdfDocument(path)
    try:
        pages = [_scanned(page.render(scale=_DOTS_PER_INCH / 72).to_pil(), draw) for page in document]
    finally:
        document.close()
    dates = {"creationDate": None, "modDate": None}
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=_DOTS_PER_INCH, quality=70, **dates)


def _scanned(page: Image.Image, draw: np.random.Generator) -> Image.Image:
    """A page as a scanner sees it: grey, a little turned, and with specks."""
    turned = page.convert("L").rotate(draw.uniform(-0.8, 0.8), Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned, dtype=np.float32) * (_PAPER / 255) + draw.normal(0, 5, turned.size[::-1])
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def _docx(agreement: Agreement, look: Look, path: Path) -> None:
    document = Document()
    normal = document.styles["Normal"].font
    normal.name, normal.size = look.font, Pt(look.size)
    if look.head:
        document.sections[0].header.paragraphs[0].text = agreement.id
    document.add_heading(agreement.title, 0)
    for clause in agreement.clauses:
        heading, text = printed(clause, look)
        if heading and look.styled:
            document.add_heading(heading, min(clause.level, 4))
        elif heading:
            document.add_paragraph().add_run(heading).bold = True
        if text:
            document.add_paragraph(text)
    document.save(str(path))
    _with_fixed_dates(path)


def _odt(agreement: Agreement, look: Look, path: Path) -> None:
    parts = "".join(_odt_of(*printed(clause, look), clause.level, look) for clause in agreement.clauses)
    content = (
        f"<office:document-content {_ODT_NAMES} office:version='1.3'><office:automatic-styles>"
        "<style:style style:name='Strong' style:family='paragraph'>"
        "<style:text-properties fo:font-weight='bold'/></style:style></office:automatic-styles><office:body><office:text>"
        f"<text:h text:outline-level='1'>{escape(agreement.title)}</text:h>{parts}"
        "</office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (("mimetype", _ODT_TYPE), ("content.xml", content), ("META-INF/manifest.xml", _ODT_MANIFEST)):
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, _FOREVER_THE_SAME), text, method)


def _odt_of(heading: str, text: str, level: int, look: Look) -> str:
    strong, said = escape(heading), escape(text)
    if heading and look.styled:
        first = f"<text:h text:outline-level='{level}'>{strong}</text:h>"
    else:
        first = f"<text:p text:style-name='Strong'>{strong}</text:p>" if heading else ""
    return first + (f"<text:p>{said}</text:p>" if text else "")


def _with_fixed_dates(path: Path) -> None:
    """An archive states when its parts were written; the same document is to be the same file."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name, _FOREVER_THE_SAME), content, zipfile.ZIP_DEFLATED)


_THIS = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()
_ODT_TYPE = "application/vnd.oasis.opendocument.text"
_ODT_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
)
_ODT_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_MAKERS: dict[Form, Callable[[Agreement, Look, Path], None]] = {
    Form.PDF: _pdf,
    Form.SCAN: _scan,
    Form.DOCX: _docx,
    Form.ODT: _odt,
}
