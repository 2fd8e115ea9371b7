"""The automatic numbers of a DOCX: those of lists and of styles, as a word processor shows them (ECMA-376 part 1, 17.9)."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from aktsom.engine.papers.archive import whole_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Levels = Mapping[int, tuple[str, int, str]]
"""For each level of a list: its format, its first number, and the text in which %1, %2 … stand for the numbers."""


class Numbers:
    """Counts the automatic numbers of paragraphs, which are to be asked for in the order of the document."""

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, Levels] = {}
        self._of_styles: dict[str, dict[str, str]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._styles = {each.get(f"{_W}styleId", ""): each for each in _all(styles, "style")}
        self._usual = next(filter(_is_usual, self._styles.values()), None)
        kinds = {each.get(f"{_W}abstractNumId", ""): each for each in _all(numbering, "abstractNum")}
        linked = {_value(each.find(f"{_W}styleLink")): each for each in kinds.values()}
        for each in _all(numbering, "num"):
            kind = kinds.get(_value(each.find(f"{_W}abstractNumId")))
            if kind is not None:
                kind = linked.get(_value(kind.find(f"{_W}numStyleLink")) or "-", kind)
                self._levels[each.get(f"{_W}numId", "")] = _levels(kind)
                self._of_styles[each.get(f"{_W}numId", "")] = dict(_of_styles(kind))

    def next(self, paragraph: etree._Element) -> str:
        """The number of this paragraph, "" when it has none of digits."""
        which, at = self._place(paragraph)
        levels, level = self._levels.get(which, {}), whole_number(at or "0")
        if level is None or level not in levels:
            return ""
        counts = self._counts.setdefault(which, {})
        counts[level] = counts.get(level, levels[level][1] - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        return _shown(levels, counts, level)

    def _place(self, paragraph: etree._Element) -> tuple[str, str]:
        """Which list a paragraph is in and on which level: by itself, else by its style or one that this is based on."""
        styles = list(self._based_on(paragraph))
        named = [_numbering(each) for each in (paragraph, *styles)]
        which = next((each for each, _at in named if each), "")
        linked = self._of_styles.get(which, {})
        levels = (linked.get(each.get(f"{_W}styleId", ""), at) for each, (_, at) in zip(styles, named[1:], strict=True))
        return which, named[0][1] or next(filter(None, levels), "")

    def _based_on(self, paragraph: etree._Element) -> Iterator[etree._Element]:
        """The style of a paragraph, and those that it is based on, each once."""
        name, seen = _value(paragraph.find(f"{_W}pPr/{_W}pStyle")), set[etree._Element]()
        style = self._styles.get(name) if name else self._usual
        while style is not None and style not in seen:
            seen.add(style)
            yield style
            style = self._styles.get(_value(style.find(f"{_W}basedOn")))


def _all(part: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if part is not None:
        yield from part.iter(f"{_W}{name}")


def _is_usual(style: etree._Element) -> bool:
    """Whether paragraphs that name no style have this one."""
    return style.get(f"{_W}type") == "paragraph" and style.get(f"{_W}default") in ("1", "true", "on")


def _numbering(element: etree._Element) -> tuple[str, str]:
    """The list and the level that a paragraph or a style names, "" for what it does not."""
    names = (element.find(f"{_W}pPr/{_W}numPr/{_W}{name}") for name in ("numId", "ilvl"))
    which, at = map(_value, names)
    return which, at


def _of_styles(kind: etree._Element) -> Iterator[tuple[str, str]]:
    """The levels that belong to a style, by its id."""
    for each in kind.iter(f"{_W}lvl"):
        if style := _value(each.find(f"{_W}pStyle")):
            yield style, each.get(f"{_W}ilvl", "")


def _value(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")


def _levels(kind: etree._Element) -> Levels:
    found: dict[int, tuple[str, int, str]] = {}
    for each in kind.iter(f"{_W}lvl"):
        first = whole_number(_value(each.find(f"{_W}start")))
        level = whole_number(each.get(f"{_W}ilvl", ""))
        if level is not None:
            shape, text = _value(each.find(f"{_W}numFmt")), _value(each.find(f"{_W}lvlText"))
            found[level] = (shape, 1 if first is None else first, text)
    return found


def _shown(levels: Levels, counts: Mapping[int, int], level: int) -> str:
    shape, _first, text = levels[level]
    if shape != "decimal":
        return ""
    filled = re.sub(r"%(\d)", lambda found: str(counts.get(int(found[1]) - 1, 1)), text)
    number = re.search(r"\d+(?:\.\d+)*", filled)
    return number[0] if number else ""
