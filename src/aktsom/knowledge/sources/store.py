"""Listings as temporal rows: each version closes the rows that no longer hold and begins those that are new or changed."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import orjson
from django.db import connection

from aktsom.engine.lists.compare import part_of
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.snapshot import listing_of, row_of
from aktsom.knowledge.sources.models import SourceVersion, StoredListing

COLUMNS = (
    "listing",
    "source",
    "list_id",
    "kind",
    "name",
    "programme",
    "effects",
    "countries",
    "content",
    "digest",
    "since_id",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of listings that came, went and changed with a version."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def store_listings(version: SourceVersion, listings: Sequence[Listing]) -> Difference:
    """Bring the rows of the version's source in step with its listings. Call inside a transaction."""
    current = _current(version.source)
    coming = {listing.id: (listing, facts_digest(listing)) for listing in listings}
    added = tuple(each for each in coming if each not in current)
    removed = tuple(each for each in current if each not in coming)
    changed = tuple(each for each, (_, digest) in coming.items() if current.get(each, digest) != digest)
    ended = [*removed, *changed]
    StoredListing.objects.filter(source=version.source, until=None, listing__in=ended).update(until=version)
    _copy(_rows(version, (coming[each] for each in (*added, *changed))))
    return Difference(added, removed, changed)


def differs(source: str, listings: Sequence[Listing]) -> bool:
    """Whether these listings say anything else than the rows of the source that hold now."""
    return _current(source) != {listing.id: facts_digest(listing) for listing in listings}


def parts_in_force(source: str) -> Counter[str]:
    """How many entries each part of the source has now."""
    rows = StoredListing.objects.filter(source=source, until=None).values_list("listing", "list_id")
    return Counter(part_of(*row) for row in rows)


def _current(source: str) -> dict[str, str]:
    return dict(StoredListing.objects.filter(source=source, until=None).values_list("listing", "digest"))


def facts_digest(listing: Listing) -> str:
    """The SHA-256 over what a listing says. That the source has a new date or address changes nothing in it."""
    facts = row_of(replace(listing, source_date=None, source_url=""))
    return hashlib.sha256(orjson.dumps(facts)).hexdigest()


def content_of(listing: Listing, version_date: date | None) -> bytes:
    """The stored record: without the source date where it is the version's, since unchanged rows outlive versions."""
    own = replace(listing, source_date=None) if listing.source_date == version_date else listing
    return orjson.dumps(row_of(own)).replace(b"\\u0000", b"")


def stored_listing(content: list[object], version_date: date | None) -> Listing:
    """The listing of a stored record, dated by the version in force."""
    listing = listing_of(content)
    return listing if listing.source_date else replace(listing, source_date=version_date)


def _rows(version: SourceVersion, coming: Iterable[tuple[Listing, str]]) -> Iterator[tuple[object, ...]]:
    for listing, digest in coming:
        yield (
            listing.id,
            version.source,
            listing.list_id,
            listing.kind.value,
            listing.name,
            listing.programme,
            orjson.dumps(listing.effects).decode(),
            orjson.dumps(listing.countries).decode(),
            content_of(listing, version.source_date).decode(),
            digest,
            version.pk,
        )


def _copy(rows: Iterable[tuple[object, ...]]) -> None:
    table = StoredListing._meta.db_table
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
