"""Chunks over the cores of this machine, in order, with as little in memory as keeps all of them busy.

The processes map one saved index, so they share its memory.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from aktsom.engine.bulk.chunks import Chunk, Done, Wanted, screened
from aktsom.engine.errors import EngineError
from aktsom.engine.names.saving import load_screener
from aktsom.engine.names.screener import Screener
from aktsom.engine.processes import end_with_parent
from aktsom.engine.wording import said

T = TypeVar("T")
R = TypeVar("R")
_AHEAD = 3


def over_cores(index: Path, chunks: Iterable[Chunk], wanted: Wanted, processes: int) -> Iterator[Done]:
    """Screen the chunks, in order. A single chunk, or a single process, is done right here.

    Raises `EngineError` when the index cannot be read or a process was ended from outside.
    """
    waiting = iter(chunks)
    first = list(islice(waiting, 2))
    if processes == 1 or len(first) == 1:
        screener = opened(index)
        yield from (screened(screener, chunk, wanted) for chunk in chain(first, waiting))
    elif first:
        yield from _over_processes(index, chain(first, waiting), wanted, processes)


def opened(index: Path) -> Screener:
    """The screener that was saved there; raises `EngineError` when it is gone or damaged."""
    screener = load_screener(index)
    if screener is None:
        raise EngineError(said("The prepared lists cannot be read."), place=str(index), remedy=said("Start again."))
    return screener


def in_order(send: Callable[[T], R], chunks: Iterable[T], ahead: Callable[[], int]) -> Iterator[R]:
    """What `send` gives for each chunk, in order, sending so many before the first of them is taken."""
    sent: deque[R] = deque()
    for chunk in chunks:
        sent.append(send(chunk))
        while len(sent) > ahead():
            yield sent.popleft()
    yield from sent


def _over_processes(index: Path, chunks: Iterable[Chunk], wanted: Wanted, processes: int) -> Iterator[Done]:
    # "spawn": a forked child would share whatever threads and connections its parent has.
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (index,))

    def send(chunk: Chunk) -> "Future[Done]":
        return pool.submit(_screened_here, chunk, wanted)

    try:
        for future in in_order(send, chunks, lambda: processes * _AHEAD):
            yield future.result()
    except BrokenProcessPool as cause:
        raise EngineError(
            said("One of the processes that screen was ended from outside, perhaps for want of memory."),
            remedy=said("Try again with fewer processes; with --output and --resume it goes on where it was."),
        ) from cause
    finally:
        pool.shutdown(cancel_futures=True)


_screener: list[Screener] = []


def _begin(index: Path) -> None:
    end_with_parent()
    _screener[:] = [opened(index)]


def _screened_here(chunk: Chunk, wanted: Wanted) -> Done:
    return screened(_screener[0], chunk, wanted)
