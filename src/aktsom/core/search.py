"""How rooms take part in the one search field, without the search knowing the rooms."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from aktsom.core.actor import Actor
from aktsom.core.errors import Sentence

LONGEST_QUERY = 200
PER_ROOM = 10


@dataclass(frozen=True, slots=True)
class Found:
    """One result: what it is called, what kind of thing it is in a word, where it is, and a line about it."""

    title: Sentence
    kind: Sentence
    url: str
    excerpt: Sentence = ""


Finder = Callable[[Actor, str, int], Iterable[Found]]
FINDERS: dict[str, Finder] = {}


def register_finder(room: str, finder: Finder) -> None:
    """Let a room answer searches: `finder(actor, query, limit)` gives at most `limit` results visible to the actor."""
    FINDERS[room] = finder


def find(actor: Actor, query: str, limit: int = PER_ROOM) -> list[Found]:
    """What the rooms find, room by room in the order they registered. The query is one line of at most 200 characters."""
    wanted = clean_query(query)
    if not wanted:
        return []
    return [found for finder in FINDERS.values() for found in list(finder(actor, wanted, limit))[:limit]]


def clean_query(query: str) -> str:
    """The query without control characters and doubled spaces, cut to the longest allowed."""
    printable = "".join(character if character.isprintable() else " " for character in query[: LONGEST_QUERY * 4])
    return " ".join(printable.split())[:LONGEST_QUERY]
