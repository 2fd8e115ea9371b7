"""What can be asked of sources: which versions there are, what they held on a day, and what changed between them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.compiled import Slot, among, prepared
from aktsom.core.errors import NotVisibleError
from aktsom.core.models import RoundStep
from aktsom.core.once import once
from aktsom.core.rounds import Freshness, is_behind
from aktsom.engine.lists.catalogue import LISTS, PUBLICATIONS, Publication, known_list
from aktsom.engine.lists.digest import readers_digest
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.snapshot import ENDS_AT, STARTS_AT
from aktsom.knowledge.sources.models import SourceVersion, StoredListing
from aktsom.knowledge.sources.store import stored_listing

OLD_AFTER_DAYS = 30
COLLECTIONS = {"us-csl": "US Consolidated Screening List"}
State = SourceVersion.State


@dataclass(frozen=True, slots=True)
class SourceState:
    """A source as the page shows it: what is in force, what was refused since, and whether it is old."""

    publication: Publication
    titles: tuple[str, ...]
    version: SourceVersion | None
    versions: int
    refused: SourceVersion | None

    @property
    def title(self) -> str:
        """What users call it: the title of its one list, else the publisher's name for the collection."""
        return (
            self.titles[0]
            if len(self.titles) == 1
            else COLLECTIONS.get(self.publication.id, self.publication.publisher)
        )

    @property
    def age_days(self) -> int | None:
        """Days since the date of the version in force."""
        if self.version is None:
            return None
        return age_in_days(self.version)

    @property
    def age_months(self) -> int:
        """Whole months, for lists that are months old."""
        return (self.age_days or 0) // 30

    @property
    def age_years(self) -> int:
        """Whole years, for lists that are years old."""
        return (self.age_days or 0) // 365

    @property
    def is_old(self) -> bool:
        """Whether somebody should see to an update: older than thirty days, or from the starter snapshot."""
        return self.version is not None and (self.version.is_snapshot or (self.age_days or 0) > OLD_AFTER_DAYS)


def lists_changed_at(actor: Actor) -> datetime | None:
    """When the newest version came into force."""
    in_force = SourceVersion.objects.visible_to(actor).filter(state=State.IN_FORCE)
    changed: datetime | None = in_force.aggregate(at=Max("in_force_from"))["at"]
    return changed


def freshness_now(actor: Actor) -> Freshness:
    """From when the hits are and whether the lists changed since, in one query. Whether a round runs is not asked."""
    changed, screened = _newest.first(actor) or (None, None)
    return Freshness(screened, is_behind(screened, changed))


@prepared
def _newest(actor: Actor) -> QuerySet[SourceVersion, tuple[datetime | None, datetime | None]]:
    done = RoundStep.objects.visible_to(actor).filter(name="screening", ended_at__isnull=False).order_by("-begun_at")
    in_force = SourceVersion.objects.visible_to(actor).filter(state=State.IN_FORCE)
    newest = in_force.order_by("-in_force_from").annotate(screened=Subquery(done.values("begun_at")[:1]))
    moments: QuerySet[SourceVersion, tuple[datetime | None, datetime | None]] = newest.values_list(
        "in_force_from", "screened"
    )
    return moments[:1]


def version_in_force(actor: Actor, source: str) -> SourceVersion | None:
    """The version of a source that counts now."""
    version: SourceVersion | None = (
        SourceVersion.objects.visible_to(actor).filter(source=source, state=State.IN_FORCE).first()
    )
    return version


def versions_in_force(actor: Actor) -> list[SourceVersion]:
    """The version of each source that counts now, by source."""
    return list(SourceVersion.objects.visible_to(actor).filter(state=State.IN_FORCE).order_by("source"))


def read_otherwise(actor: Actor) -> list[SourceVersion]:
    """The versions in force whose files other readers than the present ones read, and these did not refuse; by source."""
    seen = SourceVersion.objects.visible_to(actor).filter(readers=readers_digest())
    refused = seen.filter(source=OuterRef("source"), digest=OuterRef("digest"), state=State.REFUSED)
    held = SourceVersion.objects.visible_to(actor).filter(state=State.IN_FORCE, is_snapshot=False)
    return list(held.exclude(readers=readers_digest()).exclude(Exists(refused)).order_by("source"))


