"""The starter snapshot: facts only, compressed, each with its source, date, licence and digest (see DATA.md)."""

from collections.abc import Iterator
from datetime import date

from aktsom.config.environment import home
from aktsom.engine.countries.academic_freedom import AcademicFreedom
from aktsom.engine.lists.listing import Listing
from aktsom.snapshots import reading
from aktsom.snapshots.reading import FOLDER as SNAPSHOT
from aktsom.snapshots.reading import NoListingsError, SnapshotError

__all__ = [
    "SNAPSHOT",
    "NoListingsError",
    "SnapshotError",
    "newest_digest",
    "newest_listings",
    "snapshot_dates",
    "snapshot_freedom",
]


def newest_listings() -> Iterator[Listing]:
    """Of every source the listings in force in this installation; where it has none, those of the snapshot.

    Raises `NoListingsError` when there are none, `SnapshotError` when the snapshot is damaged.
    """
    return reading.newest_listings(home())


def newest_digest() -> str:
    """Changes whenever `newest_listings` would give something else."""
    return reading.newest_digest(home())


def snapshot_dates() -> dict[str, date]:
    """The date of each source in the snapshot, by its id."""
    return reading.manifest().dates


def snapshot_freedom() -> dict[str, AcademicFreedom]:
    """The academic freedom index by country, as in the snapshot."""
    return reading.starter_freedom()
