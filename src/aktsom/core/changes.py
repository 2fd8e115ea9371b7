"""How rooms announce that facts about subjects changed, so that rooms above can follow without being known.

What is announced in one transaction is told once, after it has been committed; what is rolled back is never told. Changes
for everyone lead to a whole round in the background (core/rounds.py).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from django.db import connection, transaction

from aktsom.core.actor import Actor
from aktsom.core.adding import add_row
from aktsom.core.models import PendingChange
from aktsom.core.rounds import round_soon
from aktsom.core.telling import Teller
from aktsom.core.tenancy import acting_for

TELLING = 0x414B57
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
    """Say that facts about these subjects changed for an institution, or with None for everyone.

    It is written down in the running transaction, so that it is told even if this program is killed right after it.
    """
    pending = _pending()
    if pending is None:
        pending = _Pending()
        transaction.on_commit(pending.tell, robust=True)
    new = pending.add(institution_id, kind, ids)
    if institution_id is not None:
        _write_down([PendingChange(institution_id=institution_id, kind=kind, subject_id=each) for each in new])


def _write_down(rows: list[PendingChange]) -> None:
    if len(rows) == 1:
        add_row(rows[0])
    else:
        PendingChange.objects.bulk_create(rows)


@contextmanager
def told_soon() -> Iterator[None]:
    """What is announced and committed inside is told by a thread of its own, when the burst has passed: many changes at once.

    For programs that register hundreds of records one after the other: telling of each alone takes longer than registering.
    """
    with _told_by(_teller.add):
        yield


@contextmanager
def told_together() -> Iterator[Callable[[], None]]:
    """What is announced and committed inside is told when the function that is given is called, and at the end.

    For work in the background that takes minutes and knows itself when it is time.
    """
    waiting = set[int]()

    def tell() -> None:
        while waiting:
            # Where no transaction is open this is at once; and if telling fails, it is told again later.
            transaction.on_commit(partial(tell_what_waits, waiting.pop()), robust=True)

    try:
        with _told_by(waiting.add):
            yield tell
    finally:
        tell()


@contextmanager
def _told_by(tell: Callable[[int], object]) -> Iterator[None]:
    before = _told.set(tell)
    try:
        yield
    finally:
        _told.reset(before)


def tell_what_waits(institution_id: int) -> None:
    """Tell the rooms of everything that waits for an institution. If one of them fails, it waits on, to be told again."""
    with acting_for(Actor.system("changes", institution_id)), transaction.atomic():
        # Two who tell of the same subjects at once would both write the flags that one of them has just written.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [TELLING, institution_id])
        waiting = list(PendingChange.objects.select_for_update(skip_locked=True).order_by("pk"))
        found: dict[str, set[UUID]] = {}
        for each in waiting:
            found.setdefault(each.kind, set()).update([each.subject_id] if each.subject_id else [])
        changes = [Changed(institution_id, kind, frozenset(ids)) for kind, ids in found.items()]
        PendingChange.objects.filter(pk__in=[each.pk for each in waiting]).delete()
        for subscriber in SUBSCRIBERS.values() if changes else ():
            subscriber(changes)


_told: ContextVar[Callable[[int], object]] = ContextVar("told by", default=tell_what_waits)
_teller = Teller(tell_what_waits)


@dataclass(eq=False)
class _Pending:
    """What one transaction, or one savepoint of it, has announced so far."""

    found: dict[tuple[int | None, str], set[UUID | None]] = field(default_factory=dict)

    def add(self, institution_id: int | None, kind: str, ids: Iterable[UUID]) -> set[UUID | None]:
        """Those that were not announced before."""
        known = self.found.setdefault((institution_id, kind), set())
        new: set[UUID | None] = set(ids)
        new = (new or {None}) - known
        known |= new
        return new

    def tell(self) -> None:
        """After the commit: at once, or later, or by a round in the background."""
        for institution_id in {institution_id for institution_id, _kind in self.found}:
            if institution_id is None:
                round_soon()
            else:
                _told.get()(institution_id)


def _pending() -> _Pending | None:
    """What waits already under the same savepoints, so that an import of thousands is told once."""
    if not connection.run_on_commit:
        return None
    savepoints, told = connection.run_on_commit[-1][:2]
    waiting = getattr(told, "__self__", None)
    if isinstance(waiting, _Pending) and savepoints == set(connection.savepoint_ids):
        return waiting
    return None
