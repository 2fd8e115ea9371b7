"""Checking papers in processes beside the one that brings a drawer in, which takes nearly all the time that a drawer takes."""

import logging
import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Lock
from types import TracebackType

from aktsom.content import clause_library
from aktsom.content.yardstick import Held, Yardstick, held_against
from aktsom.engine.papers.types import Paper
from aktsom.engine.processes import context, cores, end_with_parent

logger = logging.getLogger(__name__)
WORTH = 4
"""From more papers than this on, processes are worth what it takes to begin them."""
_COURTESY = 5
"""Pages that somebody waits for come first."""


class Checkers:
    """As many processes as there are cores, from the first paper on. With `papers` too few for that, none.

    Whatever goes wrong in them is no answer: whoever asked checks the paper without them then, and hears there what is wrong.
    """

    def __init__(self, papers: int) -> None:
        self._are_worth_it = papers > WORTH
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def __enter__(self) -> "Checkers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def held(self, paper: Paper, against: Yardstick) -> Held | None:
        """What is found in the paper, or None. May be called by several threads at once, and waits for it."""
        if not self._are_worth_it:
            return None
        pool = self._begun()
        try:
            answer = pool.submit(held_against, paper, against)
            error = answer.exception()
        except BrokenProcessPool as broken:
            error = broken
        if error is None:
            return answer.result()
        logger.error("a paper could not be checked beside this process", exc_info=error)
        if isinstance(error, BrokenProcessPool):
            self._forget(pool)
        return None

    def _begun(self) -> ProcessPoolExecutor:
        with self._lock:
            self._pool = self._pool or ProcessPoolExecutor(cores(), context(), _begin)
            return self._pool

    def _forget(self, broken: ProcessPoolExecutor) -> None:
        """The next paper begins other processes, once, however many papers waited for these."""
        with self._lock:
            if self._pool is broken:
                self._pool = None


def _begin() -> None:
    end_with_parent()
    os.nice(_COURTESY)
    if meaning := clause_library().meaning:
        meaning.keep()
