"""A list many times as long, made from the real one: every listing again with variants of its names, always the same."""

import random
import string
from collections.abc import Iterator, Sequence
from dataclasses import replace

from aktsom.engine.lists.listing import ListedName, Listing

SEED = 20261128


def longer_list(listings: Sequence[Listing], times: int) -> Iterator[Listing]:
    """The listings, and `times - 1` copies of each: one word from another listing's name, one letter changed."""
    yield from listings
    chance = random.Random(SEED)
    for copy in range(1, times):
        for listing in listings:
            other = chance.choice(listings)
            names = tuple(_variant(name, other.name, chance) for name in listing.names)
            yield replace(listing, id=f"{listing.id}#{copy}", names=names)


def _variant(name: ListedName, other: str, chance: random.Random) -> ListedName:
    words, others = name.text.split(), other.split()
    words[chance.randrange(len(words))] = chance.choice(others)
    text = " ".join(words)
    at = chance.randrange(len(text))
    letter = chance.choice(string.ascii_lowercase) if text[at].isascii() and text[at].isalpha() else text[at]
    return replace(name, text=text[:at] + letter + text[at + 1 :])
