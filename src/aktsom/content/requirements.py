"""The requirements that the product serves (EU-14a to EU-14i, NO-1 to NO-10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from aktsom.content import content_path
from aktsom.engine.documents import Entry, Texts, once, read_document


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement, with the text and point that it comes from."""

    id: str
    title: Texts
    text: str
    url: str
    year: int
    point: str


@cache
def requirements() -> Mapping[str, Requirement]:
    """All requirements by id, in their own order. Raises DocumentError that names the entry."""
    document = read_document(content_path("requirements.yaml"))
    document.only(("texts", "requirements"))
    texts = dict(document.named("texts"))
    unique = once(lambda found: document.refuse(f"{found} stands twice.", "Remove one."))
    read = [_requirement(entry, texts) for entry in document.entries("requirements")]
    return MappingProxyType({unique(requirement.id): requirement for requirement in read})


def _requirement(entry: Entry, texts: Mapping[str, Entry]) -> Requirement:
    entry.only(("id", "title", "point"))
    identifier = entry.text("id")
    text = texts.get(identifier.split("-")[0])
    if text is None:
        raise entry.refuse("The id belongs to none of the texts.", "Begin it with the key of a text.")
    return Requirement(
        id=identifier,
        title=entry.texts("title"),
        text=text.text("title"),
        url=text.text("url"),
        year=text.whole_number("year"),
        point=entry.text("point"),
    )
