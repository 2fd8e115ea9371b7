"""The unit of bulk work: some names in, the written records of their hits out. The same wherever it is done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from aktsom.engine.bulk.records import written
from aktsom.engine.lists.listing import counting
from aktsom.engine.names.query_files import NumberedQuery
from aktsom.engine.names.screener import Screener

CHUNK = 512
Chunk = list[NumberedQuery]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of every chunk: the format of the records, the lowest score, the most hits for a name, and on which day the
    listings were in force (now, without one).
    """

    shape: str
    threshold: float
    top: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A chunk that was screened. `text` holds its records; `nameless` the rows that have no name, `strange` those with
    a country that nobody knows.
    """

    names: int
    hits: int
    nameless: tuple[int, ...]
    text: str
    strange: tuple[int, ...] = ()


def chunks_of(queries: Iterable[NumberedQuery], size: int = CHUNK) -> Iterator[Chunk]:
    """The queries in order, so many at a time, read as they are needed."""
    waiting = iter(queries)
    while chunk := list(islice(waiting, size)):
        yield chunk


def screened(screener: Screener, chunk: Chunk, wanted: Wanted) -> Done:
    """Screen one chunk."""
    answers = screener.screen(
        (each.query for each in chunk), threshold=wanted.threshold, top=wanted.top, counts=counting(wanted.on)
    )
    found = [(each, hits) for each, (_query, hits) in zip(chunk, answers, strict=True)]
    nameless = tuple(each.row for each in chunk if not each.query.name.strip())
    strange = tuple(each.row for each in chunk if each.strange_country)
    return Done(len(chunk), sum(len(hits) for _, hits in found), nameless, written(wanted.shape, found), strange)
