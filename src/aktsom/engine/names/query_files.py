"""Files of names to screen: CSV and XLSX with a header, or JSON lines. Read as a stream, each query with its row."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from aktsom.engine.errors import EngineError
from aktsom.engine.lists.countries import country_as_written
from aktsom.engine.lists.ftm_entities import is_entity, party_of
from aktsom.engine.lists.listing import Identifier, PartyKind
from aktsom.engine.names.types import Query
from aktsom.engine.sheets import Limits, Row, Sheet, read_date, read_sheet
from aktsom.engine.wording import Words, place_in_file, said

FIELDS = ("name", "id", "country", "type", "identifier", "birth_date")

_ANY_LENGTH = Limits(file_bytes=1 << 50, rows=None, cell=1 << 24)
_LONGEST_LINE = 1 << 25
_JSON_SUFFIXES = frozenset({".jsonl", ".ndjson", ".json"})
_ZIP = b"PK\x03\x04"
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_KINDS = {
    "": PartyKind.UNKNOWN,
    "person": PartyKind.PERSON,
    "individual": PartyKind.PERSON,
    "organisation": PartyKind.ORGANISATION,
    "organization": PartyKind.ORGANISATION,
    "organisasjon": PartyKind.ORGANISATION,
    "company": PartyKind.ORGANISATION,
    "university": PartyKind.ORGANISATION,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
    "unknown": PartyKind.UNKNOWN,
}


class QueryFileError(EngineError):
    """A file of names cannot be read from some row on. Rows count as the file does, from 1."""

    def __init__(self, reason: Words, *, file: str, row: int, column: str = "", remedy: Words) -> None:
        super().__init__(reason, place=place_in_file(file, row, column), remedy=remedy)
        self.row = row
        self.column = column


@dataclass(frozen=True, slots=True)
class NumberedQuery:
    """A query and the row of the file that it stands on, as a spreadsheet or an editor counts."""

    row: int
    query: Query
    strange_country: bool = False


def read_queries(path: Path) -> Iterator[NumberedQuery]:
    """The queries of a file in its order, a row at a time. A row without a name gives a query without a name.

    Raises `QueryFileError`, or `SheetError` for what is wrong with a sheet as such, when it gets to what is wrong.
    """
    yield from _json_queries(path) if is_json(path) else _sheet_queries(path)


def is_json(path: Path) -> bool:
    """Whether a file holds JSON lines, by its name or its beginning."""
    if path.suffix.lower() in _JSON_SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            return file.read(64).removeprefix(_UTF8_MARK).lstrip().startswith(b"{")
    except OSError:
        return False  # the sheet reader says what is wrong with the file


def _sheet_queries(path: Path) -> Iterator[NumberedQuery]:
    sheet = read_sheet(path, sheet_limits(path))
    columns = _columns(sheet)
    for row in sheet.rows():
        if any(row.extra):
            raise _ragged(path, sheet, row)
        cells = {field: row.cells[place] for field, place in columns.items()}
        yield _numbered(cells, path.name, row.number)


def sheet_limits(path: Path) -> Limits:
    """A text file is read as a stream, so it may be of any length; a workbook is unpacked, so it may not."""
    try:
        with path.open("rb") as file:
            return Limits() if file.read(4) == _ZIP else _ANY_LENGTH
    except OSError:
        return Limits()  # the sheet reader says what is wrong with the file


def _columns(sheet: Sheet) -> Mapping[str, int]:
    places: dict[str, int] = {}
    for place, title in enumerate(sheet.columns):
        places.setdefault(title.strip().casefold().replace(" ", "_"), place)
    if "name" not in places:
        raise QueryFileError(
            said("There is no column “name”."),
            file=sheet.file,
            row=1,
            remedy=said("Name the columns in the first row; known are: {fields}.", fields=", ".join(FIELDS)),
        )
    return {field: places[field] for field in FIELDS if field in places}


def _ragged(path: Path, sheet: Sheet, row: Row) -> QueryFileError:
    return QueryFileError(
        said("The row has more cells than the {columns} columns of the first row.", columns=len(sheet.columns)),
        file=path.name,
        row=row.number,
        column=str(len(sheet.columns) + 1),
        remedy=said("Put a text that holds the separator in quotation marks, or remove the extra cells."),
    )


def _json_queries(path: Path) -> Iterator[NumberedQuery]:
    number = 0
    for number, line in enumerate(json_lines(path), 1):
        if line.strip():
            yield from _on_line(line, path.name, number)
    if not number:
        raise QueryFileError(
            said("The file is empty."), file=path.name, row=1, remedy=said("Export it again and check its size.")
        )


def json_lines(path: Path) -> Iterator[bytes]:
    """The lines of a file, a bounded one at a time. Raises QueryFileError."""
    try:
        with path.open("rb") as file:
            yield from _bounded_lines(file, path.name)
    except OSError as cause:
        raise QueryFileError(
            said("The file cannot be read ({reason}).", reason=cause.strerror),
            file=path.name,
            row=1,
            remedy=said("Check its name."),
        ) from cause


def _bounded_lines(file: BinaryIO, name: str) -> Iterator[bytes]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        if number == 1:
            line = _without_mark(line, name)
        if len(line) == _LONGEST_LINE:
            raise QueryFileError(
                said("The line is longer than {size} MB.", size=_LONGEST_LINE >> 20),
                file=name,
                row=number,
                remedy=said("Write one JSON object on each line."),
            )
        yield line


def _without_mark(line: bytes, name: str) -> bytes:
    if line.startswith(_UTF16_MARKS):
        raise QueryFileError(said("The file is in UTF-16."), file=name, row=1, remedy=said("Save it as UTF-8."))
    return line.removeprefix(_UTF8_MARK)


def _on_line(line: bytes, file: str, row: int) -> list[NumberedQuery]:
    """The query of a line, or one for each name of a FollowTheMoney entity. An entity that is no party asks for nothing."""
    given = _loaded(line, file, row)
    if is_entity(given):
        return [NumberedQuery(row, query) for query in entity_queries(given)]
    return [_numbered(_object(given, file, row), file, row)]


def entity_queries(entity: Mapping[str, Any]) -> list[Query]:
    """One query for each name of the party that an entity stands for, each with the entity's id."""
    party = party_of(entity)
    if party is None:
        return []
    birth = party.birth_dates[0] if len(party.birth_dates) == 1 else ""
    country = party.countries[0] if len(party.countries) == 1 and party.kind is not PartyKind.PERSON else ""
    texts = dict.fromkeys(name.text for name in party.names)
    return [Query(text, party.id, country, party.kind, party.identifiers, birth) for text in texts]


