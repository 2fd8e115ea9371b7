"""Whom to turn to: subjects with the duties that answer for them, and the authorities with when to call them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from aktsom.content import content_path
from aktsom.engine.documents import Entry, Texts, once, read_document


@dataclass(frozen=True, slots=True)
class Phone:
    """A number, and what it is for."""

    number: str
    purpose: Texts


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority: what it does, when to call it, where it is found, and where that was looked up on which day."""

    id: str
    name: Texts
    what: Texts
    when: Texts
    phones: tuple[Phone, ...]
    address: str
    source: str
    source_url: str
    source_date: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Something that people need help with, the duties that answer for it (the nearest first), and its authorities."""

    id: str
    title: Texts
    when: Texts
    duties: tuple[str, ...]
    authorities: tuple[str, ...]


@cache
def authorities() -> Mapping[str, Authority]:
    """All authorities by id, in the order of the file. Raises DocumentError that names the entry."""
    document = read_document(content_path("contacts.yaml"))
    unique = once(lambda found: document.refuse(f"{found} stands twice.", "Remove one."))
    return MappingProxyType({unique(each.id): each for each in map(_authority, document.entries("authorities"))})


@cache
def subjects() -> tuple[Subject, ...]:
    """All subjects in the order of the file. Raises DocumentError that names the entry."""
    document = read_document(content_path("contacts.yaml"))
    document.only(("subjects", "authorities"))
    unique = once(lambda found: document.refuse(f"{found} stands twice.", "Remove one."))
    read = tuple(map(_subject, document.entries("subjects")))
    for subject in read:
        unique(subject.id)
    return read


def _subject(entry: Entry) -> Subject:
    entry.only(("id", "title", "when", "duties", "authorities"))
    named = entry.strings("authorities")
    for name in named:
        if name not in authorities():
            raise entry.refuse(f"“{name}” is no authority here.", "Name one of those at the end of the file.")
    return Subject(entry.text("id"), entry.texts("title"), entry.texts("when"), entry.strings("duties"), named)


def _authority(entry: Entry) -> Authority:
    entry.only(("id", "name", "what", "when", "phones", "address", "source"))
    source = entry.inner("source")
    source.only(("title", "url", "date"))
    return Authority(
        id=entry.text("id"),
        name=entry.texts("name"),
        what=entry.texts("what"),
        when=entry.texts("when"),
        phones=tuple(map(_phone, entry.entries("phones"))) if "phones" in entry.data else (),
        address=entry.text("address"),
        source=source.text("title"),
        source_url=source.text("url"),
        source_date=source.text("date"),
    )


def _phone(entry: Entry) -> Phone:
    entry.only(("number", "for"))
    return Phone(entry.text("number"), entry.texts("for"))
