"""Processes beside this one: how many may work at once, how they begin and end, and what they may take."""

import os
import resource
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import connection, current_process, get_context, parent_process
from multiprocessing.context import ForkServerContext
from threading import Thread, local
from typing import TypeVar

from aktsom.engine.errors import EngineError
from aktsom.engine.wording import said

GivenT = TypeVar("GivenT")
OtherT = TypeVar("OtherT")
ResultT = TypeVar("ResultT")
MEMORY_BYTES, SECONDS = 1_500_000_000, 60
_READ_ONCE = ("aktsom.engine.papers.images", "aktsom.engine.sheets", "aktsom.cli.main")
"""What every child needs: the readers, and the program that it is told to be a part of."""
_beside = local()


class BeyondLimitsError(Exception):
    """A process took more time or memory than it was given, or was ended from outside."""


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


def within_limits(
    work: Callable[[GivenT, OtherT], ResultT],
    given: GivenT,
    other: OtherT,
    *,
    seconds: int = SECONDS,
    memory_bytes: int = MEMORY_BYTES,
) -> ResultT:
    """What a function makes of a foreign file, in a process of its own with limits of processor time and memory.

    Raises `BeyondLimitsError` at these.
    """
    begun = time.monotonic()
    with ProcessPoolExecutor(1, context(), _bounded, (seconds, memory_bytes)) as pool:
        try:
            return pool.submit(work, given, other).result()
        except (BrokenProcessPool, MemoryError) as error:
            raise BeyondLimitsError from error
        finally:
            count_beside(_worked_in(pool, min(time.monotonic() - begun, seconds)))


def context() -> ForkServerContext:
    """How processes begin: forked from a small one that has read the readers' code once and nothing else."""
    found = get_context("forkserver")
    found.set_forkserver_preload([*_READ_ONCE])
    return found


def seconds_worked() -> float:
    """How long this thread kept a processor at work until now, with the processes that worked for it."""
    return time.thread_time() + _worked_beside()


def count_beside(seconds: float) -> None:
    """A process worked so long for this thread."""
    _beside.seconds = _worked_beside() + seconds


def _worked_beside() -> float:
    return float(getattr(_beside, "seconds", 0))


def _worked_in(pool: ProcessPoolExecutor, at_most: float) -> float:
    """How long the one process of the pool kept a processor at work; of one that is gone nobody knows."""
    try:
        return pool.submit(time.process_time).result()
    except BrokenProcessPool:
        return at_most


def _bounded(seconds: int, memory_bytes: int) -> None:
    """Limits, and an end together with the process that asked: one that is killed leaves nobody waiting behind."""
    end_with_parent()
    for which, most in ((resource.RLIMIT_AS, memory_bytes), (resource.RLIMIT_CPU, seconds)):
        _soft, hard = resource.getrlimit(which)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(which, (least, least))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)
