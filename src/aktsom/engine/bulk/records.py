"""What screening a file gives: one record for each hit, and how records are written."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import orjson

from aktsom.engine.names.cleaning import clean
from aktsom.engine.names.query_files import NumberedQuery
from aktsom.engine.names.types import Hit
from aktsom.engine.sheets import csv_lines

FIELDS = (
    "query_row",
    "query_id",
    "query_name",
    "list",
    "listing_id",
    "listing_name",
    "matched_name",
    "score",
    "strength",
    "explanation",
    "programme",
    "source_date",
)
Record = tuple[str | int | float, ...]

_EXPLANATION = FIELDS.index("explanation")
_WIDTHS = (9, 10, 36, 8, 24, 36, 36, 5, 8)
_BEFORE_ROWS = 2


def record_of(numbered: NumberedQuery, hit: Hit) -> Record:
    """The hit as a record, in the order of `FIELDS`."""
    listing = hit.listing
    return (
        numbered.row,
        numbered.query.id,
        numbered.query.name,
        listing.list_id,
        listing.id,
        listing.name,
        hit.matched_name,
        hit.score,
        hit.strength.value,
        hit.explanation,
        listing.programme,
        listing.source_date.isoformat() if listing.source_date else "",
    )


def header(shape: str) -> str:
    """What stands before the records of this format ("table", "csv", "jsonl")."""
    return {"table": _line(FIELDS) + "\n", "csv": ",".join(FIELDS) + "\r\n"}.get(shape, "")


def written(shape: str, records: Iterable[Record]) -> str:
    """The records in this format, without the header."""
    return "".join(_WRITERS[shape](records))


def _csv(records: Iterable[Record]) -> Iterable[str]:
    """Neither a byte-order mark, as the output may go into a pipe, nor the header."""
    return islice(csv_lines(FIELDS, records, delimiter=","), _BEFORE_ROWS, None)


def _json_lines(records: Iterable[Record]) -> Iterable[str]:
    for record in records:
        yield orjson.dumps(dict(zip(FIELDS, map(_encodable, record), strict=True))).decode() + "\n"


def _table(records: Iterable[Record]) -> Iterable[str]:
    """One line for each hit, with its explanation below it; written as it comes, so the widths are fixed."""
    for record in records:
        shown = [clean(str(value)) for value in record]
        yield f"{_line(shown)}\n      {shown[_EXPLANATION]}\n"


def _line(values: Sequence[str]) -> str:
    return "  ".join(value[:width].ljust(width) for value, width in zip(values, _WIDTHS, strict=False)).rstrip()


def _encodable(value: str | float) -> str | float:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


_WRITERS: dict[str, Callable[[Iterable[Record]], Iterable[str]]] = {
    "table": _table,
    "csv": _csv,
    "jsonl": _json_lines,
}
SHAPES = tuple(_WRITERS)
