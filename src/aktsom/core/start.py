"""How rooms tell the start page what waits for a person and what changed, without the page knowing the rooms.

A room registers its providers in `ready()`; a provider gives only what the actor may see and act on, and nothing at zero.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, DateField, F, Min, QuerySet, Value
from django.db.models.functions import Cast

from aktsom.core.actor import Actor
from aktsom.core.compiled import prepared
from aktsom.core.errors import Sentence


@dataclass(frozen=True, slots=True)
class StartItem:
    """Something that waits for the person: how many, where, and by when if there is a day.

    `title` is a whole phrase that reads well after the count or alone, such as "hits to judge"; `one` is the phrase where there
    is a single one. A backlog, which nobody is expected to empty in a day, comes after what can be done now. An item that tells
    of several days together has them one by one for calendars: as `days`, or as `apart`, which asks for them only then.
    """

    title: Sentence
    count: int
    url: str
    date: datetime.date | None = None
    detail: Sentence = ""
    is_backlog: bool = False
    one: Sentence = ""
    days: "tuple[StartItem, ...]" = ()
    apart: "Callable[[], Iterable[StartItem]] | None" = None


@dataclass(frozen=True, slots=True)
class Counted:
    """An item whose number, and nearest day if `day` names a column, is asked together with those of all rooms in one query.

    `rows` is a function of a module that builds the rows from the actor alone: its SQL is kept.
    """

    item: StartItem
    rows: Callable[[Actor], QuerySet[Any]]
    day: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed lately: what, when, and where to read more."""

    title: Sentence
    when: datetime.date
    url: str = ""
    detail: Sentence = ""


@dataclass
class _Registry:
    waiting: dict[str, Callable[[Actor], Iterable[StartItem | Counted]]] = field(default_factory=dict)
    changed: dict[str, Callable[[Actor], Iterable[Change]]] = field(default_factory=dict)


REGISTRY = _Registry()


def register_start_items(room: str, provider: Callable[[Actor], Iterable[StartItem | Counted]]) -> None:
    """Let a room say what waits for an actor. Registering the same room again replaces its provider."""
    REGISTRY.waiting[room] = provider


def register_changes(room: str, provider: Callable[[Actor], Iterable[Change]]) -> None:
    """Let a room say what changed lately that the actor may know of; a handful, newest first."""
    REGISTRY.changed[room] = provider


def what_waits(actor: Actor) -> list[StartItem]:
    """Everything that waits for the actor, the nearest day first, then the largest count, backlogs last. Zeros are left out."""
    given = [each for provider in REGISTRY.waiting.values() for each in provider(actor)]
    said = [each for each in given if isinstance(each, StartItem)]
    items = (*said, *counted(actor, [each for each in given if isinstance(each, Counted)]))
    waiting = (_worded(item) for item in items if item.count)
    return sorted(waiting, key=lambda item: (item.is_backlog, item.date or datetime.date.max, -item.count))


def day_by_day(items: Iterable[StartItem]) -> Iterator[StartItem]:
    """The same, and where an item tells of several days together, each of them."""
    for item in items:
        days = item.apart() if item.apart and item.count else item.days
        yield from map(_worded, days or (item,))


def _worded(item: StartItem) -> StartItem:
    return replace(item, title=item.one) if item.one and item.count == 1 else item


def counted(actor: Actor, waits: list[Counted]) -> list[StartItem]:
    """The items with their numbers and days."""
    if not waits:
        return []
    asked = tuple((each.rows, each.day) for each in waits)
    found = {place: (number, day) for place, number, day in _numbers.read(actor, asked)}
    numbers = (found.get(str(place), (0, None)) for place in range(len(waits)))
    return [
        replace(each.item, count=number, date=day or each.item.date)
        for each, (number, day) in zip(waits, numbers, strict=True)
    ]


@prepared
def _numbers(
    actor: Actor, asked: tuple[tuple[Callable[[Actor], QuerySet[Any]], str], ...]
) -> QuerySet[Any, tuple[str, int, datetime.date | None]]:
    first, *others = (_counting(rows(actor), str(place), day) for place, (rows, day) in enumerate(asked))
    return first.union(*others, all=True) if others else first


def _counting(rows: QuerySet[Any], place: str, day: str) -> QuerySet[Any, tuple[str, int, datetime.date | None]]:
    grouped = rows.order_by().select_related(None).annotate(place=Value(place)).values("place")
    nearest = Min(F(day) if day else Cast(Value(None), DateField()))
    numbers: QuerySet[Any, tuple[str, int, datetime.date | None]] = grouped.annotate(
        number=Count("pk"), nearest=nearest
    ).values_list("place", "number", "nearest")
    return numbers


def what_changed(actor: Actor, limit: int = 8) -> list[Change]:
    """What changed lately, newest first."""
    return sorted(_changes(actor), key=lambda change: change.when, reverse=True)[:limit]


def _changes(actor: Actor) -> Iterator[Change]:
    for provider in REGISTRY.changed.values():
        yield from provider(actor)
