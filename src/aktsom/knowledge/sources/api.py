"""Over the API: sources with their versions and what changed, the listings in force, and what is known about countries."""

from collections.abc import Callable, Iterable
from typing import Annotated, TypeVar

from django.db.models import QuerySet
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from aktsom.core.api import Done, Page, Paging, does, paged, reader_language
from aktsom.core.errors import NotVisibleError
from aktsom.core.http import ActorRequest
from aktsom.engine.lists.listing import Listing
from aktsom.knowledge.sources import confirming, queries
from aktsom.knowledge.sources.country_queries import countries_with_facts, country_facts
from aktsom.knowledge.sources.models import SourceVersion, StoredListing
from aktsom.knowledge.sources.shapes import (
    Change,
    ChangesWanted,
    ConfirmationAnswer,
    CountryAnswer,
    ListedEntity,
    ListingAnswer,
    ListingsWanted,
    Name,
    Part,
    SourceAnswer,
    UpdateAnswer,
    VersionAnswer,
    WantedNaming,
    change_answer,
    country_answer,
    listed_entity,
    listing_answer,
    source_answer,
    update_answer,
    version_answer,
)
from aktsom.knowledge.sources.store import stored_listing
from aktsom.knowledge.sources.tasks import ask_for_update, update_state

router = Router(tags=["sources"])
LARGEST_ID = 2**31 - 1
T = TypeVar("T")


@router.get("/sources", response=list[SourceAnswer], summary="The sources")
def list_sources(request: ActorRequest) -> list[SourceAnswer]:
    """Every source of the catalogue, and which version of it is in force."""
    return [source_answer(each) for each in queries.source_states(request.actor, reader_language())]


@router.post(
    "/source-updates",
    response={202: UpdateAnswer},
    summary="Ask for an update of the sources",
    openapi_extra=does("ask for an update of the sources"),
)
def ask_for_source_update(request: ActorRequest) -> Status[UpdateAnswer]:
    """Let the lists be fetched from their publishers in the background; asking while one is under way begins no second."""
    ask_for_update(request.actor)
    return Status(202, update_answer(update_state(request.actor)))


@router.get("/source-updates", response=UpdateAnswer, summary="How the update of the sources stands")
def get_source_update(request: ActorRequest) -> UpdateAnswer:
    """Whether one is under way, and what the last one that came to its end brought."""
    return update_answer(update_state(request.actor))


@router.get("/sources/{source}", response=SourceAnswer, summary="A source")
def get_source(request: ActorRequest, source: Name) -> SourceAnswer:
    """One source of the catalogue."""
    return source_answer(queries.source_state(request.actor, source, reader_language()))


@router.get("/sources/{source}/versions", response=Page[VersionAnswer], summary="The versions of a source")
def list_versions(request: ActorRequest, source: Name, paging: Query[Paging]) -> Page[VersionAnswer]:
    """All versions of a source, refused ones too, the newest first."""
    rows = queries.versions_of(request.actor, source)
    return paged(Page[VersionAnswer], request, rows, paging, lambda found: map(version_answer, found))


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
        return [change_answer(each, before.get(each.listing)) for each in found]

    return paged(Page[Change], request, rows, wanted, shown)


@router.get("/listings", response=Page[ListingAnswer], summary="Listings in force")
def list_listings(request: ActorRequest, wanted: Query[ListingsWanted]) -> Page[ListingAnswer]:
    """The listings that count now, or counted on a day, by name. Listed people are left out unless they are asked for."""
    as_answers = _shown(request, listing_answer)
    return paged(Page[ListingAnswer], request, _wanted_listings(request, wanted), wanted, as_answers)


@router.get("/listings/ftm", response=Page[ListedEntity], summary="Listings as FollowTheMoney")
def list_listed_entities(request: ActorRequest, wanted: Query[ListingsWanted]) -> Page[ListedEntity]:
    """The same listings as FollowTheMoney entities."""
    as_entities = _shown(request, listed_entity)
    return paged(Page[ListedEntity], request, _wanted_listings(request, wanted), wanted, as_entities)


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
    return paged(Page[CountryAnswer], request, views, paging, lambda found: map(country_answer, found))


@router.get("/countries/{code}", response=CountryAnswer, summary="A country")
def get_country(request: ActorRequest, code: Annotated[str, StringConstraints(max_length=2)]) -> CountryAnswer:
    """What is known about one country, each fact with its source and date."""
    return country_answer(country_facts(request.actor, code.upper()))


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


def _changes(request: ActorRequest, version: SourceVersion, part: Part) -> QuerySet[StoredListing]:
    asked = {Part.ADDED: queries.begun_with, Part.REMOVED: queries.ended_with, Part.CHANGED: queries.changed_with}
    return asked[part](request.actor, version)


def _wanted_listings(request: ActorRequest, wanted: ListingsWanted) -> QuerySet[StoredListing]:
    rows = queries.current_listings(request.actor).order_by("name", "listing")
    filters = {"name__icontains": wanted.q, "list_id": wanted.list_id, "source": wanted.source, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in filters.items() if value})
    if wanted.country:
        rows = rows.filter(countries__contains=[wanted.country])
    return queries.in_force_on(rows, wanted.on) if wanted.on else queries.counting_now(rows)


def _shown(request: ActorRequest, answer: Callable[[Listing], T]) -> Callable[[list[StoredListing]], Iterable[T]]:
    dates = {each.source: each.source_date for each in queries.versions_in_force(request.actor)}
    return lambda found: [answer(stored_listing(each.content, dates.get(each.source))) for each in found]
