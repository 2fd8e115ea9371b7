"""Countries named in open threat assessments, and countries with a law to assist intelligence.

Neither has effect before an institution has confirmed it; the confirmation is kept where institutions are.
"""

from dataclasses import dataclass
from pathlib import Path

from aktsom.engine.countries.sanctions_regimes import countries_of
from aktsom.engine.documents import Entry, Texts, read_document
from aktsom.engine.wording import said

PUBLISHERS = ("NIS", "PST", "NSM")
NAMINGS = ("main concern", "also named")


@dataclass(frozen=True, slots=True)
class ThreatAssessment:
    """One publication naming one country. `id` is the publication's ("nis-2026"); `naming` one of NAMINGS."""

    id: str
    country: str
    publisher: str
    title: str
    year: int
    naming: str
    url: str
    note: str


@dataclass(frozen=True, slots=True)
class AssistanceLaw:
    """A law that obliges organisations in a country to assist intelligence or security services."""

    id: str
    country: str
    title: Texts
    reference: str
    year: int
    url: str
    note: str


def load_threat_assessments(path: Path) -> tuple[ThreatAssessment, ...]:
    """Every naming in a YAML file. Raises DocumentError that names the entry."""
    document = read_document(path)
    document.only(("publications",))
    return tuple(naming for entry in document.entries("publications") for naming in _namings(entry))


def load_assistance_laws(path: Path) -> tuple[AssistanceLaw, ...]:
    """Every law in a YAML file. Raises DocumentError that names the entry."""
    document = read_document(path)
    document.only(("laws",))
    return tuple(law for entry in document.entries("laws") for law in _laws(entry))


def _namings(entry: Entry) -> list[ThreatAssessment]:
    entry.only(("id", "publisher", "title", "year", "url", "namings"))
    publisher = entry.text("publisher")
    if publisher not in PUBLISHERS:
        raise entry.refuse(
            said("“{publisher}” is no publisher.", publisher=publisher),
            said("Use one of: {known}.", known=", ".join(PUBLISHERS)),
        )
    found = []
    for naming in entry.entries("namings"):
        naming.only(("countries", "naming", "note"))
        kind = naming.text("naming")
        if kind not in NAMINGS:
            raise naming.refuse(
                said("“{kind}” is no kind of naming.", kind=kind),
                said("Use one of: {known}.", known=", ".join(NAMINGS)),
            )
        found += [
            ThreatAssessment(
                id=entry.text("id"),
                country=country,
                publisher=publisher,
                title=entry.text("title"),
                year=entry.whole_number("year"),
                naming=kind,
                url=entry.text("url"),
                note=naming.optional("note"),
            )
            for country in countries_of(naming)
        ]
    return found


def _laws(entry: Entry) -> list[AssistanceLaw]:
    entry.only(("id", "countries", "title", "reference", "year", "url", "note"))
    return [
        AssistanceLaw(
            id=entry.text("id"),
            country=country,
            title=entry.texts("title"),
            reference=entry.text("reference"),
            year=entry.whole_number("year"),
            url=entry.text("url"),
            note=entry.optional("note"),
        )
        for country in countries_of(entry)
    ]
