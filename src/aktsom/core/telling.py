"""When to tell of changes that a program makes one after the other: once the burst has passed, in a thread of its own."""

import time
from collections.abc import Callable
from threading import Lock, Thread

from django.db import connection

QUIET, LONGEST = 1.0, 5.0
"""Seconds without a new change after which a burst has passed, and after which it is told of though it goes on."""


class Teller:
    """Tells of each institution's changes soon. The thread ends when nothing waits.

    What it could not tell of waits in the database, and the worker tells of it within a minute.
    """

    def __init__(
        self, tell: Callable[[int], None], *, quiet: float = QUIET, longest: float = LONGEST, start: bool = True
    ) -> None:
        self._tell, self._quiet, self._longest, self._start = tell, quiet, longest, start
        self._lock = Lock()
        self._bursts: dict[int, tuple[float, float]] = {}
        self._thread: Thread | None = None

    def add(self, institution_id: int) -> None:
        """Something of the institution changed."""
        now = time.monotonic()
        with self._lock:
            first, _latest = self._bursts.get(institution_id, (now, now))
            self._bursts[institution_id] = first, now
            if self._start and (self._thread is None or not self._thread.is_alive()):
                self._thread = Thread(target=self._run, daemon=True, name="telling what changed")
                self._thread.start()

    def due(self, now: float) -> list[int]:
        """Those whose bursts have passed, or last too long; they are told of by whoever asks."""
        with self._lock:
            found = [each for each in self._bursts if self._moment(each) <= now]
            for each in found:
                del self._bursts[each]
            return found

    def _run(self) -> None:
        try:
            while (moment := self._next()) is not None:
                time.sleep(max(moment - time.monotonic(), 0))
                for institution_id in self.due(time.monotonic()):
                    self._tell(institution_id)
        finally:
            connection.close()

    def _next(self) -> float | None:
        """When to look again: new changes only ever put a moment off."""
        with self._lock:
            if not self._bursts:
                self._thread = None
                return None
            return min(map(self._moment, self._bursts))

    def _moment(self, institution_id: int) -> float:
        first, latest = self._bursts[institution_id]
        return min(latest + self._quiet, first + self._longest)
