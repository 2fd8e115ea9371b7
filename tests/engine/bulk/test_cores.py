"""The same records in the same order, on however many cores, and what is said when a process is ended from outside."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from aktsom.engine.bulk.chunks import Chunk, Wanted, chunks_of
from aktsom.engine.bulk.cores import in_order, over_cores
from aktsom.engine.errors import EngineError
from aktsom.engine.names.query_files import NumberedQuery
from aktsom.engine.names.saving import save_screener
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query
from tests.engine.names.parties import LISTINGS

WANTED = Wanted("jsonl", 0.6, 5)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "lists.index"
    save_screener(Screener.build(LISTINGS), path)
    return path


def queries(number: int) -> list[NumberedQuery]:
    names = [name.text for listing in LISTINGS for name in listing.names] + ["", "University of Nowhere"]
    return [NumberedQuery(row, Query(name=names[row % len(names)], id=str(row))) for row in range(2, number + 2)]


def test_any_number_of_processes_and_any_size_of_chunks_gives_the_same(index: Path) -> None:
    given = queries(200)
    expected = "".join(done.text for done in over_cores(index, chunks_of(given), WANTED, 1))
    for processes, size in ((2, 7), (3, 64)):
        done = list(over_cores(index, chunks_of(given, size), WANTED, processes))
        assert "".join(each.text for each in done) == expected
        assert sum(each.names for each in done) == 200
        assert sum(len(each.nameless) for each in done) == sum(not each.query.name for each in given)


def test_nothing_to_screen_gives_nothing(index: Path) -> None:
    assert list(over_cores(index, chunks_of([]), WANTED, 2)) == []


def test_chunks_are_read_only_a_few_ahead() -> None:
    read = count()
    taken = in_order(lambda chunk: chunk, (next(read) for _ in range(1000)), lambda: 6)
    assert [next(taken) for _ in range(3)] == [0, 1, 2]
    assert next(read) < 12


def test_a_process_that_is_killed_is_told_and_not_waited_for(index: Path) -> None:
    def chunks() -> Iterator[Chunk]:
        yield from chunks_of(queries(40), 10)
        children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        for child in map(int, children):
            with suppress(FileNotFoundError, ProcessLookupError):  # what ends by itself meanwhile is none of them
                if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(child, signal.SIGKILL)
        yield from chunks_of(queries(4000), 10)

    with pytest.raises(EngineError, match="ended from outside"):
        list(over_cores(index, chunks(), WANTED, 2))


def test_an_index_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot be read"):
        list(over_cores(tmp_path / "gone.index", chunks_of(queries(3)), WANTED, 1))
