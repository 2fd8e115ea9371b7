"""ODT (OASIS OpenDocument): headings and paragraphs, as if all changes were accepted.

Text that is struck through counts as removed, for many negotiate so. Footnotes and endnotes are passages after the paragraph
that refers to them; what the heads and feet of pages state comes last.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from aktsom.engine.papers.archive import Archive, broken, carried, whole_number
from aktsom.engine.papers.colours import is_white
from aktsom.engine.papers.odt_numbers import Numbers
from aktsom.engine.papers.paragraphs import in_centimetres, is_heading, is_room_for_words, numbered, states_something
from aktsom.engine.papers.types import Limits, Noticed, Paper, PaperKind, Passage

CONTENT = "content.xml"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_UNREAD = frozenset({f"{_TEXT}tracked-changes", f"{_OFFICE}annotation", f"{_TEXT}hidden-text"})
_TOLD_OF = frozenset({f"{_SVG}title", f"{_SVG}desc", f"{_OFFICE}binary-data", f"{_TEXT}script"})
"""What describes or carries a drawing, and is not shown."""
_NOTE, _SPAN, _NUMBER = f"{_TEXT}note", f"{_TEXT}span", f"{_TEXT}number"
_PARAGRAPHS = (f"{_TEXT}h", f"{_TEXT}p")
_APART = _UNREAD | _TOLD_OF | {_NOTE, _NUMBER, *_PARAGRAPHS}
"""What is no part of the text around it. A number only repeats what is counted.

