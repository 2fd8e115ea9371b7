"""The US Consolidated Screening List: JSON of twelve or more lists of three departments, plain or gzipped.

Each source is a list of its own, named by its abbreviation: `us-sdn`, `us-el`, `us-meu`, `us-uvl`, `us-dpl`, `us-dtc`,
`us-ssi`, `us-isn`, `us-plc`, `us-cmic`, `us-nsmbs`, `us-cap`, `us-fse`. A source we do not know gets its abbreviation
or a short form of its title, and the effect "other".

Ids are `<list>:<entity_number>` where the publisher numbers its parties (Treasury). The lists of Commerce and State
have no numbers: there the last part is `~` and a digest of the name; namesakes on one list get a digest of all their
facts added. The publisher's own `id` is a digest of the whole record and changes with it, so it is not used.

Individuals are printed as "SURNAME, Given": the primary name is kept so, taking names apart is for the name engine.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from aktsom.engine.lists.countries import country_code
from aktsom.engine.lists.dates import birth_dates, day
from aktsom.engine.lists.identity import Identities, digest
from aktsom.engine.lists.json_items import items, leading_text
from aktsom.engine.lists.listing import Identifier, LegalEffect, ListedName, Listing, NameKind, PartyKind
from aktsom.engine.lists.problems import Problems, RowProblem, date_not_understood, not_understood, refuse
from aktsom.engine.lists.texts import cleaned, names_from
from aktsom.engine.wording import said

_SHORT = re.compile(r"\(([A-Z][A-Za-z-]*)(?: List)?\)")
_SLUG = re.compile(r"[^a-z0-9]+")

_FREEZE = (LegalEffect.ASSET_FREEZE,)
_LICENCE = (LegalEffect.EXPORT_LICENCE,)
_FINANCE = (LegalEffect.FINANCIAL_RESTRICTION,)

EFFECTS: dict[str, tuple[LegalEffect, ...]] = {
    "us-sdn": _FREEZE,  # 31 CFR chapter V: property blocked
    "us-el": _LICENCE,  # 15 CFR 744.11 and 744.16, supplement 4 to part 744
    "us-meu": _LICENCE,  # 15 CFR 744.21, supplement 7 to part 744
    "us-uvl": _LICENCE,  # 15 CFR 744.15, supplement 6: no licence exceptions, a statement before each export
    "us-dpl": _LICENCE,  # 15 CFR 764.3(a)(2): export privileges denied
    "us-dtc": (LegalEffect.DEBARMENT,),  # 22 CFR 127.7: debarred from the arms trade
    "us-isn": (LegalEffect.DEBARMENT, LegalEffect.EXPORT_LICENCE),  # nonproliferation statutes: procurement, licences
    "us-ssi": _FINANCE,  # Executive Order 13662, directives 1 to 4
    "us-cmic": _FINANCE,  # Executive Order 14032: no dealing in securities
    "us-cap": _FINANCE,  # correspondent and payable-through accounts
    "us-nsmbs": _FINANCE,  # measures short of blocking, such as Executive Order 14024 directives
    "us-plc": _FINANCE,  # 31 CFR 594 note: transactions rejected
    "us-fse": _FINANCE,  # Executive Order 13608
}

_PROGRAMMES = {
    "us-el": "EAR part 744 supplement 4",
    "us-meu": "EAR part 744 supplement 7",
    "us-uvl": "EAR part 744 supplement 6",
    "us-dpl": "EAR section 764.3",
    "us-dtc": "ITAR section 127.7",
}

_KINDS = {
    "individual": PartyKind.PERSON,
    "entity": PartyKind.ORGANISATION,
    "vessel": PartyKind.VESSEL,
    "aircraft": PartyKind.AIRCRAFT,
}

Entry = dict[str, Any]


def read(path: Path, *, problems: Problems = refuse, source_date: date | None = None) -> Iterator[Listing]:
    """The parties of all sources in the file, streamed, dated by the file where it says so before its entries.

    Takes the publisher's object with `results` or a bare list. Raises ListError when the file cannot be used; whoever
    exhausts the iterator knows that the file is whole.
    """
    published = source_date or _published(path)
    identities = Identities(_wish(entry) for entry in items(path, "results") if isinstance(entry, dict))
    for number, entry in enumerate(items(path, "results"), 1):
        if not isinstance(entry, dict):
            problems(RowProblem(path.name, number, said("The entry is not an object.")))
            continue
        listing = _listing(entry, identities, published)
        if listing is None:
            problems(RowProblem(path.name, number, said("The entry has no name."), "name"))
            continue
        for column, found in (("start_date", listing.starts), ("end_date", listing.ends)):
            if found is None and (printed := _text(entry, column)):
                problems(date_not_understood(path.name, number, column, printed))
        for column, printed in _not_understood(entry):
            problems(not_understood(path.name, number, column, printed))
        yield listing


@lru_cache(maxsize=256)
def list_id_of(source: str) -> str:
    """The list id for a source as the publisher titles it, "Entity List (EL) - Bureau of …" → `us-el`."""
    short = _SHORT.search(source)
    slug = short.group(1).replace("-", "") if short else _SLUG.sub("-", source.casefold())[:40].strip("-")
    return f"us-{slug.lower() or 'unnamed'}"


def _published(path: Path) -> date | None:
    return next((found for text in leading_text(path).values() if (found := day(text))), None)


def _wish(entry: Entry) -> str:
    return f"{list_id_of(_text(entry, 'source'))}:{_number(entry) or '~' + digest(_text(entry, 'name'))}"


def _number(entry: Entry) -> str:
    value = entry.get("entity_number")
    return cleaned(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _listing(entry: Entry, identities: Identities, published: date | None) -> Listing | None:
    names = _names(entry)
    if not names:
        return None
    list_id = list_id_of(_text(entry, "source"))
    return Listing(
        id=identities.unique(_wish(entry), _facts(entry)),
        list_id=list_id,
        kind=_KINDS.get(_text(entry, "type").lower(), PartyKind.UNKNOWN),
        names=names,
        programme="; ".join(_texts(entry, "programs")) or _PROGRAMMES.get(list_id, ""),
        effects=EFFECTS.get(list_id, (LegalEffect.OTHER,)),
        countries=_countries(entry),
        nationalities=_codes(_texts(entry, "nationalities") + _texts(entry, "citizenships")),
        identifiers=_identifiers(entry),
        birth_dates=_birth_dates(entry),
        starts=day(_text(entry, "start_date")),
        ends=day(_text(entry, "end_date"), end=True),
        source_url=_text(entry, "source_list_url"),
        source_date=published,
    )


def _names(entry: Entry) -> tuple[ListedName, ...]:
    return names_from(
        (NameKind.PRIMARY, [_text(entry, "name")]),
        (NameKind.ALIAS, [part for name in _texts(entry, "alt_names") for part in name.split("; ")]),
    )


def _facts(entry: Entry) -> Iterator[str]:
    """What tells namesakes apart, whatever the order in which it is printed."""
    for field in ("name", "type", "federal_register_notice", "license_requirement", "start_date", "end_date"):
        yield _text(entry, field)
    yield from sorted(_texts(entry, "alt_names"))
    yield from sorted(_texts(entry, "programs"))
    for field in ("address", "city", "country"):
        yield from sorted(_text(place, field) for place in _objects(entry, "addresses"))


def _not_understood(entry: Entry) -> Iterator[tuple[str, str]]:
    """The texts of which nothing is read."""
    countries = [("addresses.country", _text(place, "country")) for place in _objects(entry, "addresses")]
    countries += [(field, _text(entry, field)) for field in ("country", "vessel_flag")]
    countries += [(field, text) for field in ("nationalities", "citizenships") for text in _texts(entry, field)]
    yield from ((column, printed) for column, printed in countries if printed and not country_code(printed))
    for printed in _texts(entry, "dates_of_birth"):
        if not birth_dates(printed):
            yield "dates_of_birth", printed


def _countries(entry: Entry) -> tuple[str, ...]:
    printed = [_text(place, "country") for place in _objects(entry, "addresses")]
    return _codes([*printed, _text(entry, "country"), _text(entry, "vessel_flag")])


def _identifiers(entry: Entry) -> tuple[Identifier, ...]:
    found = [
        Identifier(_text(number, "type").lower() or "other", _text(number, "number"))
        for number in _objects(entry, "ids")
        if _text(number, "number")
    ]
    return tuple(dict.fromkeys(found))


def _birth_dates(entry: Entry) -> tuple[str, ...]:
    printed = _texts(entry, "dates_of_birth")
    return tuple(dict.fromkeys(found for text in printed for found in birth_dates(text)))


def _codes(printed: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in map(country_code, printed) if code))


def _text(entry: Entry, field: str) -> str:
    value = entry.get(field)
    return cleaned(value) if isinstance(value, str) else ""


def _texts(entry: Entry, field: str) -> list[str]:
    values = entry.get(field)
    if isinstance(values, str):
        return [part for part in (cleaned(value) for value in values.split("; ")) if part]
    return [cleaned(value) for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _objects(entry: Entry, field: str) -> list[Entry]:
    values = entry.get(field)
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
