"""Fields of a DOCX: what they are made from is not shown, what was chosen in a list is, though it is no text of the file."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from aktsom.engine.papers.archive import whole_number

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIELD, TEXT = f"{_W}fldChar", f"{_W}t"


@dataclass(slots=True)
class _Field:
    """A field that has begun: the texts since then, until what it shows begins."""

    texts: list[etree._Element] = field(default_factory=list)
    shows: bool = False


def unshown(root: etree._Element) -> frozenset[etree._Element]:
    """The texts that only tell a field what to show. One that has no end is no field."""
    return frozenset(_unshown(root))


def _unshown(root: etree._Element) -> Iterator[etree._Element]:
    open_fields: list[_Field] = []
    for each in root.iter(FIELD, TEXT):
        if each.tag == TEXT:
            for around in open_fields:
                if not around.shows:
                    around.texts.append(each)
            continue
        kind = each.get(f"{_W}fldCharType")
        if kind == "begin":
            open_fields.append(_Field())
        elif open_fields:
            last = open_fields[-1]
            yield from () if last.shows else last.texts
            last.shows, last.texts = True, []
            if kind == "end":
                open_fields.pop()


def chosen(each: etree._Element) -> str:
    """What is chosen in the list that begins here; "" for any other field. Without a choice it is the first of the list."""
    listed = each.find(f"{_W}ffData/{_W}ddList")
    if listed is None:
        return ""
    told = [listed.find(f"{_W}{name}") for name in ("result", "default")]
    place = next((whole_number(one.get(f"{_W}val", "")) or 0 for one in told if one is not None), 0)
    entries = [one.get(f"{_W}val", "") for one in listed.iterchildren(f"{_W}listEntry")]
    return entries[place] if place < len(entries) else ""
