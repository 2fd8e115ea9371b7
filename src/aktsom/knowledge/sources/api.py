"""Over the API: sources with their versions and what changed, the listings in force, and what is known about countries."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from aktsom.core.api import Answer, CountryCode, Done, Given, Page, Paging, Words, does, paged, reader_language
from aktsom.core.errors import NotVisibleError
from aktsom.core.http import ActorRequest
from aktsom.engine.lists.listing import Listing
from aktsom.knowledge.sources import confirming, queries
from aktsom.knowledge.sources.country_queries import CountryView, Naming, countries_with_facts, country_facts
from aktsom.knowledge.sources.models import CountryFact, SourceVersion, StoredListing
from aktsom.knowledge.sources.queries import SourceState
from aktsom.knowledge.sources.store import stored_listing

router = Router(tags=["sources"])
LARGEST_ID = 2**31 - 1


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


class FactAnswer(Answer):
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
    facts: list[FactAnswer]
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

    part: Part = Part.ADDED


class ListingsWanted(Paging):
    """Which listings are wanted."""

    q: Words = Field("", description="Words in the name.")
    list_id: Name = Field("", description="The id of a list.")
    source: Name = ""
    country: CountryCode = ""
    kind: Literal["", "person", "organisation", "vessel", "aircraft", "unknown"] = "organisation"


@router.get("/sources", response=list[SourceAnswer], summary="The sources")
def list_sources(request: ActorRequest) -> list[SourceAnswer]:
    """Every source of the catalogue, and which version of it is in force."""
    return [_source(each) for each in queries.source_states(request.actor, reader_language())]


@router.get("/sources/{source}", response=SourceAnswer, summary="A source")
def get_source(request: ActorRequest, source: Name) -> SourceAnswer:
    """One source of the catalogue."""
    return _source(queries.source_state(request.actor, source, reader_language()))


@router.get("/sources/{source}/versions", response=Page[VersionAnswer], summary="The versions of a source")
def list_versions(request: ActorRequest, source: Name, paging: Query[Paging]) -> Page[VersionAnswer]:
    """All versions of a source, refused ones too, the newest first."""
    rows = queries.versions_of(request.actor, source)
    return paged(Page[VersionAnswer], request, rows, paging, lambda found: map(_version, found))


@router.get("/sources/{source}/versions/{number}/changes", response=Page[Change], summary="What changed with a version")
def list_changes(
    request: ActorRequest,
    source: Name,
    number: Annotated[int, Field(ge=1, le=LARGEST_ID)],
    wanted: Query[ChangesWanted],
) -> Page[Change]:
    """The listings that a version added, removed or changed."""
    version = queries.get_version(request.actor, source, number)
    rows = _changes(request, version, wanted.part)

    def shown(found: list[StoredListing]) -> Iterable[Change]:
        before = {}
        if wanted.part == Part.CHANGED:
            before = queries.before_change(request.actor, version, [each.listing for each in found])
        return [_change(each, before.get(each.listing)) for each in found]

    return paged(Page[Change], request, rows, wanted, shown)


@router.get("/listings", response=Page[ListingAnswer], summary="Listings in force")
def list_listings(request: ActorRequest, wanted: Query[ListingsWanted]) -> Page[ListingAnswer]:
    """The listings that count now, by name. Listed people are left out unless they are asked for."""
    rows = queries.current_listings(request.actor).order_by("name", "listing")
    filters = {"name__icontains": wanted.q, "list_id": wanted.list_id, "source": wanted.source, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in filters.items() if value})
    if wanted.country:
        rows = rows.filter(countries__contains=[wanted.country])
    dates = {each.source: each.source_date for each in queries.versions_in_force(request.actor)}

    def shown(found: list[StoredListing]) -> Iterable[ListingAnswer]:
        return [listing_answer(stored_listing(each.content, dates.get(each.source))) for each in found]

    return paged(Page[ListingAnswer], request, rows, wanted, shown)


@router.get("/listings/{path:listing}", response=ListingAnswer, summary="A listing")
def get_listing(request: ActorRequest, listing: Annotated[str, StringConstraints(max_length=200)]) -> ListingAnswer:
    """One listing by its id; one that is gone from its list gives its last record."""
    found = queries.listings_by_id(request.actor, frozenset([listing])).get(listing)
    if found is None:
        raise NotVisibleError
    return listing_answer(found)


@router.get("/countries", response=Page[CountryAnswer], summary="Countries that something is known about")
def list_countries(request: ActorRequest, paging: Query[Paging]) -> Page[CountryAnswer]:
    """What is known about each country, by code."""
    views = countries_with_facts(request.actor)
    return paged(Page[CountryAnswer], request, views, paging, lambda found: map(_country, found))


@router.get("/countries/{code}", response=CountryAnswer, summary="A country")
def get_country(request: ActorRequest, code: Annotated[str, StringConstraints(max_length=2)]) -> CountryAnswer:
    """What is known about one country, each fact with its source and date."""
    return _country(country_facts(request.actor, code.upper()))


@router.post(
    "/countries/{code}/confirmations",
    response={201: ConfirmationAnswer},
    summary="Confirm that a country is named",
    openapi_extra=does("confirm that a country is named"),
)
def confirm_naming(
    request: ActorRequest, code: Annotated[str, StringConstraints(max_length=2)], wanted: WantedNaming
) -> Status[ConfirmationAnswer]:
    """Let a naming of the country have effect in the institution. Confirming twice changes nothing."""
    made = confirming.confirm_country_naming(
        request.actor, topic=wanted.topic, country=code.upper(), naming=wanted.naming
    )
    return Status(201, ConfirmationAnswer(topic=made.topic, edition=made.edition, confirmed_at=made.confirmed_at))


@router.delete(
    "/countries/{code}/confirmations",
    response=Done,
    summary="Take a confirmation back",
    openapi_extra=does("withdraw that a country is named"),
)
def withdraw_naming(
    request: ActorRequest, code: Annotated[str, StringConstraints(max_length=2)], wanted: Query[WantedNaming]
) -> Done:
    """Let a naming no longer have effect; that it was confirmed stays on record."""
    withdrawn = confirming.withdraw_country_naming(
        request.actor, topic=wanted.topic, country=code.upper(), naming=wanted.naming
    )
    return Done(done=withdrawn > 0)


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


def _source(state: SourceState) -> SourceAnswer:
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
        in_force=_version(state.version) if state.version else None,
        refused_since=_version(state.refused) if state.refused else None,
    )


_AS_STORED = set(VersionAnswer.model_fields) - {"number"}


def _version(version: SourceVersion) -> VersionAnswer:
    stored = {name: getattr(version, name) for name in _AS_STORED if name != "refusal"}
    return VersionAnswer(number=version.pk, refusal=version.refused_because, **stored)


def _changes(request: ActorRequest, version: SourceVersion, part: Part) -> QuerySet[StoredListing]:
    asked = {Part.ADDED: queries.begun_with, Part.REMOVED: queries.ended_with, Part.CHANGED: queries.changed_with}
    return asked[part](request.actor, version)


def _change(row: StoredListing, before: StoredListing | None) -> Change:
    return Change(
        listing=row.listing,
        list_id=row.list_id,
        name=row.name,
        name_before=before.name if before else None,
        kind=row.kind,
        programme=row.programme,
    )


def _country(view: CountryView) -> CountryAnswer:
    known = (view.index, view.change, view.comprehensive, view.embargo)
    return CountryAnswer(
        code=view.code,
        facts=[_fact(each) for each in known if each is not None],
        regimes=view.regimes,
        namings=[_naming(each) for each in view.namings],
        laws=[_naming(each) for each in view.laws],
    )


def _fact(fact: CountryFact) -> FactAnswer:
    return FactAnswer(
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
