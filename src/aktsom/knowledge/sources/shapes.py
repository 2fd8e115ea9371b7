"""What the API shows of sources, listings and countries, and what it takes."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from aktsom.core.api import Answer, CountryCode, Given, Paging, Words, reader_language
from aktsom.engine.lists.ftm_entities import entities_of
from aktsom.engine.lists.listing import Listing
from aktsom.knowledge.sources import queries
from aktsom.knowledge.sources.country_queries import CountryView, Naming
from aktsom.knowledge.sources.models import CountryFact, SourceVersion, StoredListing
from aktsom.knowledge.sources.queries import SourceState
from aktsom.knowledge.sources.tasks import UpdateState


class VersionAnswer(Answer):
    """One version of a source. `added`, `removed` and `changed` compare it with the version before."""

    number: int
    source: str
    state: str
    source_date: date | None
    dated_by: str
    is_snapshot: bool
    retrieved_at: datetime
    in_force_from: datetime | None
    in_force_until: datetime | None
    origin: str
    digest: str
    size: int
    listings: int
    names: int
    added: int
    removed: int
    changed: int
    accepted_because: str
    refusal: str


class SourceAnswer(Answer):
    """A source, and the version of it that is in force."""

    id: str
    publisher: str
    page: str
    licence: str
    titles: list[str]
    versions: int
    age_days: int | None
    is_old: bool
    in_force: VersionAnswer | None
    refused_since: VersionAnswer | None


class UpdateAnswer(Answer):
    """How it stands with fetching the lists. The numbers are of the last update that came to its end."""

    state: Literal["under way", "stopped before its end", "idle"]
    fetched_at: datetime | None
    new: int
    unchanged: int
    refused: int


class Part(StrEnum):
    """In which way a listing differs from the version before."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Change(Answer):
    """A listing that a version added, removed or changed."""

    listing: str
    list_id: str
    name: str
    name_before: str | None
    kind: str
    programme: str


class ListedNameAnswer(Answer):
    """One name of a listed party."""

    text: str
    kind: str
    script: str


class IdentifierAnswer(Answer):
    """A number that the party has somewhere."""

    kind: str
    value: str


class ListingAnswer(Answer):
    """A party on a list, as the publisher describes it, with where and when it says so."""

    id: str
    list_id: str
    list_title: str
    kind: str
    name: str
    names: list[ListedNameAnswer]
    programme: str
    effects: list[str]
    countries: list[str]
    identifiers: list[IdentifierAnswer]
    starts: date | None
    ends: date | None
    source_url: str
    source_date: date | None


class ListedEntity(Answer):
    """A listing as FollowTheMoney entities: the party, and the sanction that says on what list it is, from when and to when."""

    entity: dict[str, Any]
    sanction: dict[str, Any]


class CountryFactAnswer(Answer):
    """A fact about a country with its source."""

    name: str
    value: Any
    source: str
    source_url: str
    source_date: date | None
    retrieved_at: datetime


class NamingAnswer(Answer):
    """A publication or law that names a country. It has effect once the institution has confirmed it."""

    topic: str
    id: str
    detail: dict[str, Any]
    confirmed_at: datetime | None


class CountryAnswer(Answer):
    """What is known about a country."""

    code: str
    facts: list[CountryFactAnswer]
    regimes: list[dict[str, Any]]
    namings: list[NamingAnswer]
    laws: list[NamingAnswer]


class ConfirmationAnswer(Answer):
    """An institution's word that a naming has effect for it."""

    topic: str
    edition: str
    confirmed_at: datetime


Name = Annotated[str, StringConstraints(max_length=80)]


class WantedNaming(Given):
    """Which naming of the country is meant, as the country's answer gives it."""

    topic: Name
    naming: Name


class ChangesWanted(Paging):
    """Which changes are wanted."""

    part: Part = Field(Part.ADDED, description="Which of the changes.")


