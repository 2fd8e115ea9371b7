"""How rooms above say that an agreement must not be withdrawn or hidden now, without this room knowing them."""

from collections.abc import Callable
from typing import Literal

from aktsom.cooperation.agreements.models import Agreement

Change = Literal["withdraw", "hide"]
Check = Callable[[Agreement], None]
CHECKS: dict[tuple[Change, str], Check] = {}


def register_hindrance(change: Change, room: str, check: Check) -> None:
    """Let a room look at the agreement before the change: `check` raises `ConflictError` when something stands against it.

    One that is to be hidden has its new compartment already.
    """
    CHECKS[(change, room)] = check


def check_hindrances(change: Change, agreement: Agreement) -> None:
    """Raises the `ConflictError` of the first room that has something against it."""
    for (of, _room), check in CHECKS.items():
        if of == change:
            check(agreement)
