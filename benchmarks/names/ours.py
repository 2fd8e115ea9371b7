"""The product's own screening, asked the same as its peers, in processes of its own.

`python -m benchmarks.names.ours build|ask|many TASK FOLDER`: `build` makes and saves the indexes, `ask` loads them and
answers, `many` says how much slower ten times the list is. Each writes FOLDER/MODE.json.
"""

import gc
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from aktsom.config.environment import public_data
from aktsom.engine.lists.directory import read_lists
from aktsom.engine.lists.listing import Listing, PartyKind
from aktsom.engine.names.calibration import CALLED_THE_SAME
from aktsom.engine.names.saving import load_screener, save_screener
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query, Strength
from benchmarks.names.derived import SEED, latin_only, mistyped
from benchmarks.names.hostile import hostile_names
from benchmarks.names.protocol import (
    Answers,
    Hits,
    Question,
    Task,
    latencies,
    peak_megabytes,
    processor_seconds,
    read_task,
    write_answers,
)

NAME = "Aktsom"
_ALL, _LATIN = "all.index", "latin.index"
_SINGLE = 400
_MANY = 1000
_LEAST = 0.4
_TIMES = 10
_MANY_ASKED = 2000
_COPIED = 4


def query_of(question: Question) -> Query:
    """The question as the engine takes it."""
    return Query(question.name, country=question.country, kind=PartyKind(question.kind))


def build(folder: Path) -> Answers:
    """Read the lists, build the index, save it, and one over the names in Latin letters."""
    given = Answers(NAME)
    listings = _listings()
    built: list[Screener] = []
    given.figures["build, s"] = processor_seconds(lambda: built.append(Screener.build(listings)))
    given.figures["memory of the build, MB"] = peak_megabytes()
    save_screener(built[0], folder / _ALL)
    given.figures["saved index, MB"] = (folder / _ALL).stat().st_size / 1e6
    save_screener(Screener.build(latin_only(listings)), folder / _LATIN)
    return given


def ask(task: Task, folder: Path) -> Answers:
    """Load the saved index and answer everything."""
    given = Answers(NAME)
    started = time.perf_counter()
    screener = _loaded(folder / _ALL)
    given.figures["saved index loaded, s"] = time.perf_counter() - started
    speed = [query_of(question) for question in task.speed]
    given.figures["batch, a second"] = len(speed) / processor_seconds(lambda: list(screener.screen(speed)))
    given.figures["batch, asked"] = len(speed)
    given.figures |= latencies(
        lambda question: list(screener.screen([query_of(question)])), task.speed[:: len(speed) // _SINGLE][:_SINGLE]
    )
    given.figures["memory, MB"] = peak_megabytes()
    given.figures["dearest hostile name, ms"] = max(_milliseconds(screener, name) for name in hostile_names())
    for processes in (1, 2):
        given.figures[f"names a second by the clock, {processes} processes"] = _by_the_clock(folder, task, processes)
    latin = _loaded(folder / _LATIN)
    for one in task.sets:
        given.sets[one.name] = list(_hits(latin if one.latin_only else screener, one.questions, CALLED_THE_SAME))
    hits = _hits(screener, [question for question, _ in task.pairs], _LEAST)
    given.pairs = [dict(found).get(party) for found, (_, party) in zip(hits, task.pairs, strict=True)]
    return given


def many(task: Task) -> Answers:
    """How many times slower, with ten times the list, of which nine are copies with a wrong letter in each name."""
    listings = _listings()
    speed = [query_of(question) for question in task.speed[:_MANY_ASKED]]
    times = _just_built(_copies(listings), speed) / _just_built(listings, speed)
    return Answers(NAME, {"slower with ten times the list, times": times})


def _just_built(listings: Iterable[Listing], queries: Sequence[Query]) -> float:
    """Seconds that the questions take. What building left to be gone through for garbage is no part of them."""
    screener = Screener.build(listings)
    gc.collect()
    return _seconds(screener, queries)


def _milliseconds(screener: Screener, name: str) -> float:
    """The least of three times: others use the machine too."""
    return 1000 * min(_seconds(screener, [Query(name)]) for _ in range(3))


def _seconds(screener: Screener, queries: Sequence[Query]) -> float:
    return processor_seconds(lambda: list(screener.screen(queries)))


def _copies(listings: Sequence[Listing]) -> Iterator[Listing]:
    yield from listings
    chance = random.Random(SEED)
    for copy in range(1, _TIMES):
        for listing in listings:
            names = tuple(replace(name, text=mistyped(name.text, chance)) for name in listing.names)
            yield replace(listing, id=f"{listing.id}~copy{copy}", names=names)


def _listings() -> list[Listing]:
    data = public_data()
    if data is None:
        sys.exit("The public data is not there; set AKTSOM_DATA.")
    return list(read_lists(data / "lists", problems=lambda _: None))


def _loaded(path: Path) -> Screener:
    screener = load_screener(path)
    if screener is None:
        sys.exit(f"{path} is no index of this version; run the bench anew.")
    return screener


def _hits(screener: Screener, questions: Sequence[Question], threshold: float) -> Iterator[Hits]:
    for _, found in screener.screen([query_of(each) for each in questions], threshold=threshold, top=_MANY):
        yield [(hit.listing.id, hit.score) for hit in found if hit.strength is not Strength.PART_OF]


_WORKER: list[Screener] = []


def _begin(path: Path) -> None:
    _WORKER.append(_loaded(path))


def _count(queries: Sequence[Query]) -> int:
    return sum(1 for _ in _WORKER[0].screen(queries))


def _by_the_clock(folder: Path, task: Task, processes: int) -> float:
    queries = [query_of(question) for question in task.speed]
    chunks = [queries[at :: processes * _COPIED] for at in range(processes * _COPIED)]
    with get_context("spawn").Pool(processes, _begin, (folder / _ALL,)) as pool:
        pool.map(_count, chunks[:processes], chunksize=1)
        started = time.perf_counter()
        screened = sum(pool.map(_count, chunks, chunksize=1))
        return screened / (time.perf_counter() - started)


def main() -> None:
    """Run one mode."""
    mode, task, folder = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    given = (
        build(folder) if mode == "build" else ask(read_task(task), folder) if mode == "ask" else many(read_task(task))
    )
    write_answers([given], folder / f"{mode}.json")


if __name__ == "__main__":
    main()
