"""DOCX (ECMA-376, WordprocessingML): paragraphs with their automatic numbers, as if all changes were accepted.

Text that is struck through counts as removed, for many negotiate so. Footnotes and endnotes are passages after the paragraph
that refers to them.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from lxml import etree

from aktsom.engine.papers.archive import Archive, broken, carried, whole_number
from aktsom.engine.papers.colours import is_white
from aktsom.engine.papers.docx_numbers import Numbers
from aktsom.engine.papers.paragraphs import is_heading, numbered, states_something
from aktsom.engine.papers.types import Limits, Noticed, Paper, PaperKind, Passage

DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_HEADING = re.compile(r"(?:heading|overskrift|title|tittel)\s*(\d?)", re.IGNORECASE)
_RELATIONS = "word/_rels/document.xml.rels"
_NOTES = {f"{_W}footnoteReference": f"{_W}footnote", f"{_W}endnoteReference": f"{_W}endnote"}
_INSERTED = ("altChunk", "subDoc")
_OFF = frozenset({"0", "false", "off", "none"})
_CARRIED = {
    Noticed.EMBEDDED_FILES: re.compile(r"word/embeddings/."),
    Noticed.PROGRAMS: re.compile(r"word/(?:vbaProject\.bin|activeX/.)"),
}
_SMALLEST_SIZE = 4
"""In halves of a point."""


def read_docx(path: Path, limits: Limits) -> Paper:
    """The paper. Raises `PaperError` for a file that is broken, locked, or grows without measure."""
    with Archive(path, limits) as archive:
        root = archive.xml(DOCUMENT)
        if root is None:
            raise broken(path.name)
        styles = archive.xml("word/styles.xml")
        numbers = Numbers(archive.xml("word/numbering.xml"), styles)
        sight = _Sight(styles)
        parts = list(_parts(archive))
        read = list(_passages(root, _notes(parts), numbers, _headings(styles), sight))
        noticed = {*carried(archive.names, _CARRIED), *_aside(root, parts, sight)}
        noticed.update(*(_noticed(each, sight) for each in (root, *parts)))
        if "word/comments.xml" in archive.names:
            noticed.add(Noticed.COMMENTS)
    passages, removed = (tuple(each for stands, each in read if stands is kept) for kept in (True, False))
    return Paper(PaperKind.DOCX, passages, noticed=frozenset(noticed), removed=removed)


def _parts(archive: Archive) -> Iterator[etree._Element]:
    """The notes, heads and feet that the document refers to, whatever their names in the archive."""
    relations = archive.xml(_RELATIONS)
    targets: dict[str, None] = {}
    for each in relations if relations is not None else ():
        if each.get("Type", "").rpartition("/")[2] in ("footnotes", "endnotes", "header", "footer"):
            targets[posixpath.normpath(posixpath.join("/word", each.get("Target", ""))).lstrip("/")] = None
    for target in targets:
        if (part := archive.xml(target)) is not None:
            yield part


def _notes(parts: Iterable[etree._Element]) -> dict[tuple[str, str], etree._Element]:
    """The footnotes and endnotes, by their kind and id."""
    return {(each.tag, each.get(f"{_W}id", "")): each for part in parts for each in part.iterchildren(*_NOTES.values())}


def _aside(root: etree._Element, parts: Iterable[etree._Element], sight: "_Sight") -> Iterator[Noticed]:
    """Tells of text that is not read: at the head or foot of pages, and in what the document inserts."""
    edges = (part for part in parts if part.tag in (f"{_W}hdr", f"{_W}ftr"))
    inserts = any(root.find(f".//{_W}{name}") is not None for name in _INSERTED)
    said = (" ".join(_text(each, sight) for each in edge.iter(f"{_W}p")) for edge in edges)
    if inserts or any(map(states_something, said)):
        yield Noticed.TEXT_ASIDE


def _passages(
    root: etree._Element,
    notes: dict[tuple[str, str], etree._Element],
    numbers: Numbers,
    styles: Mapping[str, int],
    sight: "_Sight",
) -> Iterator[tuple[bool, Passage]]:
    """Each passage that stands, and what is struck through in it; what is has a number too, for a reader still sees it."""
    texts = {each: _text(each, sight) for each in root.iter(f"{_W}p")}
    repeated = set(_repeated(root, texts))
    for paragraph, text in texts.items():
        gone = _text(paragraph, sight, struck=True)
        if (text or gone) and paragraph not in repeated:
            number = numbers.next(paragraph)
            if gone:
                yield False, Passage(gone, 0, number)
            if text:
                yield True, _passage(text, number, paragraph, styles)
        if notes:
            yield from _notes_of(paragraph, notes, sight)


def _passage(text: str, number: str, paragraph: etree._Element, styles: Mapping[str, int]) -> Passage:
    if not number:
        number, text = numbered(text)
    level = styles.get(_value(paragraph.find(f"{_W}pPr/{_W}pStyle")), 0)
    if not level and is_heading(text, strong=_is_bold(paragraph)):
        level = number.count(".") + 1
    return Passage(text, level, number)


def _repeated(root: etree._Element, texts: Mapping[etree._Element, str]) -> Iterator[etree._Element]:
    """Paragraphs that only repeat for older programs what a text box says (ECMA-376 part 3, alternate content)."""
    for older in root.iter(f"{_MC}Fallback"):
        choices = older.itersiblings(f"{_MC}Choice", preceding=True)
        said = {texts[each] for choice in choices for each in choice.iter(f"{_W}p")}
        yield from (each for each in older.iter(f"{_W}p") if texts[each] in said)


def _notes_of(
    paragraph: etree._Element, notes: dict[tuple[str, str], etree._Element], sight: "_Sight"
) -> Iterator[tuple[bool, Passage]]:
    """The notes that a paragraph refers to, each once, as paragraphs without a number."""
    for run in _runs(paragraph, sight):
        for each in run.iterchildren(*_NOTES):
            note = notes.pop((_NOTES[each.tag], each.get(f"{_W}id", "")), None)
            for part in note.iter(f"{_W}p") if note is not None else ():
                texts = (_text(part, sight, struck=struck) for struck in (True, False))
                yield from ((bool(stands), Passage(text)) for stands, text in enumerate(texts) if text)


def _runs(paragraph: etree._Element, sight: "_Sight", *, struck: bool = False) -> Iterator[etree._Element]:
    """The runs of a paragraph that a reader sees: those that stand, or those that are struck through."""
    for run in paragraph.iter(f"{_W}r"):
        if any(parent.tag in (f"{_W}del", f"{_W}moveFrom") for parent in run.iterancestors()) or sight.misses(run):
            continue
        if next(run.iterancestors(f"{_W}p")) is paragraph and sight.strikes(run) is struck:
            yield run


def _text(paragraph: etree._Element, sight: "_Sight", *, struck: bool = False) -> str:
    """What a reader sees: not what is hidden, nor what was taken out, nor fields' instructions."""
    said: list[str] = []
    for run in _runs(paragraph, sight, struck=struck):
        for each in run:
            if each.tag == f"{_W}t":
                said.append(each.text or "")
            elif each.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                said.append(" ")
            elif each.tag == f"{_W}noBreakHyphen":
                said.append("-")
    return " ".join("".join(said).split())


