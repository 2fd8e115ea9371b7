"""Stable ids for entries, also where the publisher gives none or gives one twice."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from aktsom.engine.lists.listing import Listing

_DIGEST_BYTES = 6


def digest(*fields: str) -> str:
    """Twelve hexadecimal digits that depend on the fields alone, whatever their case and spacing."""
    plain = "\x1f".join(" ".join(field.casefold().split()) for field in fields)
    return hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES).hexdigest()


class Identities:
    """Tells apart the entries of one file that would get the same id, in a way that does not depend on their order.

    `wanted` holds the id that each entry would like, from a first pass over the file. An id that only one entry wants
    is given as it is; where several want it, each gets a digest of its facts added. Entries that agree in all facts are
    numbered, and it does not matter which of them is which.
    """

    def __init__(self, wanted: Iterable[str]) -> None:
        self._repeated = {wish for wish, times in Counter(wanted).items() if times > 1}
        self._given: Counter[str] = Counter()

    def unique(self, wish: str, facts: Iterable[str]) -> str:
        """The entry's id."""
        if wish not in self._repeated:
            return wish
        chosen = f"{wish}~{digest(*facts)}"
        self._given[chosen] += 1
        times = self._given[chosen]
        return chosen if times == 1 else f"{chosen}-{times}"


class Numbered:
    """For publishers who number every entry: keeps apart what bears one number by mistake, so that no party is lost.

    The first entry keeps the number, a later one gets a digest of its names added.
    """

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def is_used(self, listing: Listing) -> bool:
        """Whether an earlier entry has this listing's id."""
        return listing.id in self._names

    def apart(self, listing: Listing) -> Listing | None:
        """The listing under an id of its own, or None when an entry of this number and these names was given before."""
        names = digest(*sorted(name.text for name in listing.names))
        wish = listing.id if self._names.get(listing.id, names) == names else f"{listing.id}~{names}"
        if wish in self._names:
            return None
        self._names[wish] = names
        return replace(listing, id=wish)
