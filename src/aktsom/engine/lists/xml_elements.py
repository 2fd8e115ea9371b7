"""Elements of an XML list, one at a time. Document types, entities and anything from elsewhere are refused."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from aktsom.engine.lists.files import opened
from aktsom.engine.lists.problems import ListError, Problems, RowProblem
from aktsom.engine.wording import Words, said


def elements(
    path: Path, root: str, tags: frozenset[str], problems: Problems, *, depth: int = 1
) -> Iterator[etree._Element]:
    """The root as it opens (its attributes are there, its content is not), then each element of `tags` when complete.

    Entries stand `depth` levels below the root; one with another tag is reported, for it may be a party that we would
    miss. An element is emptied as soon as the next one is asked for. Raises ListError when the file is not well-formed, is
    cut off, has a document type declaration, or has another root than `root`.
    """
    with opened(path) as source:
        context = etree.iterparse(
            source,
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            yield from _elements(context, path.name, root, tags, problems, depth)
        except etree.XMLSyntaxError as cause:
            raise ListError(_reason(cause), file=path.name, row=cause.lineno) from cause


def _elements(
    context: "etree.iterparse[tuple[str, etree._Element]]",
    file: str,
    root: str,
    tags: frozenset[str],
    problems: Problems,
    depth: int,
) -> Iterator[etree._Element]:
    _event, opening = next(iter(context), ("", None))
    if opening is None:
        raise ListError(said("The XML file has no content."), file=file)
    _refuse_declarations(opening, file)
    if opening.tag != root:
        raise ListError(
            said("The XML file is another one than expected."),
            file=file,
            remedy=said("Check that this is the publisher's file."),
        )
    yield opening
    number = 0
    for event, element in context:
        if event == "start" or _depth(element, depth) != depth:
            continue
        number += 1
        if element.tag in tags:
            yield element
        else:
            tag = etree.QName(element).localname
            problems(RowProblem(file, number, said("The element “{tag}” is none that we know.", tag=tag)))
        _forget(element)


def _depth(element: etree._Element, most: int) -> int:
    """How many levels the element stands below the root; `most` + 1 when it is more than `most`."""
    depth, parent = 0, element.getparent()
    while parent is not None and depth <= most:
        depth, parent = depth + 1, parent.getparent()
    return depth


def _refuse_declarations(opening: etree._Element, file: str) -> None:
    if opening.getroottree().docinfo.doctype:  # type: ignore[attr-defined]
        raise ListError(
            said("The XML file declares a document type; lists have none, and it can be used for attacks."),
            file=file,
            remedy=said("Fetch the file from the publisher's own address."),
        )


def _forget(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _reason(cause: etree.XMLSyntaxError) -> Words:
    if not cause.msg:
        return said("The XML is broken or cut off.")
    return said("The XML is broken or cut off ({reason}).", reason=cause.msg[:120])