def _is_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if _written(run)]
    return bool(runs) and all(_is_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)


def _written(run: etree._Element) -> str:
    return "".join(each.text or "" for each in run.iter(f"{_W}t")).strip()


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in _OFF


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")


def _noticed(root: etree._Element, sight: "_Sight") -> Iterator[Noticed]:
    if any(root.find(f".//{_W}{name}") is not None for name in ("ins", "del", "moveFrom")):
        yield Noticed.TRACKED_CHANGES
    unseen = (run for run in root.iter(f"{_W}r") if sight.misses(run))
    if any(_written(run) or any(run.find(each) is not None for each in _NOTES) for run in unseen):
        yield Noticed.HIDDEN_TEXT
    if any(sight.strikes(run) and _written(run) and not sight.misses(run) for run in root.iter(f"{_W}r")):
        yield Noticed.STRUCK_THROUGH


def _headings(styles: etree._Element | None) -> Mapping[str, int]:
    """The level of each style that is one for headings, by the style's id."""
    found: dict[str, int] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        outline = whole_number(_value(style.find(f"{_W}pPr/{_W}outlineLvl")))
        named = _HEADING.fullmatch(_value(style.find(f"{_W}name")))
        if outline is not None and outline < 9:
            found[style.get(f"{_W}styleId", "")] = outline + 1
        elif named:
            found[style.get(f"{_W}styleId", "")] = int(named[1] or 1)
    return found


