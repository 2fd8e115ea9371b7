"""Hits on one body together, as pages and OpenRefine show them: once, with every list on which it stands."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def together(hits: Iterable[T], names_of: Callable[[T], Iterable[str]]) -> list[tuple[T, ...]]:
    """The hits by body, each body where its first hit stood: hits are on one body when they share a name, however written."""
    bodies: list[tuple[set[str], list[T]]] = []
    for hit in hits:
        names = {"".join(letter for letter in name.casefold() if letter.isalnum()) for name in names_of(hit)}
        for known, members in bodies:
            if names & known:
                known |= names
                members.append(hit)
                break
        else:
            bodies.append((names, [hit]))
    return [tuple(members) for _names, members in bodies]
