"""DOCX (ECMA-376, WordprocessingML): paragraphs with their automatic numbers, as if all changes were accepted.

Text that is struck through counts as removed, for many negotiate so. Footnotes and endnotes are passages after the paragraph
that refers to them; what the heads and feet of pages state comes last.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from lxml import etree

from aktsom.engine.papers.archive import Archive, carried, whole_number
from aktsom.engine.papers.docx_fields import FIELD, chosen
from aktsom.engine.papers.docx_numbers import Numbers
from aktsom.engine.papers.docx_parts import NOTES, Parts
from aktsom.engine.papers.docx_pictures import shows_pictures
from aktsom.engine.papers.docx_sight import Sight, is_on, value_of
from aktsom.engine.papers.paragraphs import is_heading, numbered, states_something
from aktsom.engine.papers.types import Limits, Noticed, Paper, PaperKind, Passage

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_HEADING = re.compile(r"(?:heading|overskrift|title|tittel)\s*(\d?)", re.IGNORECASE)
_INSERTED = ("altChunk", "subDoc")
_RUNS = (f"{_W}r", f"{_M}r")
_CHANGES = ("ins", "del", "moveFrom", "cellIns", "cellDel", "cellMerge")
_CARRIED = {
    Noticed.EMBEDDED_FILES: re.compile(r"word/embeddings/."),
    Noticed.PROGRAMS: re.compile(r"word/(?:vbaProject\.bin|activeX/.)"),
}


def read_docx(path: Path, limits: Limits) -> Paper:
    """The paper. Raises `PaperError` for a file that is broken, locked, or grows without measure."""
    with Archive(path, limits) as archive:
        parts = Parts(archive, path.name)
        root = parts.document
        styles = archive.xml("word/styles.xml")
        numbers = Numbers(archive.xml("word/numbering.xml"), styles)
        sight = Sight(styles, (root, *parts.all))
        read = [*_passages(root, parts.notes, numbers, _headings(styles), sight), *_at_edges(parts.edges, sight)]
        noticed = set(carried(archive.names, _CARRIED))
        noticed.update(*(_noticed(each, sight) for each in (root, *parts.all)))
        if any(root.find(f".//{_W}{name}") is not None for name in _INSERTED):
            noticed.add(Noticed.ELSEWHERE)
        if shows_pictures(root, archive.names):
            noticed.add(Noticed.PICTURES)
        if "word/comments.xml" in archive.names:
            noticed.add(Noticed.COMMENTS)
    passages, removed = (tuple(each for stands, each in read if stands is kept) for kept in (True, False))
    return Paper(PaperKind.DOCX, passages, noticed=frozenset(noticed), removed=removed)


def _at_edges(edges: Iterable[etree._Element], sight: Sight) -> Iterator[tuple[bool, Passage]]:
    """What the heads and feet of pages state, each once."""
    told = set[str]()
    for edge in edges:
        texts = [text for each in edge.iter(f"{_W}p") if (text := _text(each, sight))]
        if states_something(" ".join(texts)):
            yield from ((True, Passage(text)) for text in texts if text not in told)
            told.update(texts)


def _passages(
    root: etree._Element,
    notes: dict[tuple[str, str], etree._Element],
    numbers: Numbers,
    styles: Mapping[str, int],
    sight: Sight,
) -> Iterator[tuple[bool, Passage]]:
    """Each passage that stands, and what is struck through in it; what is has a number too, for a reader still sees it."""
    texts = {each: _text(each, sight) for each in root.iter(f"{_W}p")}
    repeated = set(_repeated(root, texts))
    for paragraph, following in _run_on(texts):
        texts[following] = f"{texts[paragraph]} {texts[following]}".strip()
        texts[paragraph] = ""
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


def _run_on(paragraphs: Iterable[etree._Element]) -> Iterator[tuple[etree._Element, etree._Element]]:
    """The paragraphs whose end was taken out, each with the one that goes on where it stops."""
    for each in paragraphs:
        following = each.getnext()
        ends = (each.find(f"{_W}pPr/{_W}rPr/{_W}{name}") for name in ("del", "moveFrom"))
        if following is not None and following.tag == f"{_W}p" and any(end is not None for end in ends):
            yield each, following


def _passage(text: str, number: str, paragraph: etree._Element, styles: Mapping[str, int]) -> Passage:
    if not number:
        number, text = numbered(text)
    level = styles.get(value_of(paragraph.find(f"{_W}pPr/{_W}pStyle")), 0)
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
    paragraph: etree._Element, notes: dict[tuple[str, str], etree._Element], sight: Sight
) -> Iterator[tuple[bool, Passage]]:
    """The notes that a paragraph refers to, each once, as paragraphs without a number."""
    for run in _runs(paragraph, sight):
        for each in run.iterchildren(*NOTES):
            note = notes.pop((NOTES[each.tag], each.get(f"{_W}id", "")), None)
            for part in note.iter(f"{_W}p") if note is not None else ():
                texts = (_text(part, sight, struck=struck) for struck in (True, False))
                yield from ((bool(stands), Passage(text)) for stands, text in enumerate(texts) if text)


def _runs(paragraph: etree._Element, sight: Sight, *, struck: bool = False) -> Iterator[etree._Element]:
    """The runs of a paragraph that a reader sees: those that stand, or those that are struck through."""
    for run in paragraph.iter(*_RUNS):
        if any(map(_is_taken_out, run.iterancestors())) or sight.misses(run):
            continue
        if next(run.iterancestors(f"{_W}p")) is paragraph and sight.strikes(run) is struck:
            yield run


def _is_taken_out(around: etree._Element) -> bool:
    """Whether this is a change that takes out what stands in it, or a row or a cell that was taken out."""
    if around.tag in (f"{_W}tr", f"{_W}tc"):
        gone = "trPr/{0}del" if around.tag == f"{_W}tr" else "tcPr/{0}cellDel"
        return around.find(_W + gone.format(_W)) is not None
    return around.tag in (f"{_W}del", f"{_W}moveFrom")


def _text(paragraph: etree._Element, sight: Sight, *, struck: bool = False) -> str:
    """What a reader sees: not what is hidden, nor what was taken out, nor fields' instructions."""
    said: list[str] = []
    for run in _runs(paragraph, sight, struck=struck):
        for each in run:
            if each.tag in (f"{_W}t", f"{_M}t"):
                said.append("" if each in sight.unshown else each.text or "")
            elif each.tag == FIELD:
                said.append(chosen(each))
            elif each.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                said.append(" ")
            elif each.tag == f"{_W}noBreakHyphen":
                said.append("-")
    return " ".join("".join(said).split())


