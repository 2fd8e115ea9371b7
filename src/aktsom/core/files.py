"""Files that people attach: looked at by content, kept under names of our own outside the web root, only ever saved."""

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import ConflictError, InvalidError, Sentence, filled
from aktsom.core.scanning import refuse_infected
from aktsom.engine.archives import has_too_many
from aktsom.engine.papers.archive import DAMAGE

LARGEST = 10_000_000
UNKNOWN = "application/octet-stream"
LARGEST_EXPANDED, MOST_PARTS = 200_000_000, 5_000
OFFICE = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xl/workbook.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt/presentation.xml": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
OLD_OFFICE, ZIPPED, RICH_TEXT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"{\\rtf"
BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
ENDINGS = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "text/plain; charset=utf-8": ".txt",
    UNKNOWN: ".bin",
    **dict(zip(OFFICE.values(), (".docx", ".xlsx", ".pptx"), strict=True)),
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
OFFICE_ENDINGS = (".doc", ".docm", ".docx", ".xls", ".xlsm", ".xlsx", ".ppt", ".pptm", ".pptx", ".odt", ".ods", ".odp")
PAPERS = tuple(kind for kind, ending in ENDINGS.items() if ending in (".pdf", ".docx", ".odt"))
KEPT_ENDINGS = {OLD_OFFICE: OFFICE_ENDINGS, ZIPPED: OFFICE_ENDINGS, RICH_TEXT: (".rtf", ".doc")}
"""Endings that stay with what begins so and is none of the kinds above: old, locked, damaged, or with macros."""


def read_upload(upload: "UploadedFile[bytes]") -> tuple[bytes, str]:
    """The content and what kind of file it is by that content; raises `InvalidError` for a kind that is not taken, and for
    a file whose end is missing."""
    content = content_of(upload)
    kind = kind_of(content)
    if not ENDS.get(kind, _always)(content):
        raise _refused(_("The file is cut off: its end is missing."))
    return content, kind


