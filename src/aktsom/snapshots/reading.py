"""The starter snapshot: facts from public sources that ship with the product, for a first start without a network.

And the newest listings that an installation holds on its disk, for screening without a database. No Django here.
"""

import gzip
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from aktsom.engine.countries.academic_freedom import AcademicFreedom
from aktsom.engine.errors import EngineError
from aktsom.engine.lists.catalogue import known_list
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.snapshot import read_listings
from aktsom.engine.wording import said

FOLDER = Path(__file__).parent / "data"
MANIFEST = "manifest.json"
LISTINGS = "listings.jsonl.gz"
FREEDOM = "academic_freedom.json.gz"


class SnapshotError(EngineError):
    """The starter snapshot is missing or damaged."""


class NoListingsError(EngineError):
    """The installation holds no lists."""


@dataclass(frozen=True, slots=True)
class SnapshotSource:
    """One source in the snapshot: what it is, of which day, and how many records of it are there."""

    id: str
    title: str
    publisher: str
    licence: str
    url: str
    date: date | None
    count: int
    file: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the snapshot holds. `digests` is the SHA-256 of each file by its name."""

    written: date
    sources: tuple[SnapshotSource, ...]
    digests: Mapping[str, str]

    @property
    def dates(self) -> dict[str, date]:
        """The date of each source that has one, by its id."""
        return {source.id: source.date for source in self.sources if source.date}


def manifest(folder: Path = FOLDER) -> Manifest:
    """What the snapshot says of itself. Raises SnapshotError."""
    try:
        read = orjson.loads((folder / MANIFEST).read_bytes())
        sources = tuple(_source(each) for each in read["sources"])
        return Manifest(date.fromisoformat(read["written"]), sources, read["digests"])
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise _unusable(MANIFEST) from cause


def snapshot_file(name: str, folder: Path = FOLDER) -> Path:
    """A file of the snapshot, after comparing it with its digest. Raises SnapshotError when they differ."""
    path = folder / name
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as cause:
        raise _unusable(name) from cause
    if digest != manifest(folder).digests.get(name):
        raise _unusable(name)
    return path


def starter_freedom(folder: Path = FOLDER) -> dict[str, AcademicFreedom]:
    """The academic freedom index by country, as in the snapshot. Raises SnapshotError."""
    try:
        rows = orjson.loads(gzip.decompress(snapshot_file(FREEDOM, folder).read_bytes()))
        return {row[0]: _freedom(row) for row in rows}
    except (OSError, ValueError, IndexError, TypeError) as cause:
        raise _unusable(FREEDOM) from cause


def newest_listings(home: Path, folder: Path = FOLDER) -> Iterator[Listing]:
    """Of every source the listings in force in the installation at `home`; where it has none, those of the snapshot.

    Raises NoListingsError, at once, when there are none.
    """
    held = dict(_held(home / "files" / "sources"))
    starter = snapshot_file(LISTINGS, folder) if (folder / LISTINGS).exists() else None
    if not held and starter is None:
        raise NoListingsError(
            said("This installation holds no lists yet."),
            remedy=said("Name a folder of list files with --lists, or fetch them with “aktsom sources update”."),
        )
    return _newest(held, starter)


def newest_digest(home: Path, folder: Path = FOLDER) -> str:
    """Changes whenever `newest_listings` would give something else."""
    held = [f"{source} {path.parent.name}" for source, path in _held(home / "files" / "sources")]
    starter = manifest(folder).digests.get(LISTINGS, "") if (folder / LISTINGS).exists() else ""
    return hashlib.sha256("\n".join([*held, starter]).encode()).hexdigest()[:24]


def _newest(held: Mapping[str, Path], starter: Path | None) -> Iterator[Listing]:
    for path in held.values():
        yield from read_listings(path)
    if starter is not None:
        yield from (listing for listing in read_listings(starter) if _publication(listing) not in held)


def _held(sources: Path) -> Iterator[tuple[str, Path]]:
    """The listings file of each source that the disk says is in force."""
    for pointer in sorted(sources.glob("*/in-force.json")):
        folder = folder_in_force(pointer)
        if folder and (folder / LISTINGS).exists():
            yield pointer.parent.name, folder / LISTINGS


def folder_in_force(pointer: Path) -> Path | None:
    """The folder with the version of a source that is in force, as the file `in-force.json` says; None when it says none.

    Before it named the folder, that was called as the files' digest.
    """
    try:
        said = orjson.loads(pointer.read_bytes())
        return pointer.parent / str(said.get("folder") or said["digest"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _publication(listing: Listing) -> str:
    known = known_list(listing.list_id)
    return known.publication if known else listing.list_id


def _source(read: Mapping[str, Any]) -> SnapshotSource:
    day = read["date"]
    return SnapshotSource(**{**read, "date": date.fromisoformat(day) if day else None})


def _freedom(row: list[Any]) -> AcademicFreedom:
    country, change, series = row
    points = tuple((int(year), float(value)) for year, value in series)
    return AcademicFreedom(country, points[-1][1], points[-1][0], change, points)


def _unusable(name: str) -> SnapshotError:
    return SnapshotError(
        said("The starter snapshot is missing or was changed."),
        place=name,
        remedy=said("Install the program again, or write it anew."),
    )