A paragraph within one stands in a text box, and is read for itself.
"""
_EDGES = tuple(f"{_STYLE}{name}{kind}" for name in ("header", "footer") for kind in ("", "-left", "-first"))
_CARRIED = {
    Noticed.EMBEDDED_FILES: re.compile(r"Object \d+$"),
    Noticed.PROGRAMS: re.compile(r"(?:Basic|Scripts)/."),
}
_LINES = (f"{_STYLE}text-line-through-style", f"{_STYLE}text-line-through-type")
_SMALLEST_SIZE = 2.0
"""In points."""
_POINTS = re.compile(r"([0-9]{0,6}\.?[0-9]{1,6})pt")
_SPACES = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": " "}


def read_odt(path: Path, limits: Limits) -> Paper:
    """The paper. Raises `PaperError` for a file that is broken, locked, or grows without measure."""
    with Archive(path, limits) as archive:
        root = archive.xml(CONTENT)
        if root is None:
            raise broken(path.name)
        pages = archive.xml("styles.xml")
        styles = _Styles(pages, root)
        noticed = {*_noticed(root, styles), *carried(archive.names, _CARRIED)}
        if any(is_room_for_words(*size) for size in _pictures(root)):
            noticed.add(Noticed.PICTURES)
        read = [*_passages(root, styles, Numbers(pages, root)), *_at_edges(pages, root, styles)]
    passages, removed = (tuple(each for stands, each in read if stands is kept) for kept in (True, False))
    if removed:
        noticed.add(Noticed.STRUCK_THROUGH)
    return Paper(PaperKind.ODT, passages, noticed=frozenset(noticed), removed=removed)


def _passages(root: etree._Element, styles: "_Styles", numbers: Numbers) -> Iterator[tuple[bool, Passage]]:
    """Each passage that stands, and what is struck through in it; what is has a number too, for a reader still sees it."""
    for each in root.iter(*_PARAGRAPHS):
        around = list(each.iterancestors())
        if any(parent.tag in _UNREAD or (parent.tag == _SPAN and styles.hide(parent)) for parent in around):
            continue
        text, gone = (_text(each, styles, struck=struck) for struck in (False, True))
        if not text and not gone:
            continue
        is_note = any(parent.tag == _NOTE for parent in around)
        number = "" if is_note else numbers.next(each)
        if gone:
            yield False, Passage(gone, 0, number)
        if text:
            yield True, Passage(text) if is_note else _passage(text, number, each, styles)


def _passage(text: str, number: str, element: etree._Element, styles: "_Styles") -> Passage:
    if not number:
        number, text = numbered(text)
    level = (whole_number(element.get(f"{_TEXT}outline-level", "")) or 1) if element.tag == f"{_TEXT}h" else 0
    if not level and is_heading(text, strong=element.get(f"{_TEXT}style-name", "") in styles.bold):
        level = number.count(".") + 1
    return Passage(text, level, number)


def _text(paragraph: etree._Element, styles: "_Styles", *, struck: bool = False) -> str:
    """What a reader sees of a paragraph: what stands, or what is struck through."""
    return " ".join("".join(text for gone, text in _seen(paragraph, styles, gone=False) if gone is struck).split())


def _seen(element: etree._Element, styles: "_Styles", *, gone: bool) -> Iterator[tuple[bool, str]]:
    """The text in an element that a reader sees, and whether it is struck through; `gone` tells of what is around it."""
    if not styles.hide(element):
        gone = styles.strikes(element, otherwise=gone)
        yield gone, element.text or ""
        for each in element:
            if each.tag in _SPACES:
                yield gone, _SPACES[each.tag]
            elif each.tag not in _APART:
                yield from _seen(each, styles, gone=gone)
            yield gone, each.tail or ""


def _at_edges(pages: etree._Element | None, root: etree._Element, styles: "_Styles") -> Iterator[tuple[bool, Passage]]:
    """What the heads and feet of pages state, each once."""
    told = set[str]()
    for page in _pages_shown(pages, root) if pages is not None else ():
        for edge in page.iter(*_EDGES):
            texts = [text for each in edge.iter(*_PARAGRAPHS) if (text := _text(each, styles))]
            if edge.get(f"{_STYLE}display") != "false" and states_something(" ".join(texts)):
                yield from ((True, Passage(text)) for text in texts if text not in told)
                told.update(texts)


def _pages_shown(pages: etree._Element, root: etree._Element) -> Iterator[etree._Element]:
    """The kinds of pages that the text begins on or asks for, and those that follow them."""
    kinds = {each.get(f"{_STYLE}name", ""): each for each in pages.iter(f"{_STYLE}master-page")}
    asked = {
        each.get(f"{_STYLE}master-page-name", "") for part in (pages, root) for each in part.iter(f"{_STYLE}style")
    }
    wanted, shown = ["Standard", *list(kinds)[:1], *asked], set[str]()
    while wanted:
        name = wanted.pop(0)
        if name in kinds and name not in shown:
            shown.add(name)
            wanted.append(kinds[name].get(f"{_STYLE}next-style-name", ""))
            yield kinds[name]


def _pictures(root: etree._Element) -> Iterator[tuple[float, float]]:
    """Width and height in centimetres of each picture, chart or diagram."""
    for frame in root.iter(f"{_DRAW}frame"):
        if any(frame.find(f"{_DRAW}{name}") is not None for name in ("image", "object", "object-ole")):
            yield in_centimetres(frame.get(f"{_SVG}width", "")), in_centimetres(frame.get(f"{_SVG}height", ""))


class _Styles:
    """What the styles of a document do to its text, by their names."""

    def __init__(self, *parts: etree._Element | None) -> None:
        self.bold: set[str] = set()
        self._gone: dict[str, bool] = {}
        self._white: dict[str, bool] = {}
        self._coloured: set[str] = set()
        self._struck: dict[str, bool] = {}
        self._parents: dict[str, str] = {}
        for part in parts:
            for style in part.iter(f"{_STYLE}style") if part is not None else ():
                self._learn(style, style.get(f"{_STYLE}name", ""))

    def hide(self, element: etree._Element) -> bool:
        """Whether a reader does not see what stands in this element itself."""
        style = element.get(f"{_TEXT}style-name", "")
        if self._among(self._gone, style) or any(map(_is_hidden, _around(element))):
            return True
        places = {each.get(f"{kind}style-name", "") for each in _around(element) for kind in (_TEXT, _TABLE)}
        return self._among(self._white, style) and not places & self._coloured

    def strikes(self, element: etree._Element, *, otherwise: bool) -> bool:
        """Whether a line goes through what stands in this element itself; `otherwise` where its style does not say."""
        return self._said(self._struck, element.get(f"{_TEXT}style-name", ""), otherwise=otherwise)

    def _said(self, told: Mapping[str, bool], style: str, *, otherwise: bool) -> bool:
        """What a style says, or else the nearest that it is based on."""
        seen = set[str]()
        while style and style not in told and style not in seen:
            seen.add(style)
            style = self._parents.get(style, "")
        return told.get(style, otherwise)

    def _among(self, told: Mapping[str, bool], style: str) -> bool:
        return self._said(told, style, otherwise=False)

    def _learn(self, style: etree._Element, name: str) -> None:
        self._parents[name] = style.get(f"{_STYLE}parent-style-name", "")
        for form in style:
            if lines := {form.get(each) for each in _LINES} - {None}:
                self._struck[name] = lines != {"none"}
            size = _POINTS.fullmatch(form.get(f"{_FO}font-size", ""))
            if form.get(f"{_TEXT}display") or size:
                small = size is not None and float(size[1]) < _SMALLEST_SIZE
                self._gone[name] = small or form.get(f"{_TEXT}display") == "none"
            if colour := form.get(f"{_FO}color", ""):
                self._white[name] = is_white(colour)
            if form.get(f"{_FO}font-weight") == "bold":
                self.bold.add(name)
            if (behind := form.get(f"{_FO}background-color", "")).startswith("#") and not is_white(behind):
                self._coloured.add(name)


def _is_hidden(element: etree._Element) -> bool:
    """Whether it is not shown, or is a paragraph that something in it hides."""
    hides = element.find(f".//{_TEXT}hidden-paragraph") if element.tag in _PARAGRAPHS else None
    is_hidden = any(each is not None and each.get(f"{_TEXT}is-hidden") == "true" for each in (element, hides))
    return is_hidden or element.get(f"{_TEXT}display") == "none"


def _around(element: etree._Element) -> Iterator[etree._Element]:
    """The element, and what it stands in."""
    yield element
    yield from element.iterancestors()


def _noticed(root: etree._Element, styles: _Styles) -> Iterator[Noticed]:
    if root.find(f".//{_TEXT}tracked-changes") is not None:
        yield Noticed.TRACKED_CHANGES
    if root.find(f".//{_OFFICE}annotation") is not None:
        yield Noticed.COMMENTS
    hidden = any(styles.hide(each) for each in root.iter(f"{_TEXT}span", f"{_TEXT}p", f"{_TEXT}h"))
    if hidden or root.find(f".//{_TEXT}hidden-text") is not None:
        yield Noticed.HIDDEN_TEXT
