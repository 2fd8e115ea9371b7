"""What the room looks at when something changes elsewhere."""

from collections.abc import Callable, Iterable
from uuid import UUID

from aktsom.core.actor import Actor
from aktsom.core.changes import Changed, subscribe


def when_changed(
    name: str, kind: str, find: Callable[[Actor, Iterable[UUID]], Iterable[UUID]], do: Callable[..., object]
) -> None:
    """Let `find` look among the rows of a kind that changed, and the action `do` take care of what it finds, if anything."""

    def follow(changes: list[Changed]) -> None:
        for change in changes:
            if change.kind == kind and change.institution_id is not None:
                system = Actor.system("exits", change.institution_id)
                if ids := list(find(system, change.ids)):
                    do(system, ids=ids)

    subscribe(name, follow)
