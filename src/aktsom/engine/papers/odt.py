"""ODT (OASIS OpenDocument): headings and paragraphs, as if all changes were accepted."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from aktsom.engine.papers.archive import Archive, broken
from aktsom.engine.papers.paragraphs import is_heading, numbered
from aktsom.engine.papers.types import Limits, Noticed, Paper, PaperKind, Passage

CONTENT = "content.xml"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_APART = frozenset({f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}note"})
_SPACES = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": " "}


def read_odt(path: Path, limits: Limits) -> Paper:
    """The paper. Raises `PaperError` for a file that is broken, locked, or grows without measure."""
    with Archive(path, limits) as archive:
        root = archive.xml(CONTENT)
        if root is None:
            raise broken(path.name)
    hidden, bold = _styles(root)
    passages = tuple(_passages(root, hidden, bold))
    return Paper(PaperKind.ODT, passages, noticed=frozenset(_noticed(root, hidden)))


def _passages(root: etree._Element, hidden: set[str], bold: set[str]) -> Iterator[Passage]:
    for each in root.iter(f"{_TEXT}h", f"{_TEXT}p"):
        if any(parent.tag in _APART for parent in each.iterancestors()):
            continue
        text = " ".join("".join(_seen(each, hidden)).split())
        if not text:
            continue
        number, rest = numbered(text)
        level = int(each.get(f"{_TEXT}outline-level", "1")) if each.tag == f"{_TEXT}h" else 0
        if not level and is_heading(rest, strong=each.get(f"{_TEXT}style-name", "") in bold):
            level = number.count(".") + 1
        yield Passage(rest, level, number)


def _seen(element: etree._Element, hidden: set[str]) -> Iterator[str]:
    """The text in an element that a reader sees."""
    if element.get(f"{_TEXT}style-name", "") not in hidden:
        yield element.text or ""
        for each in element:
            if each.tag in _SPACES:
                yield _SPACES[each.tag]
            elif each.tag not in _APART:
                yield from _seen(each, hidden)
            yield each.tail or ""


def _styles(root: etree._Element) -> tuple[set[str], set[str]]:
    """The names of the document's own styles that hide text, and of those that are bold."""
    hidden, bold = set(), set()
    for style in root.iter(f"{_STYLE}style"):
        for form in style.iter(f"{_STYLE}text-properties"):
            if form.get(f"{_TEXT}display") == "none" or form.get(f"{_FO}color", "").lower() == "#ffffff":
                hidden.add(style.get(f"{_STYLE}name", ""))
            if form.get(f"{_FO}font-weight") == "bold":
                bold.add(style.get(f"{_STYLE}name", ""))
    return hidden, bold


def _noticed(root: etree._Element, hidden: set[str]) -> Iterator[Noticed]:
    if root.find(f".//{_TEXT}tracked-changes") is not None:
        yield Noticed.TRACKED_CHANGES
    if root.find(f".//{_OFFICE}annotation") is not None:
        yield Noticed.COMMENTS
    if any(
        each.get(f"{_TEXT}style-name", "") in hidden for each in root.iter(f"{_TEXT}span", f"{_TEXT}p", f"{_TEXT}h")
    ):
        yield Noticed.HIDDEN_TEXT