class _Sight:
    """Tells what nobody sees: text that is hidden, white on white or too small, by itself or by its style.

    And what is seen with a line through it.
    """

    def __init__(self, styles: etree._Element | None) -> None:
        self._gone: set[str] = set()
        self._white: set[str] = set()
        self._struck: set[str] = set()
        for style in styles.iter(f"{_W}style") if styles is not None else ():
            name, parent = style.get(f"{_W}styleId", ""), _value(style.find(f"{_W}basedOn"))
            if _is_gone(style) or parent in self._gone:
                self._gone.add(name)
            if is_white(_colour(style)) or (parent in self._white and not _colour(style)):
                self._white.add(name)
            if _is_struck(style, otherwise=parent in self._struck):
                self._struck.add(name)

    def misses(self, run: etree._Element) -> bool:
        """Whether a reader cannot see this run of text."""
        styles = set(_styles_of(run))
        if _is_gone(run) or styles & self._gone:
            return True
        colour = _colour(run)
        white = is_white(colour) if colour else bool(styles & self._white)
        return white and not _is_shaded(run)

    def strikes(self, run: etree._Element) -> bool:
        """Whether a line goes through this run of text. What two styles both strike stands (ECMA-376 part 1, 17.7.3)."""
        by_style = len([each for each in _styles_of(run) if each in self._struck]) if self._struck else 0
        return _is_struck(run, otherwise=by_style == 1)


def _styles_of(run: etree._Element) -> Iterator[str]:
    """The names of the styles of a run and of its paragraph."""
    yield _value(run.find(f"{_W}rPr/{_W}rStyle"))
    for paragraph in islice(run.iterancestors(f"{_W}p"), 1):
        yield _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))


def _is_struck(element: etree._Element, *, otherwise: bool) -> bool:
    """Whether this run or style has a line through its text; `otherwise` where it does not say."""
    lines = [element.find(f"{_W}rPr/{_W}{name}") for name in ("strike", "dstrike")]
    told = [each for each in lines if each is not None]
    return any(map(_is_on, told)) if told else otherwise


def _is_gone(element: etree._Element) -> bool:
    """Whether this run or style hides its text, or makes it too small to read."""
    size = whole_number(_value(element.find(f"{_W}rPr/{_W}sz")))
    return _is_on(element.find(f"{_W}rPr/{_W}vanish")) or (size is not None and size < _SMALLEST_SIZE)


def _colour(element: etree._Element) -> str:
    return _value(element.find(f"{_W}rPr/{_W}color"))


def _is_shaded(run: etree._Element) -> bool:
    """Whether white letters show, because their place has a colour."""
    places = [run.find(f"{_W}rPr/{_W}shd")]
    for parent in run.iterancestors(f"{_W}p", f"{_W}tc"):
        places += [parent.find(f"{_W}{name}/{_W}shd") for name in ("pPr", "tcPr")]
    fills = (each.get(f"{_W}fill", "") for each in places if each is not None)
    return any(fill.lower() not in ("", "auto") and not is_white(fill) for fill in fills)