def versions_of(actor: Actor, source: str) -> QuerySet[SourceVersion]:
    """All versions of a source, refused ones too, newest first."""
    return SourceVersion.objects.visible_to(actor).filter(source=source).order_by("-retrieved_at", "-pk")


def get_version(actor: Actor, source: str, number: int | None) -> SourceVersion:
    """One version of a source by its number, or the one in force; raises `NotVisibleError`."""
    found = version_in_force(actor, source) if number is None else versions_of(actor, source).filter(pk=number).first()
    if found is None:
        raise NotVisibleError
    return found


@once
def all_versions(actor: Actor) -> list[SourceVersion]:
    """Every version of every source, the newest first, without the rows that were left out."""
    return _versions.read(actor)


@prepared
def _versions(actor: Actor) -> QuerySet[SourceVersion]:
    return SourceVersion.objects.visible_to(actor).defer("problems").order_by("-retrieved_at", "-pk")


def source_states(actor: Actor, language: str) -> list[SourceState]:
    """Every source of the catalogue, and any other that has versions, in two queries."""
    versions: dict[str, list[SourceVersion]] = {}
    for version in all_versions(actor):
        versions.setdefault(version.source, []).append(version)
    return [_state(each, versions.get(each.id, []), language) for each in PUBLICATIONS]


def source_state(actor: Actor, source: str, language: str) -> SourceState:
    """One source; raises `NotVisibleError` when the catalogue has none of that name."""
    for each in PUBLICATIONS:
        if each.id == source:
            return _state(each, list(versions_of(actor, source)), language)
    raise NotVisibleError


def age_in_days(version: SourceVersion) -> int:
    """Days since the version's own date, or since it came when it has none."""
    day: date = version.source_date or version.retrieved_at.date()
    return (timezone.localdate() - day).days


def list_title(list_id: str, language: str) -> str:
    """The title of a list in the reader's language; its id when only its file knows it."""
    known = known_list(list_id)
    return known.titles.get(language, known.titles["en"]) if known else list_id


def current_listings(actor: Actor) -> QuerySet[StoredListing]:
    """The rows that hold now."""
    return StoredListing.objects.visible_to(actor).filter(until=None)


def in_force_on(rows: QuerySet[StoredListing], day: date) -> QuerySet[StoredListing]:
    """Of these rows the listings that were in force on a day, by the days that the lists give."""
    return rows.filter(
        _without(ENDS_AT) | _day_at(ENDS_AT, "gte", day), _without(STARTS_AT) | _day_at(STARTS_AT, "lte", day)
    )


def counting_now(rows: QuerySet[StoredListing]) -> QuerySet[StoredListing]:
    """Of these rows the listings that have not ended; those that are announced count."""
    return rows.filter(_without(ENDS_AT) | _day_at(ENDS_AT, "gte", timezone.localdate()))


def ended_listings(actor: Actor) -> QuerySet[StoredListing]:
    """The listings that the lists still name, but only as having been in force once."""
    return current_listings(actor).filter(_day_at(ENDS_AT, "lt", timezone.localdate()))


def _day_at(place: int, compared: str, day: date) -> Q:
    """That there is a day at this place, which compares so. In PostgreSQL a JSON null is less than any text."""
    return Q(**{f"content__{place}__gt": "", f"content__{place}__{compared}": day.isoformat()})


def _without(place: int) -> Q:
    """That there is no day at this place: the record is shorter, or has null there."""
    return Q(**{f"content__{place}__isnull": True}) | Q(**{f"content__{place}__lte": ""})


def rows_as_of(actor: Actor, moment: datetime) -> QuerySet[StoredListing]:
    """The rows that held at a moment, of all sources."""
    still = Q(until=None) | Q(until__in_force_from__gt=moment)
    return StoredListing.objects.visible_to(actor).filter(still, since__in_force_from__lte=moment)