def content_of(upload: "UploadedFile[bytes]", largest: int = LARGEST) -> bytes:
    """What was uploaded, whatever it is; raises `InvalidError` when it is empty, infected or larger than so many bytes."""
    if (upload.size or 0) > largest:
        raise _refused(filled(_("The file is larger than %(megabytes)d MB."), {"megabytes": largest // 1_000_000}))
    content: bytes = upload.read()
    if not content:
        raise _refused(_("The file is empty."))
    refuse_infected([content])
    return content


def kind_if_known(content: bytes) -> str:
    """As `kind_of`, and `UNKNOWN` for what is none of those kinds, is damaged, or holds programs."""
    try:
        return kind_of(content)
    except InvalidError:
        return UNKNOWN


def kind_of(content: bytes) -> str:
    """The media type that the content shows; raises `InvalidError` when it is none of those that are taken."""
    for beginning, kind in BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if content.startswith(ZIPPED):
        return _archive(content)
    if b"\x00" not in content and _is_text(content):
        return "text/plain; charset=utf-8"
    raise _refused(_("Only PDF, Word, Excel, OpenDocument, PNG, JPEG and plain text files are taken."))


def may_be_paper(content: bytes) -> bool:
    """Whether it is a PDF, Word or OpenDocument text, or begins as one: it may be old, locked or damaged, or hold macros."""
    kind = kind_if_known(content)
    begins_so = kind == UNKNOWN and content.startswith((ZIPPED, OLD_OFFICE))
    return kind in PAPERS or begins_so or b"%PDF-" in content[:1024]


def safe_name(name: str, kind: str, content: bytes = b"") -> str:
    """The file's own name without path and odd characters, with the ending that fits its content.

    With the content, what is of no known kind keeps an office document's own ending where its beginning is that of one.
    """
    own = Path(name.replace("\\", "/")).name
    stem, ending = own.rsplit(".", 1)[0], Path(own).suffix.lower()
    kept = "".join(each for each in stem if each.isprintable() and each not in '<>:"|?*/\\').strip(" .")
    stays = kind == UNKNOWN and any(
        content.startswith(first) and ending in KEPT_ENDINGS[first] for first in KEPT_ENDINGS
    )
    return f"{kept[:150] or 'file'}{ending if stays else ENDINGS[kind]}"


def keep(room: str, institution_id: int, content: bytes) -> tuple[str, str]:
    """Write the content under a name of our own; gives its path under the folder of files, and its SHA-256."""
    kept = Path(room) / str(institution_id) / uuid4().hex
    path = _folder() / kept
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content)
    path.chmod(0o600)
    return str(kept), hashlib.sha256(content).hexdigest()


def discard(kept: str) -> None:
    """Remove a kept file."""
    (_folder() / kept).unlink(missing_ok=True)


def path_of(kept: str, digest: str) -> Path:
    """Where the kept file lies; raises `ConflictError` when it is gone or no longer the same."""
    path = _folder() / kept
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise ConflictError(
            _("This file is not there any more, or was changed outside Aktsom."),
            remedy=_("Ask whoever attached it to attach it again."),
        )
    return path


def served(kept: str, filename: str, kind: str, digest: str) -> FileResponse:
    """The file to save, never to be shown in the browser; raises `ConflictError` when it is gone or no longer the same."""
    return handed_out(path_of(kept, digest).read_bytes(), filename, kind)


def handed_out(content: bytes, filename: str, kind: str) -> FileResponse:
    """The content as a file to save, never to be shown in the browser."""
    answer = FileResponse(BytesIO(content), as_attachment=True, filename=filename, content_type=kind)
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _archive(content: bytes) -> str:
    """An office document without macros, of a sane size when it is unpacked."""
    grows = filled(
        _("The file grows without measure when it is unpacked: beyond %(megabytes)d MB, or %(parts)d parts."),
        {"megabytes": LARGEST_EXPANDED // 1_000_000, "parts": MOST_PARTS},
    )
    if has_too_many(BytesIO(content), MOST_PARTS):
        raise _refused(grows)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            names = {each.filename for each in parts}
            if sum(each.file_size for each in parts) > LARGEST_EXPANDED:
                raise _refused(grows)
            if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js")) or "/Basic/" in name for name in names):
                raise _refused(_("The file holds macros or programs. Save it without them."))
            if "mimetype" in names:
                with archive.open("mimetype") as first:
                    said = first.read(80)
                if said.startswith(OPEN_DOCUMENT) and said.decode("ascii", "replace") in ENDINGS:
                    return said.decode("ascii")
    except DAMAGE as error:
        raise _refused(_("The file is damaged or protected.")) from error
    for part, kind in OFFICE.items():
        if part in names:
            return kind
    raise _refused(_("Only PDF, Word, Excel, OpenDocument, PNG, JPEG and plain text files are taken."))


def _pdf_ends(content: bytes) -> bool:
    """Readers look for the mark in the last thousand bytes; what is laid out for the web has one near its beginning, too."""
    return b"%%EOF" in content.rstrip(b"\x00\r\n\t ")[-1024:]


def _png_ends(content: bytes) -> bool:
    return b"IEND\xaeB`\x82" in content


def _jpeg_ends(content: bytes) -> bool:
    """Whether the picture itself ends, not only the small one in its head; cameras may write more behind it."""
    at = 2
    while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] != b"\xda":
        at += 2 + max(int.from_bytes(content[at + 2 : at + 4]), 1)
    return b"\xff\xd9" in content[at:]


def _always(_content: bytes) -> bool:
    return True


ENDS = {"application/pdf": _pdf_ends, "image/png": _png_ends, "image/jpeg": _jpeg_ends}


def _is_text(content: bytes) -> bool:
    """Text that no browser takes for a page, even if it guessed."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    head = text.lstrip()[:200].lower()
    return not head.startswith(("<!doctype", "<html", "<svg", "<?xml", "<script", "#!", "mz"))


def _refused(happened: Sentence) -> InvalidError:
    return InvalidError(
        happened, kept=_("The file was not kept."), remedy=_("Attach another one."), fields={"file": happened}
    )


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT)
