"""What a screening process does. Only such a process loads this: it brings the index and the libraries that it needs.

No database and no Django here: a child reads listings from files and gives back plain records.
"""

from collections.abc import Iterable

from aktsom.engine.lists.listing import Listing, PartyKind, counting
from aktsom.engine.lists.snapshot import read_listings
from aktsom.engine.names.digest import saved_path
from aktsom.engine.names.explain import explain
from aktsom.engine.names.narrowing import narrowed
from aktsom.engine.names.saving import kept_screener
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.two_names import side_by_side
from aktsom.engine.names.types import Hit, Query
from aktsom.knowledge.screening.meaning import ListMeaning, meaning_of
from aktsom.knowledge.screening.processes import Asking, FoundHit, Lists


def prepare(lists: Lists) -> None:
    """Build and save the index."""
    open_screener(lists)


def open_screener(lists: Lists) -> Screener:
    """The screener over these files, from the saved index when there is one."""
    return kept_screener(saved_path(lists.folder, lists.digest), lambda: _listings(lists))


def found_hits(screener: Screener, queries: Iterable[Query]) -> list[FoundHit]:
    """All hits of the queries on listings in force that may be kept: see `_counts`."""
    answers = screener.screen(queries, counts=counting())
    return [_found(hit) for _query, found in answers for hit in found if _counts(hit)]


def compared(screener: Screener, query: Query, other: str) -> list[FoundHit]:
    """The query beside another name, however far they are; nothing when they cannot be compared."""
    hit = side_by_side(screener, query, other)
    return [] if hit is None else [_found(hit)]


def _counts(hit: Hit) -> bool:
    """Organisations are not compared with listed people; people only with listed people on lists that bind in Norway."""
    of_person = hit.listing.kind is PartyKind.PERSON
    if hit.query.kind is not PartyKind.PERSON:
        return not of_person
    return of_person and meaning_of(hit.listing.list_id, hit.listing.effects) is ListMeaning.SANCTIONS


def _found(hit: Hit) -> FoundHit:
    """The hit as it is stored, explained in both languages."""
    return FoundHit(
        query_id=hit.query.id,
        query_name=hit.query.name,
        listing=hit.listing.id,
        list_id=hit.listing.list_id,
        listing_name=hit.listing.name,
        matched_name=hit.matched_name,
        score=round(hit.score, 4),
        strength=hit.strength.value,
        source_date=hit.listing.source_date,
        explanation={
            "en": explain(hit, "en"),
            "nb": explain(hit, "nb"),
            "parts": [[part.query_part, part.listed_part, part.how.value, round(part.weight, 3)] for part in hit.parts],
            "left_query": list(hit.leftover_query),
            "left_listed": list(hit.leftover_listed),
            "left_weights": [list(each) for each in hit.leftover_weights],
            "source": hit.source,
            "evidence": [each.value for each in hit.evidence],
        },
    )


_screener: list[Screener] = []
_narrowed: dict[frozenset[str], Screener] = {}


def load(lists: Lists) -> None:
    """Open the screener that this process screens with."""
    _screener[:] = [open_screener(lists)]


def screen(chunk: Asking) -> list[FoundHit]:
    """All hits of these queries, with the screener that was loaded."""
    if chunk.only is None:
        return found_hits(_screener[0], chunk.queries)
    if chunk.only not in _narrowed:
        _narrowed.clear()
        _narrowed[chunk.only] = narrowed(_screener[0], chunk.only)
    return found_hits(_narrowed[chunk.only], chunk.queries)


def screen_here(lists: Lists, chunk: Asking) -> list[FoundHit]:
    """All hits of these queries, with a screener of their own."""
    screener = open_screener(lists)
    return found_hits(screener if chunk.only is None else narrowed(screener, chunk.only), chunk.queries)


def _listings(lists: Lists) -> list[Listing]:
    return [listing for path in lists.files for listing in read_listings(path)]