def listings_as_of(actor: Actor, moment: datetime, source: str = "") -> list[Listing]:
    """What was known at a moment, by id; of one source or of all."""
    rows = rows_as_of(actor, moment)
    versions = SourceVersion.objects.visible_to(actor).filter(
        Q(in_force_until=None) | Q(in_force_until__gt=moment), in_force_from__lte=moment
    )
    if source:
        rows = rows.filter(source=source)
    dates = dict(versions.values_list("source", "source_date"))
    contents = rows.order_by("listing").values_list("content", "source")
    return [stored_listing(content, dates.get(of)) for content, of in contents.iterator(chunk_size=5000)]


def listings_in_force(actor: Actor, sources: Collection[str] = (), day: date | None = None) -> Iterator[Listing]:
    """The listings that count now, or that were in force on a day by the days the lists give; of these sources, else of all."""
    rows = current_listings(actor)
    rows = counting_now(rows) if day is None else in_force_on(rows, day)
    rows = rows.filter(source__in=sources) if sources else rows
    dates = {each.source: each.source_date for each in versions_in_force(actor)}
    for content, source in rows.order_by("listing").values_list("content", "source").iterator(chunk_size=5000):
        yield stored_listing(content, dates.get(source))


@once
def listings_by_id(actor: Actor, ids: frozenset[str]) -> Mapping[str, Listing]:
    """Current listings by id; those that are gone give their last record. One query, whatever the number of ids."""
    return {name: stored_listing(content, day) for name, content, day in _newest_of.read(actor, listings=list(ids))}


@prepared
def _newest_of(actor: Actor, *, listings: Slot) -> QuerySet[StoredListing, tuple[str, Any, date | None]]:
    in_force = SourceVersion.objects.visible_to(actor).filter(source=OuterRef("source"), state=State.IN_FORCE)
    rows = StoredListing.objects.visible_to(actor).filter(among("listing", listings))
    newest = rows.order_by("listing", F("until_id").desc(nulls_first=True)).distinct("listing")
    dated: QuerySet[StoredListing, tuple[str, Any, date | None]] = newest.values_list(
        "listing", "content", Subquery(in_force.values("source_date")[:1])
    )
    return dated


def begun_with(actor: Actor, version: SourceVersion) -> QuerySet[StoredListing]:
    """Listings that the version added."""
    return (
        _of(actor, version)
        .filter(since=version)
        .exclude(listing__in=_of(actor, version).filter(until=version).values("listing"))
    )


def ended_with(actor: Actor, version: SourceVersion) -> QuerySet[StoredListing]:
    """Listings that the version no longer has."""
    return (
        _of(actor, version)
        .filter(until=version)
        .exclude(listing__in=_of(actor, version).filter(since=version).values("listing"))
    )


def changed_with(actor: Actor, version: SourceVersion) -> QuerySet[StoredListing]:
    """Listings that the version gives in another form, as they are now."""
    return _of(actor, version).filter(
        since=version, listing__in=_of(actor, version).filter(until=version).values("listing")
    )


def before_change(actor: Actor, version: SourceVersion, listings: list[str]) -> dict[str, Any]:
    """Names that listings had before the version changed them, by id."""
    rows = _of(actor, version).filter(until=version, listing__in=listings)
    return {row.listing: row for row in rows}


def _of(actor: Actor, version: SourceVersion) -> QuerySet[StoredListing]:
    return StoredListing.objects.visible_to(actor).filter(source=version.source).order_by("name", "listing")


def _state(publication: Publication, versions: list[SourceVersion], language: str) -> SourceState:
    current = next((each for each in versions if each.state == State.IN_FORCE), None)
    newest = versions[0] if versions else None
    return SourceState(
        publication=publication,
        titles=tuple(list_title(each.id, language) for each in LISTS if each.publication == publication.id),
        version=current,
        versions=sum(each.state != State.REFUSED for each in versions),
        refused=newest if newest is not None and newest.state == State.REFUSED else None,
    )
