"""Hits of one query that are on one and the same party: a body that stands on several lists, or on one list several times."""

from collections.abc import Sequence

from aktsom.engine.lists.listing import Listing, PartyKind
from aktsom.engine.names.types import Hit


def one_party_each(hits: Sequence[Hit]) -> list[list[Hit]]:
    """The hits by party, each party where its best hit stood, each with its best hit first.

    Two entries are one party when they share a name, or one was found by a name lent from the other; people also need
    birth dates that do not differ.
    """
    parties: list[list[Hit]] = []
    for hit in hits:
        same = [party for party in parties if any(_one_party(hit, other) for other in party)]
        if not same:
            parties.append([hit])
            continue
        same[0].append(hit)
        for other in same[1:]:
            same[0].extend(other)
            parties.remove(other)
    return parties


def _one_party(one: Hit, other: Hit) -> bool:
    if PartyKind.PERSON in (one.listing.kind, other.listing.kind) and not _dates_allow(one.listing, other.listing):
        return False
    lent = one.source == other.listing.id or other.source == one.listing.id
    return lent or bool(_names(one.listing) & _names(other.listing))


def _dates_allow(one: Listing, other: Listing) -> bool:
    dates = one.birth_dates, other.birth_dates
    return not all(dates) or any(a.startswith(b) or b.startswith(a) for a in dates[0] for b in dates[1])


def _names(listing: Listing) -> set[str]:
    return {"".join(filter(str.isalnum, name.text.casefold())) for name in listing.names}
