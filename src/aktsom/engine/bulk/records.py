"""What screening a file gives, and how it is written: one record for each hit; for people to read, one for each party."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

import orjson

from aktsom.engine.lists.ftm_entities import entity_of
from aktsom.engine.names.bodies import one_party_each
from aktsom.engine.names.cleaning import clean
from aktsom.engine.names.query_files import NumberedQuery
from aktsom.engine.names.types import Hit, Strength
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
Found = tuple[NumberedQuery, Sequence[Hit]]

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
    """What stands before the records of this format ("table", "csv", "jsonl", "ftm")."""
    return {"table": _line(FIELDS) + "\n", "csv": ",".join(FIELDS) + "\r\n"}.get(shape, "")


def written(shape: str, found: Iterable[Found]) -> str:
    """What was found in this format, without the header."""
    return "".join(_WRITERS[shape](found))


def _records(found: Iterable[Found]) -> Iterator[Record]:
    return (record_of(query, hit) for query, hits in found for hit in hits)


def _csv(found: Iterable[Found]) -> Iterable[str]:
    """Neither a byte-order mark, as the output may go into a pipe, nor the header."""
    return islice(csv_lines(FIELDS, _records(found), delimiter=","), _BEFORE_ROWS, None)


def _json_lines(found: Iterable[Found]) -> Iterable[str]:
    for record in _records(found):
        yield orjson.dumps(dict(zip(FIELDS, map(_encodable, record), strict=True))).decode() + "\n"


def _entities(found: Iterable[Found]) -> Iterable[str]:
    """Each listing as a FollowTheMoney entity, with what was asked and how it was found beside its properties."""
    for numbered, hits in found:
        for hit in hits:
            said = {
                "query_row": numbered.row,
                "query_id": _encodable(numbered.query.id),
                "query_name": _encodable(numbered.query.name),
                "score": hit.score,
                "match": hit.strength is not Strength.PART_OF,
                "strength": hit.strength.value,
                "explanation": _encodable(hit.explanation),
            }
            yield orjson.dumps(entity_of(hit.listing) | said).decode() + "\n"


def _table(found: Iterable[Found]) -> Iterable[str]:
    """One line for each party with its explanation below it, and the other entries that are about the same party; written
    as it comes, so the widths are fixed.
    """
    for numbered, hits in found:
        for best, *others in one_party_each(hits):
            shown = [clean(str(value)) for value in record_of(numbered, best)]
            yield f"{_line(shown)}\n      {shown[_EXPLANATION]}\n"
            if others:
                also = ", ".join(clean(each.listing.id) for each in others)
                yield f"      Also listed as: {also}\n"


def _line(values: Sequence[str]) -> str:
    return "  ".join(value[:width].ljust(width) for value, width in zip(values, _WIDTHS, strict=False)).rstrip()


def _encodable(value: str | float) -> str | float:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


_WRITERS: dict[str, Callable[[Iterable[Found]], Iterable[str]]] = {
    "table": _table,
    "csv": _csv,
    "jsonl": _json_lines,
    "ftm": _entities,
}
SHAPES = tuple(_WRITERS)
