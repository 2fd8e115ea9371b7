"""The consolidated list of the UN Security Council: XML, an element for each individual and entity.

Ids are `un-sc:<reference number>`, for instance `un-sc:CDi.001`; an entry without one gets `~` and a digest of its
name.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from lxml import etree

from aktsom.engine.lists.countries import country_code
from aktsom.engine.lists.dates import birth_dates, day
from aktsom.engine.lists.identity import digest
from aktsom.engine.lists.listing import Identifier, LegalEffect, ListedName, Listing, NameKind, PartyKind
from aktsom.engine.lists.numbered import Form, listings
from aktsom.engine.lists.problems import Problems, refuse
from aktsom.engine.lists.texts import cleaned, names_from, numbers, pieces
from aktsom.engine.lists.xml_elements import elements

LIST_ID = "un-sc"
ROOT = "CONSOLIDATED_LIST"

_ENTRIES = frozenset({"INDIVIDUAL", "ENTITY"})
_PERSON_NAME = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ALIAS_KINDS = {"low": NameKind.WEAK_ALIAS, "f.k.a.": NameKind.FORMER}
_FREEZE_ONLY = frozenset({"Iraq"})
"""Resolution 1483 freezes assets; the other regimes also bar individuals from travel."""


def read(path: Path, *, problems: Problems = refuse, source_date: date | None = None) -> Iterator[Listing]:
    """The parties of the list, streamed, dated by the file itself unless `source_date` is given.

    Raises ListError when the file cannot be used; whoever exhausts the iterator knows that the file is whole.
    """
    parts = elements(path, ROOT, _ENTRIES, problems, depth=2)
    opening = next(parts)
    published = source_date or day(opening.get("dateGenerated", ""))
    form = Form(_listing, _not_understood, _text, "FIRST_NAME", "REFERENCE_NUMBER", "LISTED_ON")
    yield from listings(path.name, parts, form, published, problems)


def _listing(entry: etree._Element, published: date | None) -> Listing | None:
    person = entry.tag == "INDIVIDUAL"
    names = _names(entry, person)
    if not names:
        return None
    reference = _text(entry, "REFERENCE_NUMBER") or f"~{digest(names[0].text)}"
    programme = _text(entry, "UN_LIST_TYPE")
    return Listing(
        id=f"{LIST_ID}:{reference}",
        list_id=LIST_ID,
        kind=PartyKind.PERSON if person else PartyKind.ORGANISATION,
        names=names,
        programme=programme,
        effects=_effects(person, programme),
        countries=_codes(_texts(entry, f"{entry.tag}_ADDRESS/COUNTRY")),
        nationalities=_codes(_texts(entry, "NATIONALITY/VALUE")),
        identifiers=_identifiers(entry),
        birth_dates=_birth_dates(entry),
        starts=day(_text(entry, "LISTED_ON")),
        source_url="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
        source_date=published,
    )


def _effects(person: bool, programme: str) -> tuple[LegalEffect, ...]:
    if person and programme not in _FREEZE_ONLY:
        return (LegalEffect.ASSET_FREEZE, LegalEffect.TRAVEL_BAN)
    return (LegalEffect.ASSET_FREEZE,)


def _names(entry: etree._Element, person: bool) -> tuple[ListedName, ...]:
    if person:
        primary = [" ".join(filter(None, (_text(entry, part) for part in _PERSON_NAME)))]
    else:
        primary = pieces(_text(entry, "FIRST_NAME"))
    aliases = [_alias(alias) for alias in entry.iterfind(f"{entry.tag}_ALIAS")]
    return names_from(
        (NameKind.PRIMARY, primary[:1]),
        (NameKind.ALIAS, primary[1:]),
        (NameKind.ALIAS, pieces(_text(entry, "NAME_ORIGINAL_SCRIPT"))),
        *aliases,
    )


def _alias(alias: etree._Element) -> tuple[NameKind, list[str]]:
    quality = _text(alias, "QUALITY").lower()
    return _ALIAS_KINDS.get(quality, NameKind.ALIAS), pieces(_text(alias, "ALIAS_NAME"))


def _identifiers(entry: etree._Element) -> tuple[Identifier, ...]:
    found: list[Identifier] = []
    for document in entry.iterfind("INDIVIDUAL_DOCUMENT"):
        kind = "passport" if "passport" in _kind_of(document) else "national id"
        found.extend(numbers(kind, _text(document, "NUMBER")))
    return tuple(dict.fromkeys(found))


def _kind_of(document: etree._Element) -> str:
    return (
        f"{_text(document, 'TYPE_OF_DOCUMENT')} {_text(document, 'TYPE_OF_DOCUMENT2')}".lower()
        .replace("pasaporte", "passport")
        .replace("passeport", "passport")
    )


def _birth_dates(entry: etree._Element) -> tuple[str, ...]:
    found: list[str] = []
    for birth in entry.iterfind("INDIVIDUAL_DATE_OF_BIRTH"):
        ends = [year for year in (_text(birth, "FROM_YEAR"), _text(birth, "TO_YEAR")) if year]
        printed = _text(birth, "DATE") or _text(birth, "YEAR") or "-".join(ends) or _text(birth, "NOTE")
        found.extend(birth_dates(printed))
    return tuple(dict.fromkeys(found))


def _not_understood(entry: etree._Element) -> Iterator[tuple[str, str]]:
    """The texts of which nothing is read."""
    for column in (f"{entry.tag}_ADDRESS/COUNTRY", "NATIONALITY/VALUE"):
        yield from ((column, printed) for printed in _texts(entry, column) if printed and not country_code(printed))
    for column in ("DATE", "YEAR"):
        for printed in _texts(entry, f"INDIVIDUAL_DATE_OF_BIRTH/{column}"):
            if printed and not birth_dates(printed):
                yield f"INDIVIDUAL_DATE_OF_BIRTH/{column}", printed


def _codes(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in map(country_code, names) if code))


def _texts(entry: etree._Element, path: str) -> list[str]:
    return [cleaned(found.text) for found in entry.iterfind(path) if found.text]


def _text(entry: etree._Element, tag: str) -> str:
    text = entry.findtext(tag)
    return cleaned(text) if text else ""
