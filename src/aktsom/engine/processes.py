"""Processes beside this one: how many may work at once, and how they begin and end."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, current_process, get_context, parent_process
from threading import Thread
from typing import TypeVar

from aktsom.engine.errors import EngineError
from aktsom.engine.wording import said

GivenT = TypeVar("GivenT")
ResultT = TypeVar("ResultT")


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0))


def may_have_children() -> bool:
    """Whether this process may start others: one that ends with its parent, whatever it does, may not."""
    return not current_process().daemon


def end_with_parent() -> None:
    """A parent that was killed cannot stop its children; they must not wait for it forever."""
    Thread(target=_end_with_parent, daemon=True).start()


@contextmanager
def beside(work: Callable[[GivenT], ResultT], given: GivenT) -> Iterator[Callable[[], ResultT]]:
    """Have something done in a process of its own while the block runs, which can ask for what came of it.

    Raises `EngineError` when that process was ended from outside.
    """
    # "spawn": a forked child would share whatever threads and connections its parent has.
    pool = ProcessPoolExecutor(1, get_context("spawn"), end_with_parent)
    try:
        yield pool.submit(work, given).result
    except BrokenProcessPool as cause:
        raise EngineError(
            said("A process that this one had started was ended from outside, perhaps for want of memory."),
            remedy=said("Start again."),
        ) from cause
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
