"""Screening in processes of its own, so that neither the index nor what it needs stays in the memory of a server.

No database and no Django here: a child reads listings from files and gives back plain records.
"""

from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from aktsom.engine.lists.listing import Listing, PartyKind
from aktsom.engine.lists.snapshot import read_listings
from aktsom.engine.names.explain import explain
from aktsom.engine.names.saving import kept_screener, saved_path
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Hit, Query

CHUNK = 500
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Lists:
    """Files of listings (as `engine.lists.snapshot` writes them), the digest over them, and where to keep the index."""

    files: tuple[Path, ...]
    folder: Path
    digest: str

    @property
    def saved(self) -> Path:
        """The saved index over exactly these files, by this version of the engine."""
        return saved_path(self.folder, self.digest)


@dataclass(frozen=True, slots=True)
class FoundHit:
    """A hit without the listing's own record: all that is stored of it."""

    query_id: str
    query_name: str
    listing: str
    list_id: str
    listing_name: str
    matched_name: str
    score: float
    strength: str
    source_date: date | None
    explanation: dict[str, object]


def screen_all(lists: Lists, queries: Iterable[Query], *, processes: int = PROCESSES) -> list[FoundHit]:
    """All hits of all queries, in their order, whatever the number of processes; 0 means in this one."""
    waiting = list(queries)
    if not waiting:
        return []
    if processes == 0:
        return found_hits(open_screener(lists), waiting)
    chunks = [waiting[start : start + CHUNK] for start in range(0, len(waiting), CHUNK)]
    # "spawn": a forked child would share the parent's database connection.
    context = get_context("spawn")
    if not lists.saved.exists():
        with ProcessPoolExecutor(1, mp_context=context) as builder:
            builder.submit(prepare, lists).result()
    with ProcessPoolExecutor(min(processes, len(chunks)), context, _load, (lists,)) as pool:
        return [hit for hits in pool.map(_screen, chunks) for hit in hits]


def prepare(lists: Lists) -> None:
    """Build and save the index when it is not there yet."""
    open_screener(lists)


def open_screener(lists: Lists) -> Screener:
    """The screener over these files, from the saved index when there is one."""
    return kept_screener(lists.saved, lambda: _listings(lists))


def found_hits(screener: Screener, queries: Iterable[Query]) -> list[FoundHit]:
    """All hits of the queries but those on listed people: only organisations are asked about here."""
    hits = (hit for _query, found in screener.screen(queries) for hit in found)
    return [_found(hit) for hit in hits if hit.listing.kind is not PartyKind.PERSON]


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
            "evidence": [each.value for each in hit.evidence],
        },
    )


_screener: list[Screener] = []


def _load(lists: Lists) -> None:
    _screener[:] = [open_screener(lists)]


def _screen(chunk: Sequence[Query]) -> list[FoundHit]:
    return found_hits(_screener[0], chunk)


def _listings(lists: Lists) -> list[Listing]:
    return [listing for path in lists.files for listing in read_listings(path)]
