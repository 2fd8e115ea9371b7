"""The starter snapshot: facts only, compressed, each with its source, date, licence and digest (see DATA.md)."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import orjson

from aktsom.config.environment import home
from aktsom.engine.errors import EngineError
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.snapshot import read_listings

FOLDER = Path(__file__).parent


class NoListingsError(EngineError):
    """The installation holds no lists."""


def newest_listings() -> Iterator[Listing]:
    """The newest listings that this installation holds: of each source the version in force, else the starter snapshot.

    Raises `NoListingsError` when there are none.
    """
    paths = _in_force(home() / "files" / "sources") or sorted(FOLDER.glob("listings.*"))[-1:]
    if not paths:
        raise NoListingsError(
            "This installation holds no lists yet.",
            remedy="Name a folder of list files with --lists, or fetch them with “aktsom sources update”.",
        )
    return chain.from_iterable(map(read_listings, paths))


def _in_force(folder: Path) -> list[Path]:
    """Of each source the listings that its `in-force.json` points to, as knowledge/sources keeps them."""
    found = (_pointed_to(pointer) for pointer in sorted(folder.glob("*/in-force.json")))
    return [path for path in found if path.is_file()]


def _pointed_to(pointer: Path) -> Path:
    try:
        digest = orjson.loads(pointer.read_bytes())["digest"]
    except (OSError, ValueError, KeyError, TypeError) as cause:
        raise NoListingsError(
            "The note of which version of a list is in force cannot be read.",
            place=str(pointer),
            remedy="Run “aktsom sources update”.",
        ) from cause
    return pointer.parent / str(digest) / "listings.jsonl.gz"
