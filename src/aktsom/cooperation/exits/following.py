"""What the room looks at when agreements change elsewhere."""

from collections.abc import Callable, Iterable
from uuid import UUID

from aktsom.core.actor import Actor
from aktsom.core.changes import Changed, subscribe


def when_agreements_change(
    name: str, find: Callable[[Actor, Iterable[UUID]], Iterable[UUID]], do: Callable[..., object]
) -> None:
    """Let `find` look among the agreements of each change, and the action `do` take care of what it finds, if anything."""

    def follow(changes: list[Changed]) -> None:
        for change in changes:
            if change.kind == "agreement" and change.institution_id is not None:
                system = Actor.system("exits", change.institution_id)
                if ids := list(find(system, change.ids)):
                    do(system, ids=ids)

    subscribe(name, follow)
