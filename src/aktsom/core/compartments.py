"""Which compartments of records a person may enter now, asked of the room that looks after them without knowing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from aktsom.core.compiled import Slot, prepared

Entries = Callable[[UUID | OuterRef | Slot], QuerySet[Any, UUID]]


@dataclass
class _Registry:
    entries: Entries | None = None


_REGISTRY = _Registry()


def register_entries(entries: Entries) -> None:
    """Let a room say which compartments a member may enter, as a query for their ids. Registering again replaces it."""
    _REGISTRY.entries = entries


def entered_by(member_id: UUID) -> frozenset[UUID]:
    """The compartments of records that the member may enter at this moment; never remembered, so a revocation holds at once.

    The connection must act for the member's institution.
    """
    return frozenset(_entered.read(member=member_id))


def entered(member: str = "pk") -> ArraySubquery:
    """The same, to be read together with a member: an annotation for a query of members, or of rows that name one."""
    return ArraySubquery(_entries(OuterRef(member)))


@prepared
def _entered(*, member: Slot) -> QuerySet[Any, UUID]:
    return _entries(member)


def _entries(member: UUID | OuterRef | Slot) -> QuerySet[Any, UUID]:
    if _REGISTRY.entries is None:
        raise LookupError("no room says who may enter which compartment")
    return _REGISTRY.entries(member)
