"""What changed between two versions of a list, and whether the new one is believable."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from aktsom.engine.errors import EngineError
from aktsom.engine.lists.listing import Listing
from aktsom.engine.wording import said

SMALLEST_SHARE = 0.8
"""Lists lose a few entries in a hundred at a time. One that lost a fifth was cut off, or is another file."""

_SMALL_LIST = 20


class SuddenlySmaller(EngineError):
    """A new version has so few entries that it must not come into force by itself."""


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


def sanity(old_count: int, new_count: int) -> None:
    """Raises SuddenlySmaller when a version with `new_count` entries must not replace one with `old_count`.

    Lists of up to twenty entries may shrink as they like, but no list may become empty.
    """
    emptied = old_count > 0 and new_count == 0
    shrunk = old_count > _SMALL_LIST and new_count < old_count * SMALLEST_SHARE
    if emptied or shrunk:
        raise SuddenlySmaller(
            said(
                "The new version has {new_count:,} entries where the last had {old_count:,}.",
                new_count=new_count,
                old_count=old_count,
            ),
            remedy=said(
                "The old version stays in force. Ask the publisher; if the new one is right, accept it by hand."
            ),
        )


def _facts(listing: Listing) -> Listing:
    return replace(listing, source_date=None, source_url="")
