"""A screener on disk, so that lists are read and prepared once and not for every question.

The file is named by the lists and by this version of the engine, so that an index over other lists or by other rules is
never taken for it. One that is missing or damaged is made anew.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, overload

import numpy as np
import orjson
from numpy.typing import NDArray

from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.snapshot import listing_of, row_of
from aktsom.engine.names.archive import Archive, opened_archive, read_archive, write_archive
from aktsom.engine.names.columns import Columns
from aktsom.engine.names.digest import INDEX_SUFFIX
from aktsom.engine.names.index import NameIndex
from aktsom.engine.names.screener import Screener

KEPT_INDEXES = 2
_ROWS = "listing_rows"
_ENDS = "listing_ends"


def save_screener(screener: Screener, path: Path) -> None:
    """Write the screener and remove indexes in that folder that nobody used lately; raises OSError when it cannot be kept."""
    rows = [orjson.dumps(row_of(listing)) for listing in screener.listings]
    listings: dict[str, NDArray[Any]] = {
        _ROWS: np.frombuffer(b"".join(rows) or b" ", np.uint8),
        _ENDS: np.cumsum([len(row) for row in rows], dtype=np.int64),
    }
    columns = screener.index.columns
    write_archive(path, listings | columns.arrays(), columns.texts())
    older = sorted(path.parent.glob(f"*{INDEX_SUFFIX}"), key=lambda each: each.stat().st_mtime, reverse=True)
    for each in islice((one for one in older if one != path), KEPT_INDEXES - 1, None):
        each.unlink(missing_ok=True)


def load_screener(path: Path) -> Screener | None:
    """The screener that was saved there; None when there is none, or none that can be used."""
    return _screener(read_archive(path))


def screener_in(memory: memoryview) -> Screener | None:
    """The screener from memory that holds a saved file, which is not copied; None when it cannot be used."""
    return _screener(opened_archive(memory))


def _screener(archive: Archive | None) -> Screener | None:
    if archive is None:
        return None
    try:
        listings = SavedListings(archive.arrays.pop(_ROWS), archive.arrays.pop(_ENDS))
        return Screener(listings, NameIndex(Columns.of(archive.arrays, archive.values)))
    except (KeyError, TypeError, ValueError):
        return None


def kept_screener(path: Path, listings: Callable[[], Iterable[Listing]]) -> Screener:
    """The screener that is saved there, else one built from the listings and saved if the folder can be written."""
    screener = load_screener(path)
    if screener is None:
        screener = Screener.build(listings())
        try:
            save_screener(screener, path)
        except OSError:
            # A full or read-only disk costs time at the next start, nothing else.
            return screener
    return screener


class SavedListings(Sequence[Listing]):
    """Listings as they lie in the file; each is read when it is asked for, as few ever are."""

    def __init__(self, rows: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self._rows = rows.data
        self._ends = ends

    def __len__(self) -> int:
        """The number of listings."""
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> Listing: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Listing]: ...
    def __getitem__(self, place: int | slice) -> Listing | Sequence[Listing]:
        """The listing at this place."""
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        return listing_of(self._row(range(len(self))[place]))

    def ids(self) -> list[str]:
        """The ids of all listings, of which nothing else is made."""
        return [self._row(number)[0] for number in range(len(self))]

    def _row(self, number: int) -> list[Any]:
        start = int(self._ends[number - 1]) if number else 0
        row: list[Any] = orjson.loads(self._rows[start : int(self._ends[number])])
        return row
