"""The one face of reading: a file in, a paper out. It happens in a process of its own, with limits of memory and time."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from aktsom.engine.papers.archive import DAMAGE, broken, raise_if_of_the_machine
from aktsom.engine.papers.docx import read_docx
from aktsom.engine.papers.docx_parts import DOCUMENT
from aktsom.engine.papers.languages import languages_noticed
from aktsom.engine.papers.odt import CONTENT, read_odt
from aktsom.engine.papers.pdf import read_pdf
from aktsom.engine.papers.types import Limits, Noticed, Paper, PaperError, PaperKind, Passage
from aktsom.engine.processes import SECONDS, BeyondLimitsError, within_limits
from aktsom.engine.wording import Words, said

_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READERS: dict[PaperKind, Callable[[Path, Limits], Paper]] = {
    PaperKind.PDF: read_pdf,
    PaperKind.DOCX: read_docx,
    PaperKind.ODT: read_odt,
}
_USUAL = Limits()
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
"""Soft hyphens, spaces without width and other marks that only guide who sets the text."""
_UNUSUAL = re.compile("[\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]+")
"""Letters that are drawn as one, broad, or bold by themselves."""


def read_paper(path: Path, limits: Limits = _USUAL, *, seconds: int = SECONDS) -> Paper:
    """Read a document, whatever is wrong with it, without harm to the process that asks.

    Raises `PaperError` with what is wrong and what to do, and `OSError` where the machine fails and not the document.
    """
    try:
        return within_limits(read_here, path, limits, seconds=seconds)
    except BeyondLimitsError as error:
        raise PaperError(
            said("The document takes too much time or memory to read."),
            file=path.name,
            remedy=said("Print it to a new PDF, and choose that one."),
        ) from error


def read_here(path: Path, limits: Limits = _USUAL) -> Paper:
    """The same in this process: for many documents in a process that is bounded already."""
    kind = kind_of(path, limits)
    try:
        paper = _READERS[kind](path, limits)
    except DAMAGE as error:
        raise_if_of_the_machine(error)
        raise broken(path.name) from error
    paper = _cut(replace(paper, passages=tuple(map(_with_plain_letters, paper.passages))), limits)
    return replace(paper, noticed=paper.noticed | set(languages_noticed(paper.passages)))


def kind_of(path: Path, limits: Limits = _USUAL) -> PaperKind:
    """What a file is by its content, whatever its name says. Raises `PaperError` when it is no document."""
    size = path.stat().st_size
    if size == 0:
        raise _refused(path, said("The file is empty."), said("Choose the document itself."))
    if size > limits.file_bytes:
        raise _refused(
            path,
            said("The file is larger than {megabytes} MB.", megabytes=limits.file_bytes // 1_000_000),
            said("Save it with smaller pictures, or leave out the attachments."),
        )
    with path.open("rb") as file:
        start = file.read(1024)
    if b"%PDF-" in start:
        return PaperKind.PDF
    if start.startswith(b"PK"):
        return _kind_of_archive(path)
    if start.startswith(_OLD_WORD):
        raise _refused(
            path,
            said("This is the old Word format, or a document locked with a password."),
            said("Save it as .docx without a password, and choose it again."),
        )
    raise _refused(path, said("This is no PDF, DOCX or ODT document."), said("Save the agreement as one of these."))


def _kind_of_archive(path: Path) -> PaperKind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
    except DAMAGE as error:
        raise_if_of_the_machine(error)
        raise _refused(
            path, said("The document is damaged or cut off."), said("Copy it again from where it came from.")
        ) from error
    if DOCUMENT in names:
        return PaperKind.DOCX
    if CONTENT in names and "META-INF/manifest.xml" in names:
        return PaperKind.ODT
    raise _refused(path, said("This archive is no document."), said("Unpack it, and choose the documents in it."))


def _with_plain_letters(passage: Passage) -> Passage:
    """The passage as it is read aloud: without marks that nobody sees, and with each letter as it is usually written."""
    text = _UNUSUAL.sub(lambda found: normalize("NFKC", found[0]), _UNSEEN.sub("", passage.text))
    return replace(passage, text=normalize("NFC", text.replace("\N{NON-BREAKING HYPHEN}", "-")))


def _cut(paper: Paper, limits: Limits) -> Paper:
    """The paper with no more passages and letters than the limits allow."""
    kept, letters = [], 0
    for passage in paper.passages[: limits.passages]:
        letters += len(passage.text)
        if letters > limits.characters:
            break
        kept.append(passage)
    if len(kept) == len(paper.passages):
        return paper
    return replace(paper, passages=tuple(kept), noticed=paper.noticed | {Noticed.CUT})


def _refused(path: Path, message: Words, remedy: Words) -> PaperError:
    return PaperError(message, file=path.name, remedy=remedy)
