"""How rooms announce that facts about subjects changed, so that rooms above can follow without being known.

What is announced in one transaction is told once, after it has been committed; what is rolled back is never told.
"""

import atexit
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from threading import Lock, Thread
from uuid import UUID

from django.db import connection, transaction

from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for

ROUND_SECONDS = 1.0
COUNTRIES = "country"
"""The kind to announce when facts about countries changed; it concerns every subject, so it carries no ids."""


@dataclass(frozen=True, slots=True)
class Changed:
    """Subjects of one kind ("partner", "cooperation", "tie") that an institution, or with None everyone, knows more of."""

    institution_id: int | None
    kind: str
    ids: frozenset[UUID]


Subscriber = Callable[[list[Changed]], None]
SUBSCRIBERS: dict[str, Subscriber] = {}


def subscribe(room: str, subscriber: Subscriber) -> None:
    """Let a room follow changes, after the rooms that subscribed before it. The connection acts for the institution."""
    SUBSCRIBERS[room] = subscriber


def announce(institution_id: int | None, kind: str, ids: Iterable[UUID] = ()) -> None:
    """Say that facts about these subjects changed for an institution, or with None for everyone."""
    pending = _pending()
    if pending is None:
        pending = _Pending()
        pending.add(institution_id, kind, ids)
        transaction.on_commit(pending)
    else:
        pending.add(institution_id, kind, ids)


@contextmanager
def told_soon() -> Iterator[None]:
    """What is announced and committed inside is told within about a second by a thread of its own, many changes at once.

    For programs that register hundreds of records one after the other: telling of each alone takes longer than registering.
    """
    before = _soon.set(True)
    try:
        yield
    finally:
        _soon.reset(before)


Found = Mapping[tuple[int | None, str], set[UUID]]
_soon: ContextVar[bool] = ContextVar("told soon", default=False)


class _Teller:
    """Gathers changes and tells of them in rounds. What a round could not tell is told again with the next change."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: dict[tuple[int | None, str], set[UUID]] = {}
        self._thread: Thread | None = None

    def add(self, found: Found) -> None:
        """Tell of these too, in the next round."""
        with self._lock:
            for key, ids in found.items():
                self._found.setdefault(key, set()).update(ids)
            if self._thread is None or not self._thread.is_alive():
                self._thread = Thread(target=self._rounds, daemon=True, name="telling what changed")
                self._thread.start()

    def flush(self) -> None:
        """Tell now of what waits."""
        found = self._take()
        try:
            _tell(found)
        except BaseException:
            with self._lock:
                for key, ids in found.items():
                    self._found.setdefault(key, set()).update(ids)
            raise

    def _rounds(self) -> None:
        try:
            while self._waits():
                time.sleep(ROUND_SECONDS)
                self.flush()
        finally:
            connection.close()

    def _waits(self) -> bool:
        with self._lock:
            if not self._found:
                self._thread = None
            return bool(self._found)

    def _take(self) -> Found:
        with self._lock:
            found, self._found = self._found, {}
        return found


_teller = _Teller()
atexit.register(_teller.flush)


@dataclass(eq=False)
class _Pending:
    """What one transaction, or one savepoint of it, has announced so far."""

    found: dict[tuple[int | None, str], set[UUID]] = field(default_factory=dict)

    def add(self, institution_id: int | None, kind: str, ids: Iterable[UUID]) -> None:
        self.found.setdefault((institution_id, kind), set()).update(ids)

    def __call__(self) -> None:
        if _soon.get():
            _teller.add(self.found)
        else:
            _tell(self.found)


def _tell(found: Found) -> None:
    by_institution: dict[int | None, list[Changed]] = {}
    for (institution_id, kind), ids in found.items():
        by_institution.setdefault(institution_id, []).append(Changed(institution_id, kind, frozenset(ids)))
    for institution_id, changes in by_institution.items():
        with acting_for(Actor.system("changes", institution_id)):
            for subscriber in SUBSCRIBERS.values():
                subscriber(changes)


def _pending() -> _Pending | None:
    """What waits already under the same savepoints, so that an import of thousands is told once."""
    if not connection.run_on_commit:
        return None
    savepoints, waiting = connection.run_on_commit[-1][:2]
    if isinstance(waiting, _Pending) and savepoints == set(connection.savepoint_ids):
        return waiting
    return None
