"""Norwegian research institutions as their names, domains and places are publicly known."""

from dataclasses import dataclass
from functools import cache

from aktsom.content import content_path
from aktsom.engine.documents import Entry, Texts, once, read_document

KINDS = ("university", "university college", "research institute", "university hospital")


@dataclass(frozen=True, slots=True)
class KnownInstitution:
    """One institution. `other_names` holds acronyms, former names and spellings that public sources use."""

    id: str
    name: Texts
    kind: str
    city: str
    domain: str
    other_names: tuple[str, ...] = ()

    @property
    def all_names(self) -> tuple[str, ...]:
        """Every name once, the Norwegian one first."""
        return tuple(dict.fromkeys((self.name["nb"], self.name["en"], *self.other_names)))


@cache
def known_institutions() -> tuple[KnownInstitution, ...]:
    """All known institutions. Raises DocumentError that names the entry."""
    document = read_document(content_path("institutions.yaml"))
    document.only(("institutions",))
    unique = once(lambda found: document.refuse(f"{found} stands twice.", "Remove one."))
    read = tuple(_institution(entry) for entry in document.entries("institutions"))
    for institution in read:
        unique(institution.id)
    return read


def _institution(entry: Entry) -> KnownInstitution:
    entry.only(("id", "nb", "en", "kind", "city", "domain", "other"))
    kind = entry.text("kind")
    if kind not in KINDS:
        raise entry.refuse(f"“{kind}” is no kind of institution.", f"Use one of: {', '.join(KINDS)}.")
    return KnownInstitution(
        id=entry.text("id"),
        name={"nb": entry.text("nb"), "en": entry.text("en")},
        kind=kind,
        city=entry.text("city"),
        domain=entry.text("domain"),
        other_names=entry.strings("other"),
    )
