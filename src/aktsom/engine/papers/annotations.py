"""Annotations and form fields of a PDF: what they show becomes part of the page; notes that open at a click are told."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from aktsom.engine.papers.places import on_page
from aktsom.engine.papers.types import Box

_SHOW_NOTHING = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP})
_SAY_NOTHING = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET})
"""What carries no comment: the description of a field is no text of the document."""


@dataclass(slots=True)
class Annotations:
    """What a page has besides its own drawing: the places of its fields, and the notes that open at a click.

    `drawing` is the address of the drawing that all of them became; None where nothing is shown.
    """

    fields: list[Box] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    strike_out: bool = False
    attach: bool = False
    drawing: int | None = None


def open_document(path: object) -> pdfium.PdfDocument:
    """A PDF whose fields have what they show made anew where the file asks for it. No script in it is run."""
    document = pdfium.PdfDocument(path)
    document.init_forms()
    return document


def open_page(document: pdfium.PdfDocument, index: int) -> tuple[pdfium.PdfPage, Annotations]:
    """A page whose annotations and fields are part of what it draws, hidden ones left out, and what they were."""
    page = document[index]
    found, shown = Annotations(), False
    for annotation in _annotations(page):
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        shown = shown or kind not in _SHOW_NOTHING
        _hide_what_is_never_shown(annotation)
        _add(found, kind, annotation, page)
    if shown:
        before = raw.FPDFPage_CountObjects(page)
        _draw_in_a_dot(page)
        raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        page.close()
        page = document[index]
        count = raw.FPDFPage_CountObjects(page)
        if count > before:
            found.drawing = ctypes.addressof(raw.FPDFPage_GetObject(page, count - 1).contents)
    return page, found


def _draw_in_a_dot(page: pdfium.PdfPage) -> None:
    """Makes the library draw what annotations without a drawing of their own look like; only drawing a page does."""
    page.render(scale=1 / max(*page.get_size(), 1), may_draw_forms=False)


def _annotations(page: pdfium.PdfPage) -> Iterator[raw.FPDF_ANNOTATION]:
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        if annotation := raw.FPDFPage_GetAnnot(page, index):
            try:
                yield annotation
            finally:
                raw.FPDFPage_CloseAnnot(annotation)


def _hide_what_is_never_shown(annotation: raw.FPDF_ANNOTATION) -> None:
    """What is neither viewed nor printed is as hidden as what says so."""
    flags = raw.FPDFAnnot_GetFlags(annotation)
    if flags & raw.FPDF_ANNOT_FLAG_NOVIEW and not flags & raw.FPDF_ANNOT_FLAG_PRINT:
        raw.FPDFAnnot_SetFlags(annotation, flags | raw.FPDF_ANNOT_FLAG_HIDDEN)


def _add(found: Annotations, kind: int, annotation: raw.FPDF_ANNOTATION, page: pdfium.PdfPage) -> None:
    found.strike_out = found.strike_out or kind == raw.FPDF_ANNOT_STRIKEOUT
    found.attach = found.attach or kind == raw.FPDF_ANNOT_FILEATTACHMENT
    if kind == raw.FPDF_ANNOT_WIDGET:
        rect = raw.FS_RECTF()
        raw.FPDFAnnot_GetRect(annotation, rect)
        found.fields.append(on_page(page, rect.left, rect.bottom, rect.right, rect.top))
    if kind not in _SAY_NOTHING and (said := _contents(annotation)):
        found.notes.append(said)


def _contents(annotation: raw.FPDF_ANNOTATION) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
    room = ctypes.create_string_buffer(size)
    raw.FPDFAnnot_GetStringValue(annotation, b"Contents", ctypes.cast(room, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return room.raw[: max(size - 2, 0)].decode("utf-16-le", errors="replace")
