"""The duties in plain words, and the level at which the product suggests that each is filled."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from aktsom.content import content_path
from aktsom.engine.documents import Entry, Texts, once, read_document

LEVELS = ("nowhere", "institution", "top-units", "both")


@dataclass(frozen=True, slots=True)
class DutyWords:
    """A duty as it stands inside a sentence (`one`, in small letters), what it is about, and where it should be filled."""

    id: str
    one: Texts
    about: Texts
    level: str


@cache
def duties_in_words() -> Mapping[str, DutyWords]:
    """All duties by id, the heaviest first. Raises DocumentError that names the entry."""
    document = read_document(content_path("duties.yaml"))
    document.only(("duties",))
    unique = once(lambda found: document.refuse(f"{found} stands twice.", "Remove one."))
    return MappingProxyType({unique(words.id): words for words in map(_words, document.entries("duties"))})


def _words(entry: Entry) -> DutyWords:
    entry.only(("id", "level", "one", "about"))
    level = entry.text("level")
    if level not in LEVELS:
        raise entry.refuse(f"“{level}” is no level.", f"Use one of: {', '.join(LEVELS)}.")
    return DutyWords(entry.text("id"), entry.texts("one"), entry.texts("about"), level)
