"""Listings as one compact compressed file: the starter snapshot, and kept versions of lists.

JSON lines under gzip: a header, an array for each listing (facts only, trailing empty fields left out), and a last line
with their number, so that a file that was cut off is noticed. The same listings give the same bytes.
"""

import gzip
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from aktsom.engine.lists.files import opened
from aktsom.engine.lists.listing import Identifier, LegalEffect, ListedName, Listing, NameKind, PartyKind
from aktsom.engine.lists.problems import ListError
from aktsom.engine.wording import said

FORMAT = "aktsom-listings"
VERSION = 1

_LEVEL = 9
_LATIN = "Latn"
_KINDS = {kind.value: kind for kind in PartyKind}
_NAME_KINDS = tuple(NameKind)
_EFFECTS = {effect.value: effect for effect in LegalEffect}
_FIELDS = 14
STARTS_AT, ENDS_AT = 9, 10
"""Where in a listing's row the days stand, for whoever searches rows."""


def write_listings(path: Path, listings: Iterable[Listing]) -> int:
    """Writes the file and gives the number of listings in it. An earlier file is replaced only when all is written."""
    part = path.with_name(f"{path.name}.part")
    count = 0
    with part.open("wb") as raw, gzip.GzipFile("", "wb", _LEVEL, raw, mtime=0) as packed:
        packed.write(orjson.dumps({"format": FORMAT, "version": VERSION}) + b"\n")
        for listing in listings:
            packed.write(orjson.dumps(row_of(listing)) + b"\n")
            count += 1
        packed.write(orjson.dumps({"count": count}) + b"\n")
    part.replace(path)
    return count


def read_listings(path: Path) -> Iterator[Listing]:
    """The listings of a file that `write_listings` wrote, streamed in the same order.

    Raises ListError when the file is another one, broken, or cut off.
    """
    with opened(path) as source:
        _check_header(_loaded(source.readline(), path.name, 1), path.name)
        number = 1
        for number, line in enumerate(source, 2):
            row = _loaded(line, path.name, number)
            if isinstance(row, dict):
                _check_count(row, number - 2, path.name)
                return
            yield listing_of(row, path.name, number)
    raise ListError(said("The snapshot is cut off."), file=path.name, row=number)


def row_of(listing: Listing) -> list[Any]:
    """The listing as plain JSON values, as short as can be: what a line of the file holds, and what databases keep."""
    row: list[Any] = [
        listing.id,
        listing.list_id,
        listing.kind,
        [_name(name) for name in listing.names],
        listing.programme,
        listing.effects,
        listing.source_url,
        listing.source_date,
        listing.countries,
        listing.starts,
        listing.ends,
        listing.birth_dates,
        listing.nationalities,
        [(number.kind, number.value) for number in listing.identifiers],
    ]
    while not row[-1]:
        row.pop()
    return row


def _name(name: ListedName) -> list[str | int] | str:
    """Most names are Latin aliases: those are the text alone."""
    if name.script == _LATIN and name.kind is NameKind.ALIAS:
        return name.text
    return [name.text, _NAME_KINDS.index(name.kind), name.script]


def listing_of(row: list[Any], file: str = "", number: int = 0) -> Listing:
    """The listing of a row that `row_of` gave. Raises ListError, with this file and line, when it is none."""
    try:
        row = [*row, *[None] * (_FIELDS - len(row))]
        return Listing(
            row[0],
            row[1],
            _KINDS[row[2]],
            tuple([_named(name) for name in row[3]]),
            row[4] or "",
            tuple([_EFFECTS[effect] for effect in row[5] or ()]),
            tuple(row[8] or ()),
            tuple(row[12] or ()),
            tuple([Identifier(kind, value) for kind, value in row[13] or ()]),
            tuple(row[11] or ()),
            _date(row[9]),
            _date(row[10]),
            row[6] or "",
            _date(row[7]),
        )
    except (KeyError, IndexError, TypeError, ValueError) as cause:
        raise ListError(said("The line is no listing."), file=file, row=number) from cause


def _named(name: "list[Any] | str") -> ListedName:
    if isinstance(name, str):
        return ListedName(name, NameKind.ALIAS, _LATIN)
    return ListedName(name[0], _NAME_KINDS[name[1]], name[2])


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _loaded(line: bytes, file: str, number: int) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as cause:
        raise ListError(said("The line is broken or cut off."), file=file, row=number) from cause


def _check_header(header: Any, file: str) -> None:
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ListError(
            said("The file is no snapshot of listings."),
            file=file,
            row=1,
            remedy=said("Check that it is the right one."),
        )
    if header.get("version") != VERSION:
        raise ListError(
            said("The snapshot is of another version of the program."),
            file=file,
            row=1,
            remedy=said("Write the snapshot anew."),
        )


def _check_count(footer: dict[str, Any], found: int, file: str) -> None:
    if footer.get("count") != found:
        raise ListError(said("The snapshot does not hold as many listings as it says."), file=file)
