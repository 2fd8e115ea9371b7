"""How rooms announce that facts about subjects changed, so that rooms above can follow without being known.

What is announced in one transaction is told once, after it has been committed; what is rolled back is never told.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for

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


@dataclass(eq=False)
class _Pending:
    """What one transaction, or one savepoint of it, has announced so far."""

    found: dict[tuple[int | None, str], set[UUID]] = field(default_factory=dict)

    def add(self, institution_id: int | None, kind: str, ids: Iterable[UUID]) -> None:
        self.found.setdefault((institution_id, kind), set()).update(ids)

    def __call__(self) -> None:
        by_institution: dict[int | None, list[Changed]] = {}
        for (institution_id, kind), ids in self.found.items():
            by_institution.setdefault(institution_id, []).append(Changed(institution_id, kind, frozenset(ids)))
        for institution_id, changes in by_institution.items():
            with acting_for(Actor.system("changes", institution_id)):
                for subscriber in SUBSCRIBERS.values():
                    subscriber(changes)


def _pending() -> _Pending | None:
    """What waits already under the same savepoints, so that an import of thousands is told once."""
    if not connection.run_on_commit:
        return None
    savepoints, waiting, _robust = connection.run_on_commit[-1]
    fits = isinstance(waiting, _Pending) and savepoints == set(connection.savepoint_ids)
    return waiting if fits else None
