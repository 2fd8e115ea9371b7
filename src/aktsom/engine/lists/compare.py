"""What changed between two versions of a list, and whether the new one is believable."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from aktsom.engine.lists.listing import Listing

SMALLEST_SHARE = 0.8
"""Lists lose a few entries in a hundred at a time. One that lost a fifth was cut off, or is another file."""

_SMALL_LIST = 20


@dataclass(frozen=True, slots=True)
class Shrunk:
    """How many entries a version has where there were more: in the whole, or in one `part` of it."""

    old: int
    new: int
    part: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """The listings that came, went and changed; a changed one as it was and as it is."""

    added: tuple[Listing, ...]
    removed: tuple[Listing, ...]
    changed: tuple[tuple[Listing, Listing], ...]

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.added or self.removed or self.changed)


def compare(old: Iterable[Listing], new: Iterable[Listing]) -> Changes:
    """The differences by id, in the order of the new version. A new date or address of the source is no change."""
    before = {listing.id: listing for listing in old}
    added: list[Listing] = []
    changed: list[tuple[Listing, Listing]] = []
    for listing in new:
        earlier = before.pop(listing.id, None)
        if earlier is None:
            added.append(listing)
        elif _facts(earlier) != _facts(listing):
            changed.append((earlier, listing))
    return Changes(tuple(added), tuple(before.values()), tuple(changed))


def shrunk(old: Counter[str], new: Counter[str]) -> Shrunk | None:
    """What a version with so many entries in each part lost, so that it must not come into force by itself; None when it may.

    Up to twenty entries may shrink as they like, but neither the whole nor a part may become empty.
    """
    whole = Shrunk(old.total(), new.total())
    parts = (Shrunk(count, new[part], part) for part, count in sorted(old.items()))
    return next((each for each in (whole, *parts) if _too_much(each)), None)


def part_of(listing_id: str, list_id: str) -> str:
    """The part of its source that an entry belongs to: an act of the EU's, else the list. What one lost no other makes up for.

    FollowTheMoney files are one part, as their entries move between data sets.
    """
    if list_id.startswith("ftm-"):
        return "ftm"
    return ":".join(listing_id.split(":")[:2]) if list_id == "eu" else list_id


def _too_much(change: Shrunk) -> bool:
    emptied = change.old > 0 and change.new == 0
    return emptied or (change.old > _SMALL_LIST and change.new < change.old * SMALLEST_SHARE)


def _facts(listing: Listing) -> Listing:
    return replace(listing, source_date=None, source_url="")
