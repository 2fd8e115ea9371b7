"""Screening in processes of its own, so that neither the index nor the libraries it needs stay in the memory of a server."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from aktsom.engine.names.digest import saved_path
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

    @property
    def stored(self) -> dict[str, Any]:
        """What is stored of it, by the names of `ScreeningHit`."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "query_id"}

    def sentence(self, language: str) -> str:
        """Why the names are taken for one, in this language, else in English."""
        return str(self.explanation.get(language) or self.explanation.get("en", ""))


@dataclass(frozen=True, slots=True)
class Asking:
    """Names to look for: on all lists, or with `only` among the listings with these ids."""

    queries: Sequence[Query]
    only: frozenset[str] | None = None


@contextmanager
def prepared(lists: Lists, *, processes: int = PROCESSES) -> Iterator[None]:
    """Make the index ready, if it is not, in a process of its own while the block runs; it is ready when the block is left."""
    if processes == 0 or saved_path(lists.folder, lists.digest).exists():
        yield
        return
    with _pool(1) as builder:
        ready = builder.submit(in_child, "prepare", lists)
        yield
        ready.result()


def screen_all(lists: Lists, *askings: Asking, processes: int = PROCESSES) -> list[FoundHit]:
    """All hits of all queries, in their order, whatever the number of processes; 0 means in this one."""
    chunks = [
        Asking(asking.queries[start : start + CHUNK], asking.only)
        for asking in askings
        for start in range(0, len(asking.queries), CHUNK)
    ]
    if processes == 0 or not chunks:
        return [hit for chunk in chunks for hit in in_child("screen_here", lists, chunk)]
    with prepared(lists):
        pass
    with _pool(min(processes, len(chunks)), in_child, ("load", lists)) as pool:
        return [hit for hits in pool.map(_screen, chunks) for hit in hits]


def _pool(processes: int, *begin: Any) -> ProcessPoolExecutor:
    """ "spawn": a forked child would share the parent's database connection."""
    return ProcessPoolExecutor(processes, get_context("spawn"), *begin)


def in_child(name: str, *arguments: Any) -> Any:
    """Call a function of `workers.py`, which is loaded only where it runs."""
    return getattr(import_module(WORKERS), name)(*arguments)


def _screen(chunk: Asking) -> list[FoundHit]:
    found: list[FoundHit] = in_child("screen", chunk)
    return found
