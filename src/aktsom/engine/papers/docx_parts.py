"""The parts of a DOCX besides its text: notes, and what stands at the head and foot of pages, by what refers to them."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from aktsom.engine.papers.archive import Archive, broken
from aktsom.engine.papers.docx_sight import is_on

DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
NOTES = {f"{_W}footnoteReference": f"{_W}footnote", f"{_W}endnoteReference": f"{_W}endnote"}
_EDGES = (f"{_W}headerReference", f"{_W}footerReference")


@dataclass(frozen=True, slots=True)
class _Relation:
    name: str
    kind: str
    target: str


class Parts:
    """What the document refers to, whatever the names in the archive. `edges` are the heads and feet that pages show."""

    def __init__(self, archive: Archive, file: str) -> None:
        main = [each.target for each in _relations(archive, "", "_rels/.rels") if each.kind == "officeDocument"]
        name = main[0] if main else DOCUMENT
        root = archive.xml(name)
        if root is None:
            raise broken(file)
        self.document = root
        folder, _slash, own = name.rpartition("/")
        relations = list(_relations(archive, folder, posixpath.join(folder, "_rels", f"{own}.rels")))
        notes = [_part(archive, each) for each in relations if each.kind in ("footnotes", "endnotes")]
        self.notes = {
            (each.tag, each.get(f"{_W}id", "")): each
            for part in notes
            if part is not None
            for each in part.iterchildren(*NOTES.values())
        }
        shown = set(_shown(root, archive.xml("word/settings.xml")))
        edges = [_part(archive, each) for each in relations if each.kind in ("header", "footer") and each.name in shown]
        self.edges = [each for each in edges if each is not None]
        self.all = [each for each in notes if each is not None] + self.edges


def _part(archive: Archive, relation: _Relation) -> etree._Element | None:
    return archive.xml(relation.target)


def _relations(archive: Archive, folder: str, name: str) -> Iterator[_Relation]:
    """Each part that is referred to once."""
    found, seen = archive.xml(name), set[str]()
    for each in found if found is not None else ():
        target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/")
        kind = each.get("Type", "").rpartition("/")[2]
        if target not in seen or kind in ("header", "footer"):
            seen.add(target)
            yield _Relation(each.get("Id", ""), kind, target)


def _shown(root: etree._Element, settings: etree._Element | None) -> Iterator[str]:
    """The relations to heads and feet that some page shows: other first pages and left pages only where that is said."""
    has_even = settings is not None and is_on(settings.find(f"{_W}evenAndOddHeaders"))
    for section in root.iter(f"{_W}sectPr"):
        shows = {"default": True, "even": has_even, "first": is_on(section.find(f"{_W}titlePg"))}
        for each in section.iterchildren(*_EDGES):
            if shows.get(each.get(f"{_W}type", "default"), True):
                yield each.get(f"{_R}id", "")
