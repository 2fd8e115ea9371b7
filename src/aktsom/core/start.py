"""How rooms tell the start page what waits for a person and what changed, without the page knowing the rooms.

A room registers its providers in `ready()`; a provider gives only what the actor may see and act on, and nothing at zero.
"""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from aktsom.core.actor import Actor
from aktsom.core.errors import Sentence


@dataclass(frozen=True, slots=True)
class StartItem:
    """Something that waits for the person: how many, where, and by when if there is a day.

    `title` is a whole phrase that reads well after the count or alone, such as "hits to judge". A backlog, which nobody is
    expected to empty in a day, comes after what can be done now.
    """

    title: Sentence
    count: int
    url: str
    date: datetime.date | None = None
    detail: Sentence = ""
    is_backlog: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed lately: what, when, and where to read more."""

    title: Sentence
    when: datetime.date
    url: str = ""
    detail: Sentence = ""


@dataclass
class _Registry:
    waiting: dict[str, Callable[[Actor], Iterable[StartItem]]] = field(default_factory=dict)
    changed: dict[str, Callable[[Actor], Iterable[Change]]] = field(default_factory=dict)


REGISTRY = _Registry()


def register_start_items(room: str, provider: Callable[[Actor], Iterable[StartItem]]) -> None:
    """Let a room say what waits for an actor. Registering the same room again replaces its provider."""
    REGISTRY.waiting[room] = provider


def register_changes(room: str, provider: Callable[[Actor], Iterable[Change]]) -> None:
    """Let a room say what changed lately that the actor may know of; a handful, newest first."""
    REGISTRY.changed[room] = provider


def what_waits(actor: Actor) -> list[StartItem]:
    """Everything that waits for the actor, the nearest day first, then the largest count, backlogs last. Zeros are left out."""
    items = [item for provider in REGISTRY.waiting.values() for item in provider(actor) if item.count > 0]
    return sorted(items, key=lambda item: (item.is_backlog, item.date or datetime.date.max, -item.count))


def what_changed(actor: Actor, limit: int = 8) -> list[Change]:
    """What changed lately, newest first."""
    return sorted(_changes(actor), key=lambda change: change.when, reverse=True)[:limit]


def _changes(actor: Actor) -> Iterator[Change]:
    for provider in REGISTRY.changed.values():
        yield from provider(actor)
