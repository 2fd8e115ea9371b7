"""Which partners a concern is raised about, for lists that are narrowed to them; who raises it registers here, unknown."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from aktsom.core.actor import Actor

Ask = Callable[[Actor], "QuerySet[Any, Any]"]
RAISERS: dict[str, Ask] = {}


def register_concerns(room: str, ask: Ask) -> None:
    """Let a room say about which partners something is raised that is a concern or heavier: a query for their keys."""
    RAISERS[room] = ask


def with_concern(actor: Actor) -> "list[QuerySet[Any, Any]]":
    """The queries for the keys, as far as the actor may know."""
    return [ask(actor) for ask in RAISERS.values()]
