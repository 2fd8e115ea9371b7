"""Screening in processes of its own, so that neither the index nor the libraries it needs stay in the memory of a server."""

from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from aktsom.engine.names.types import Query

CHUNK = 500
PROCESSES = 2
WORKERS = "aktsom.knowledge.screening.workers"


@dataclass(frozen=True, slots=True)
class Lists:
    """Files of listings (as `engine.lists.snapshot` writes them), the digest over them, and where to keep the index."""

    files: tuple[Path, ...]
    folder: Path
    digest: str


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
        return list(in_child("screen_here", lists, waiting))
    chunks = [waiting[start : start + CHUNK] for start in range(0, len(waiting), CHUNK)]
    # "spawn": a forked child would share the parent's database connection.
    context = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as builder:
        builder.submit(in_child, "prepare", lists).result()
    with ProcessPoolExecutor(min(processes, len(chunks)), context, in_child, ("load", lists)) as pool:
        return [hit for hits in pool.map(_screen, chunks) for hit in hits]


def in_child(name: str, *arguments: Any) -> Any:
    """Call a function of `workers.py`, which is loaded only where it runs."""
    return getattr(import_module(WORKERS), name)(*arguments)


def _screen(chunk: list[Query]) -> list[FoundHit]:
    found: list[FoundHit] = in_child("screen", chunk)
    return found
