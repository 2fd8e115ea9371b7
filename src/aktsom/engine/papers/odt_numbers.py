"""The automatic numbers of an ODT: those of lists and of headings, as a word processor shows them (OpenDocument 1.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree

from aktsom.engine.papers.archive import whole_number

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_LIST, _ITEM, _HEADING = f"{_TEXT}list", f"{_TEXT}list-item", f"{_TEXT}h"
_PARAGRAPHS = (_HEADING, f"{_TEXT}p")
_KINDS = (f"{_TEXT}list-style", f"{_TEXT}outline-style")
_LEVELS = (f"{_TEXT}list-level-style-number", f"{_TEXT}outline-level-style")
_DECIMAL = "1"
_DEEPEST = 10
Counts = dict[int, int]


@dataclass(frozen=True, slots=True)
class _Level:
    """How a level of a list is numbered: in digits or not, from which number, and with how many levels in front of it."""

    decimal: bool
    first: int
    shown: int


class Numbers:
    """Counts the numbers of paragraphs, which are to be asked for in the order of the document."""

    def __init__(self, *parts: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._outline: dict[int, _Level] = {}
        self._of_styles: dict[str, str] = {}
        self._headings: Counts = {}
        self._by_list: dict[etree._Element, Counts] = {}
        self._by_id: dict[str | None, Counts] = {}
        self._by_style: dict[str, Counts] = {}
        for part in parts:
            for kind in part.iter(*_KINDS) if part is not None else ():
                self._learn(kind)
            for style in part.iter(f"{_STYLE}style") if part is not None else ():
                if (name := style.get(f"{_STYLE}list-style-name")) is not None:
                    self._of_styles[style.get(f"{_STYLE}name", "")] = name

    def next(self, paragraph: etree._Element) -> str:
        """The number of this paragraph, "" when it has none of digits."""
        around = paragraph.getparent()
        if around is not None and around.tag == _ITEM:
            first = next(around.iterchildren(*_PARAGRAPHS), None)
            return self._in_list(paragraph, around) if first is paragraph else ""
        if paragraph.tag != _HEADING or paragraph.get(f"{_TEXT}is-list-header") == "true":
            return ""
        if self._of_styles.get(paragraph.get(f"{_TEXT}style-name", "")) == "":
            return ""
        level = whole_number(paragraph.get(f"{_TEXT}outline-level", "")) or 1
        return _counted(self._outline, self._headings, level, paragraph, restarts=True)

    def _learn(self, kind: etree._Element) -> None:
        levels = dict(_levels(kind))
        if kind.tag == _KINDS[1]:
            self._outline = levels
        else:
            self._lists[kind.get(f"{_STYLE}name", "")] = levels

    def _in_list(self, paragraph: etree._Element, item: etree._Element) -> str:
        lists = [each for each in takewhile(_is_of_list, paragraph.iterancestors()) if each.tag == _LIST]
        if not lists or len(lists) > _DEEPEST:
            return ""
        given = (each.get(f"{_TEXT}style-name", "") for each in lists)
        style = next(filter(None, given), self._of_styles.get(paragraph.get(f"{_TEXT}style-name", ""), ""))
        counts = self._counts(lists[-1], style)
        return _counted(self._lists.get(style, {}), counts, len(lists), item, restarts=False)

    def _counts(self, outermost: etree._Element, style: str) -> Counts:
        """What was counted so far in this list, or in the one that it goes on with."""
        if outermost not in self._by_list:
            counts: Counts = {}
            if (before := outermost.get(f"{_TEXT}continue-list")) in self._by_id:
                counts = self._by_id[before]
            elif outermost.get(f"{_TEXT}continue-numbering") == "true":
                counts = self._by_style.get(style, counts)
            self._by_list[outermost] = counts
            self._by_style[style] = counts
            if (name := outermost.get(_ID)) is not None:
                self._by_id[name] = counts
        return self._by_list[outermost]


def _is_of_list(element: etree._Element) -> bool:
    return element.tag in (_LIST, _ITEM)


def _levels(kind: etree._Element) -> Iterator[tuple[int, _Level]]:
    for each in kind.iterchildren(*_LEVELS):
        level, first, shown = (
            whole_number(each.get(f"{_TEXT}{name}", "")) for name in ("level", "start-value", "display-levels")
        )
        if level and level <= _DEEPEST:
            decimal = each.get(f"{_STYLE}num-format") == _DECIMAL
            yield level, _Level(decimal, 1 if first is None else first, shown or 1)


def _counted(levels: dict[int, _Level], counts: Counts, level: int, element: etree._Element, *, restarts: bool) -> str:
    """The next number on this level. An element that names one starts with it, a heading only when it says that it restarts."""
    if level not in levels:
        return ""
    named = whole_number(element.get(f"{_TEXT}start-value", ""))
    if restarts and element.get(f"{_TEXT}restart-numbering") == "true" and named is None:
        named = levels[level].first
    counts[level] = counts.get(level, levels[level].first - 1) + 1 if named is None else named
    for deeper in [each for each in counts if each > level]:
        del counts[deeper]
    if not levels[level].decimal:
        return ""
    shown = range(max(level - levels[level].shown + 1, 1), level + 1)
    return ".".join(str(counts.get(each, 1)) for each in shown if each in levels and levels[each].decimal)