def _loaded(line: bytes, file: str, row: int) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError as cause:
        raise QueryFileError(
            said("The line is no JSON ({reason}).", reason=cause.msg),
            file=file,
            row=row,
            column=str(cause.colno),
            remedy=said("Write one JSON object on each line, in UTF-8."),
        ) from cause


def _object(given: Any, file: str, row: int) -> dict[str, str]:
    if not isinstance(given, dict) or "name" not in given:
        raise QueryFileError(
            said("The line is no JSON object with a “name”."),
            file=file,
            row=row,
            remedy=said("Write one object on each line; known fields are: {fields}.", fields=", ".join(FIELDS)),
        )
    return {field: _text(given.get(field), file, row, field) for field in FIELDS}


def _text(value: object, file: str, row: int, field: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise QueryFileError(
        said("The value is no text."), file=file, row=row, column=field, remedy=said("Write it in quotation marks.")
    )


def _numbered(cells: Mapping[str, str], file: str, row: int) -> NumberedQuery:
    """A country that nobody knows is left out and told: it must not tell a listed party apart from itself."""
    written = cells.get("country", "").strip()
    country = country_as_written(written) or ""
    return NumberedQuery(row, _query({**cells, "country": country}, file, row), bool(written and not country))


def _query(cells: Mapping[str, str], file: str, row: int) -> Query:
    kind = _KINDS.get(cells.get("type", "").strip().casefold())
    if kind is None:
        raise QueryFileError(
            said("“{kind}” is no type of party.", kind=cells["type"][:40]),
            file=file,
            row=row,
            column="type",
            remedy=said("Write person or organisation, or leave it empty."),
        )
    return Query(
        name=cells["name"],
        id=cells.get("id", ""),
        country=cells["country"],
        kind=kind,
        identifiers=_identifiers(cells.get("identifier", "")),
        birth_date=_birth_date(cells.get("birth_date", "").strip(), file, row),
    )


def _identifiers(text: str) -> tuple[Identifier, ...]:
    kind, divided, value = text.strip().rpartition(":")
    return (Identifier(kind.strip() if divided else "", value.strip()),) if value.strip() else ()


def _birth_date(text: str, file: str, row: int) -> str:
    if not text or _PARTIAL_DATE.fullmatch(text):
        return text
    try:
        day = read_date(text)
    except ValueError as cause:
        raise QueryFileError(
            said("“{text}” is no date.", text=text[:40]),
            file=file,
            row=row,
            column="birth_date",
            remedy=said("Write it as 1971-02-25, 1971-02 or 1971."),
        ) from cause
    return day.isoformat() if day else ""
