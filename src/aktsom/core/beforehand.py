"""What rooms read in before the first page is asked for, without the server knowing the rooms.

The web processes are made from one that has done it: they share the memory, and nobody's first page waits for it.
"""

from collections.abc import Callable

WORK: dict[str, Callable[[], object]] = {}


def register_beforehand(room: str, work: Callable[[], object]) -> None:
    """Let a room read in what it keeps in memory. The work asks nothing of the database, whose connections cannot be shared."""
    WORK[room] = work


def read_in() -> None:
    """Do it for every room."""
    for work in WORK.values():
        work()
