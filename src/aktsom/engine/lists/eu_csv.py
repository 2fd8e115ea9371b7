"""EU restrictive measures: one CSV for each act (CELEX number), a row for each listed party.

Ids are `eu:<celex>:<annex>:<recordId>`, for instance `eu:32014R0833:IV:12`, with the annex as the file gives it
("I.PERSONS" and "I.A" are parts of an annex; an absent one is "-"). Some annexes have no numbers of their own: there
the last part is `~` and a digest of kind and name, so that it outlives reordering. Should an act give a number twice,
each of the rows gets a digest of all its cells added.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from aktsom.engine.lists.countries import country_codes, country_of_address
from aktsom.engine.lists.csv_rows import Row, rows
from aktsom.engine.lists.dates import birth_dates, day
from aktsom.engine.lists.identity import Identities, digest
from aktsom.engine.lists.listing import Identifier, LegalEffect, Listing, NameKind, PartyKind
from aktsom.engine.lists.problems import Problems, RowProblem, date_not_understood, not_understood, refuse
from aktsom.engine.lists.texts import cleaned, names_from, numbers, pieces
from aktsom.engine.wording import said

LIST_ID = "eu"

COLUMNS = frozenset({"celex", "recordId", "programKey", "annex", "measure", "schema", "name"})

_KINDS = {
    "Person": PartyKind.PERSON,
    "LegalEntity": PartyKind.ORGANISATION,
    "Company": PartyKind.ORGANISATION,
    "Organization": PartyKind.ORGANISATION,
    "PublicBody": PartyKind.ORGANISATION,
    "Vessel": PartyKind.VESSEL,
    "Airplane": PartyKind.AIRCRAFT,
}

_EFFECTS = {
    "asset freeze": LegalEffect.ASSET_FREEZE,
    "export control": LegalEffect.EXPORT_LICENCE,
    "financial restrictions": LegalEffect.FINANCIAL_RESTRICTION,
    "investment ban": LegalEffect.FINANCIAL_RESTRICTION,
    "travel ban": LegalEffect.TRAVEL_BAN,
}
"""Port bans, broadcasting bans and whatever else an act orders are OTHER."""

_END_USERS = ("32014R0833", "IV")
"""Regulation 833/2014, Article 2(7) and Annex IV: sales to these end users need an authorisation, mostly refused."""

_IDENTIFIERS = {
    "passportNumber": "passport",
    "idNumber": "national id",
    "registrationNumber": "registration",
    "taxNumber": "tax",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "kppCode": "KPP",
    "okpoCode": "OKPO",
    "leiCode": "LEI",
    "imoNumber": "IMO",
    "mmsi": "MMSI",
}


def read(path: Path, *, problems: Problems = refuse, source_date: date | None = None) -> Iterator[Listing]:
    """The parties of one act, streamed. The file bears no date of its own, so `source_date` is for the caller to give.

    Raises ListError when the file cannot be used; whoever exhausts the iterator knows that the file is whole.
    """
    identities = Identities(_wish(row) for row in rows(path, COLUMNS, _unheard))
    for row in rows(path, COLUMNS, problems):
        listing = _listing(row, identities, path.name, problems, source_date)
        if listing:
            for column, printed in _not_understood(row):
                problems(not_understood(path.name, row.line, column, printed))
            yield listing


def _unheard(_problem: RowProblem) -> None:
    """The first pass only counts ids; the second reports."""


def _wish(row: Row) -> str:
    number = cleaned(row["recordId"]) or f"~{digest(row['schema'], cleaned(row['name']))}"
    annex = cleaned(row["annex"]).replace(" ", "") or "-"
    return f"{LIST_ID}:{cleaned(row['celex'])}:{annex}:{number}"


def _listing(
    row: Row, identities: Identities, file: str, problems: Problems, source_date: date | None
) -> Listing | None:
    names = names_from(
        (NameKind.PRIMARY, [cleaned(row["name"])]),
        (NameKind.ALIAS, pieces(row["alias"])),
        (NameKind.FORMER, pieces(row["previousName"])),
        (NameKind.WEAK_ALIAS, pieces(row["weakAlias"])),
    )
    if not names:
        problems(RowProblem(file, row.line, said("The row has no name."), "name"))
        return None
    return Listing(
        id=identities.unique(_wish(row), row.cells.values()),
        list_id=LIST_ID,
        kind=_KINDS.get(row["schema"], PartyKind.UNKNOWN),
        names=names,
        programme=cleaned(row["programKey"]),
        effects=(_effect(row),),
        countries=_countries(row),
        nationalities=country_codes(row["nationality"]),
        identifiers=_identifiers(row),
        birth_dates=birth_dates(row["birthDate"]) if row["birthDate"] else (),
        starts=_starts(row, file, problems),
        source_url=f"https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:{cleaned(row['celex'])}",
        source_date=source_date,
    )


def _not_understood(row: Row) -> Iterator[tuple[str, str]]:
    """The cells of which nothing is read."""
    for column in ("country", "jurisdiction", "nationality", "flag"):
        if cleaned(row[column]) and not country_codes(row[column]):
            yield column, cleaned(row[column])
    if cleaned(row["birthDate"]) and not birth_dates(row["birthDate"]):
        yield "birthDate", cleaned(row["birthDate"])
    for column, kind in _IDENTIFIERS.items():
        if cleaned(row[column]) and not numbers(kind, row[column]):
            yield column, cleaned(row[column])


def _effect(row: Row) -> LegalEffect:
    if (cleaned(row["celex"]), cleaned(row["annex"])) == _END_USERS:
        return LegalEffect.EXPORT_LICENCE
    return _EFFECTS.get(cleaned(row["measure"]).lower(), LegalEffect.OTHER)


def _countries(row: Row) -> tuple[str, ...]:
    found = [*country_codes(row["country"]), *country_codes(row["jurisdiction"])]
    found += country_codes(row["flag"])
    found += [code for code in map(country_of_address, row["address"].split(";")) if code]
    return tuple(dict.fromkeys(found))


def _identifiers(row: Row) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for column, kind in _IDENTIFIERS.items():
        if row[column]:
            found.extend(numbers(kind, row[column]))
    return tuple(dict.fromkeys(found))


def _starts(row: Row, file: str, problems: Problems) -> date | None:
    printed = cleaned(row["startDate"])
    starts = day(printed) if printed else None
    if printed and starts is None:
        problems(date_not_understood(file, row.line, "startDate", printed))
    return starts
