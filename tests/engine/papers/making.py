"""Makes small documents of each format, well-formed and hostile, for the tests of the readers."""

import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from weasyprint import HTML

AGREEMENT = """
<h1>Memorandum of understanding</h1>
<p>between the University of Nordvik and the Institute of Tests, dated 1 March 2026.</p>
<h2>1. Purpose</h2>
<p>1.1 The parties wish to cooperate on research in ocean acoustics, to exchange staff and students, and to publish what
they find together for the benefit of all who sail.</p>
<p>1.2 Nothing here creates a duty to pay.</p>
<h2>2. Academic freedom</h2>
<p>2.1 Each researcher chooses methods and publishes freely. Publication may be delayed by at most 60 days.</p>
"""
NUMBERS = ["", "", "1", "1.1", "1.2", "2", "2.1"]

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
)


def pdf(path: Path, body: str = AGREEMENT, style: str = "") -> Path:
    """A PDF of HTML."""
    HTML(
        string=f"<html lang='en'><head><title>A</title><style>{style}</style></head><body>{body}</body></html>"
    ).write_pdf(path)
    return path


def drawn_pdf(
    path: Path,
    drawing: bytes,
    *,
    box: str = "0 0 595 842",
    font: str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    catalog: str = "",
    objects: Sequence[str] = (),
) -> Path:
    """A PDF of one page with this drawing, as no program for writing would make it. The first of `objects` is 6 0."""
    resources = "<< /Font << /F1 4 0 R >> /XObject << /X 6 0 R >> >>"
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Resources {resources} /Contents 5 0 R >>",
        font,
        stream(drawing),
        *objects,
    ]
    content = "%PDF-1.7\n" + "".join(f"{number} 0 obj\n{body}\nendobj\n" for number, body in enumerate(bodies, 1))
    path.write_bytes(f"{content}trailer\n<< /Size {len(bodies) + 1} /Root 1 0 R >>\n%%EOF".encode("latin-1"))
    return path


def stream(content: bytes, entries: str = "") -> str:
    """A stream of a PDF, compressed."""
    packed = zlib.compress(content, 9)
    return f"<< /Length {len(packed)} /Filter /FlateDecode {entries} >>\nstream\n{packed.decode('latin-1')}\nendstream"


def shown(text: str, operators: str = "/F1 12 Tf 72 600 Td") -> bytes:
    """A drawing of a PDF that shows this text."""
    return f"BT {operators} ({text}) Tj ET ".encode()


def docx(path: Path, body: str, more: Mapping[str, str] | None = None) -> Path:
    """A DOCX whose document has this WordprocessingML in its body."""
    document = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    return archive(path, {"word/document.xml": document, **(more or {})}.items())


def related(parts: Mapping[str, str]) -> dict[str, str]:
    """Parts of a DOCX that the document refers to, by their kind: footnotes, endnotes, header, footer."""
    kinds, office = (
        {"header": "hdr", "footer": "ftr"},
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    relations = "".join(
        f'<Relationship Id="{kind}" Type="{office}/{kind}" Target="part-{kind}.xml"/>' for kind in parts
    )
    bodies = {
        f"word/part-{kind}.xml": f"<w:{kinds.get(kind, kind)} {_W}>{body}</w:{kinds.get(kind, kind)}>"
        for kind, body in parts.items()
    }
    return {"word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>", **bodies}


def odt(path: Path, body: str, styles: str = "", edges: str = "") -> Path:
    """An ODT with this text, and with these heads and feet of pages."""
    content = (
        f"<office:document-content {_ODT}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}
    if edges:
        parts["styles.xml"] = f"<office:document-styles {_ODT}>{edges}</office:document-styles>"
    return archive(path, {**parts, "META-INF/manifest.xml": "<manifest/>"}.items())


def archive(path: Path, parts: Iterable[tuple[str, str | bytes]]) -> Path:
    """A zip archive with these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts:
            file.writestr(name, content)
    return path


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """A paragraph of WordprocessingML."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def numbering() -> str:
    """A list in two levels: "1." and "1.1", and one of letters."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(("%1.", "%1.%2"))
    )
    letters = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1)"/></w:lvl>'
    return (
        f'<w:numbering {_W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="8">{letters}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        "</w:numbering>"
    )


def in_list(which: int, level: int) -> str:
    """The properties of a paragraph in a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{which}"/></w:numPr>'