class ListingsWanted(Paging):
    """Which listings are wanted."""

    q: Words = Field("", description="Words in the name.")
    list_id: Name = Field("", description="The id of a list.")
    source: Name = ""
    country: CountryCode = ""
    kind: Literal["", "person", "organisation", "vessel", "aircraft", "unknown"] = "organisation"
    on: date | None = Field(None, description="In force on this day by the dates that the lists give; now if left out.")


def listing_answer(listing: Listing) -> ListingAnswer:
    """A listing as the API shows it; nationality and birth dates, which say who a person is, stay out."""
    return ListingAnswer(
        id=listing.id,
        list_id=listing.list_id,
        list_title=queries.list_title(listing.list_id, reader_language()),
        kind=listing.kind.value,
        name=listing.name,
        names=[ListedNameAnswer(text=name.text, kind=name.kind.value, script=name.script) for name in listing.names],
        programme=listing.programme,
        effects=[effect.value for effect in listing.effects],
        countries=list(listing.countries),
        identifiers=[IdentifierAnswer(kind=each.kind, value=each.value) for each in listing.identifiers],
        starts=listing.starts,
        ends=listing.ends,
        source_url=listing.source_url,
        source_date=listing.source_date,
    )


def listed_entity(listing: Listing) -> ListedEntity:
    """The same as FollowTheMoney entities, without what says who a person is."""
    plain = replace(listing, nationalities=(), birth_dates=())
    entity, sanction = entities_of(plain)
    return ListedEntity(entity=entity, sanction=sanction)


def source_answer(state: SourceState) -> SourceAnswer:
    """A source as the API shows it."""
    publication = state.publication
    return SourceAnswer(
        id=publication.id,
        publisher=publication.publisher,
        page=publication.page,
        licence=publication.licence,
        titles=list(state.titles),
        versions=state.versions,
        age_days=state.age_days,
        is_old=state.is_old,
        in_force=version_answer(state.version) if state.version else None,
        refused_since=version_answer(state.refused) if state.refused else None,
    )


def update_answer(found: UpdateState) -> UpdateAnswer:
    """How an update stands, in the words of the API."""
    numbers = found.fetched.numbers if found.fetched else {}
    return UpdateAnswer(
        state="under way" if found.is_fetching else "stopped before its end" if found.has_failed else "idle",
        fetched_at=found.fetched.ended_at if found.fetched else None,
        new=numbers.get("in_force", 0),
        unchanged=numbers.get("unchanged", 0),
        refused=numbers.get("refused", 0),
    )


_AS_STORED = set(VersionAnswer.model_fields) - {"number"}


def version_answer(version: SourceVersion) -> VersionAnswer:
    """A version as the API shows it; a refusal is in the reader's language."""
    stored = {name: getattr(version, name) for name in _AS_STORED if name != "refusal"}
    return VersionAnswer(number=version.pk, refusal=version.refused_because, **stored)


def change_answer(row: StoredListing, before: StoredListing | None) -> Change:
    """A change, with the name before it where the listing was there."""
    return Change(
        listing=row.listing,
        list_id=row.list_id,
        name=row.name,
        name_before=before.name if before else None,
        kind=row.kind,
        programme=row.programme,
    )


def country_answer(view: CountryView) -> CountryAnswer:
    """What is known about a country as the API shows it."""
    known = (view.index, view.change, view.comprehensive, view.embargo)
    return CountryAnswer(
        code=view.code,
        facts=[_fact(each) for each in known if each is not None],
        regimes=view.regimes,
        namings=[_naming(each) for each in view.namings],
        laws=[_naming(each) for each in view.laws],
    )


def _fact(fact: CountryFact) -> CountryFactAnswer:
    return CountryFactAnswer(
        name=fact.name,
        value=fact.value,
        source=fact.source,
        source_url=fact.source_url,
        source_date=fact.source_date,
        retrieved_at=fact.retrieved_at,
    )


def _naming(naming: Naming) -> NamingAnswer:
    confirmed = naming.confirmation
    return NamingAnswer(
        topic=naming.topic,
        id=naming.id,
        detail=dict(naming.detail),
        confirmed_at=confirmed.confirmed_at if confirmed else None,
    )
