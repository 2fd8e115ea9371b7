"""Three US lists kept as CSV: section 1286 (research institutions), section 1260H (companies), MIEU (end users).

The first two are reports: each new one names its parties anew. Every row is a listing of its own, so that an entry that
ends and comes back is two listings with their times, under ids that say which report they are from
(`us-1286:2025:<digest of the name>`, `us-1260h:2024-01-31:<digest of the name>`, `us-mieu:CN:<digest of the name>`).
What a report names is in force until the next one that is the whole list, or until the day that the file gives (`editions`).
Where only a year is printed, a start is taken as its first day and an end as its last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aktsom.engine.lists.countries import country_codes
from aktsom.engine.lists.csv_rows import Row, rows
from aktsom.engine.lists.dates import day
from aktsom.engine.lists.editions import Editions, Named
from aktsom.engine.lists.identity import Identities, digest
from aktsom.engine.lists.listing import LegalEffect, Listing, NameKind, PartyKind
from aktsom.engine.lists.problems import Problems, RowProblem, date_not_understood, not_understood, refuse
from aktsom.engine.lists.texts import cleaned, names_from
from aktsom.engine.wording import said

COLUMNS_1286 = frozenset({"name", "aliases", "report-date", "start-date", "end-date", "country"})
COLUMNS_1260H = frozenset({"Name", "Clean Name", "Alias", "Previous Name", "Start date", "End date"})
COLUMNS_MIEU = frozenset({"Type", "Name", "Alias", "Country", "Program", "Date", "End date"})


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where a file keeps what a listing needs. Columns that a file does not have are ""."""

    list_id: str
    needed: frozenset[str]
    programme: str
    effect: LegalEffect
    edition: str
    names: tuple[tuple[NameKind, str], ...]
    starts: tuple[str, ...]
    ends: str
    country: str
    source_url: str
    home: str = ""
    anew: bool = False


_SECTION_1286 = _Shape(
    list_id="us-1286",
    needed=COLUMNS_1286,
    programme="NDAA FY2019 section 1286",
    effect=LegalEffect.RESEARCH_CONCERN,
    edition="report-date",
    names=((NameKind.PRIMARY, "name"), (NameKind.ALIAS, "aliases")),
    starts=("start-date", "report-date"),
    ends="end-date",
    country="country",
    source_url="source_url",
    anew=True,
)

_SECTION_1260H = _Shape(
    list_id="us-1260h",
    needed=COLUMNS_1260H,
    programme="NDAA FY2021 section 1260H",
    effect=LegalEffect.RESEARCH_CONCERN,
    edition="Start date",
    names=(
        (NameKind.PRIMARY, "Clean Name"),
        (NameKind.ALIAS, "Name"),
        (NameKind.ALIAS, "Alias"),
        (NameKind.FORMER, "Previous Name"),
    ),
    starts=("Start date",),
    ends="End date",
    country="",
    source_url="Source Url",
    # Section 1260H lists Chinese military companies only.
    home="CN",
    anew=True,
)

_MIEU = _Shape(
    list_id="us-mieu",
    needed=COLUMNS_MIEU,
    programme="EAR section 744.22 (military-intelligence end users)",
    effect=LegalEffect.EXPORT_LICENCE,
    edition="Country",
    names=((NameKind.PRIMARY, "Name"), (NameKind.ALIAS, "Alias")),
    starts=("Date",),
    ends="End date",
    country="Country",
    source_url="Source URL",
)


def read_1286(path: Path, *, problems: Problems = refuse, source_date: date | None = None) -> Iterator[Listing]:
    """Institutions under section 1286 of the NDAA for fiscal year 2019, a listing for each report that names them."""
    return _read(_SECTION_1286, path, problems, source_date)


def read_1260h(path: Path, *, problems: Problems = refuse, source_date: date | None = None) -> Iterator[Listing]:
    """Chinese military companies under section 1260H of the NDAA for fiscal year 2021.

    It restricts procurement by the US Department of Defense; for research elsewhere it is advice.
    """
    return _read(_SECTION_1260H, path, problems, source_date)


def read_mieu(path: Path, *, problems: Problems = refuse, source_date: date | None = None) -> Iterator[Listing]:
    """Military-intelligence end users named in section 744.22(f)(2) of the Export Administration Regulations."""
    return _read(_MIEU, path, problems, source_date)


def _read(shape: _Shape, path: Path, problems: Problems, source_date: date | None) -> Iterator[Listing]:
    identities = Identities(_wish(shape, row) for row in rows(path, shape.needed, _unheard))
    editions = Editions(_named(shape, rows(path, shape.needed, _unheard)) if shape.anew else ())
    for row in rows(path, shape.needed, problems):
        listing = _listing(shape, row, identities, editions, path.name, problems, source_date)
        if listing:
            printed = cleaned(row[shape.country]) if shape.country else ""
            if printed and not country_codes(printed):
                problems(not_understood(path.name, row.line, shape.country, printed))
            yield listing


def _unheard(_problem: RowProblem) -> None:
    """The passes before the last only count ids and reports; the last one reports problems."""


def _wish(shape: _Shape, row: Row) -> str:
    edition = cleaned(row[shape.edition]) or "-"
    return f"{shape.list_id}:{edition}:{digest(cleaned(row[shape.names[0][1]]))}"


def _named(shape: _Shape, read: Iterator[Row]) -> Iterator[Named]:
    for row in read:
        starts = _first_day(shape.starts, row, "", _unheard)
        if starts:
            party = digest(cleaned(row[shape.names[0][1]]).rstrip("* "))
            by_year = any(cleaned(row[column]) == str(starts.year) for column in shape.starts)
            yield Named(starts, party, _day(shape.ends, row, "", _unheard, end=True), by_year)


def _listing(
    shape: _Shape,
    row: Row,
    identities: Identities,
    editions: Editions,
    file: str,
    problems: Problems,
    source_date: date | None,
) -> Listing | None:
    names = names_from(*((kind, _names(kind, row[column])) for kind, column in shape.names))
    if not names:
        problems(RowProblem(file, row.line, said("The row has no name."), shape.names[0][1]))
        return None
    starts = _first_day(shape.starts, row, file, problems)
    ends = _day(shape.ends, row, file, problems, end=True)
    return Listing(
        id=identities.unique(_wish(shape, row), row.cells.values()),
        list_id=shape.list_id,
        kind=PartyKind.ORGANISATION,
        names=names,
        programme=shape.programme,
        effects=(shape.effect,),
        countries=country_codes(row[shape.country]) or ((shape.home,) if shape.home else ()),
        starts=starts and editions.starts(starts),
        ends=editions.ends(starts, ends) if starts else ends,
        source_url=cleaned(row[shape.source_url]),
        source_date=source_date,
    )


def _names(kind: NameKind, cell: str) -> list[str]:
    # The asterisk marks what a report added; it is no part of the name.
    parts = [cell] if kind is NameKind.PRIMARY else cell.split(";")
    return [part for part in (cleaned(part).rstrip("* ") for part in parts) if part]


def _first_day(columns: tuple[str, ...], row: Row, file: str, problems: Problems) -> date | None:
    found = (_day(column, row, file, problems, end=False) for column in columns)
    return next((value for value in found if value), None)


def _day(column: str, row: Row, file: str, problems: Problems, *, end: bool) -> date | None:
    printed = cleaned(row[column])
    found = day(printed, end=end) if printed else None
    if printed and found is None:
        problems(date_not_understood(file, row.line, column, printed))
    return found