def _is_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(f"{_W}r") if _written(run)]
    return bool(runs) and all(is_on(run.find(f"{_W}rPr/{_W}b")) for run in runs)


def _written(run: etree._Element) -> str:
    return "".join(each.text or "" for each in run.iter(f"{_W}t")).strip()


def _noticed(root: etree._Element, sight: Sight) -> Iterator[Noticed]:
    if any(root.find(f".//{_W}{name}") is not None for name in _CHANGES):
        yield Noticed.TRACKED_CHANGES
    unseen = (run for run in root.iter(f"{_W}r") if sight.misses(run))
    if sight.unshown or any(_written(run) or any(run.find(each) is not None for each in NOTES) for run in unseen):
        yield Noticed.HIDDEN_TEXT
    if any(sight.strikes(run) and _written(run) and not sight.misses(run) for run in root.iter(f"{_W}r")):
        yield Noticed.STRUCK_THROUGH


def _headings(styles: etree._Element | None) -> Mapping[str, int]:
    """The level of each style that is one for headings, by the style's id."""
    found: dict[str, int] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        outline = whole_number(value_of(style.find(f"{_W}pPr/{_W}outlineLvl")))
        named = _HEADING.fullmatch(value_of(style.find(f"{_W}name")))
        if outline is not None and outline < 9:
            found[style.get(f"{_W}styleId", "")] = outline + 1
        elif named:
            found[style.get(f"{_W}styleId", "")] = int(named[1] or 1)
    return found
