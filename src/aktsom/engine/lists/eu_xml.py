"""The Commission's consolidated financial sanctions file, XML schema version 1.1.

One `sanctionEntity` for each party, nearly everything in attributes, in the namespace below. The file holds the asset
freezes of all EU acts, and no export-licence, service or port measures: for those read the acts (`eu_csv`).
Ids are `eu-fsf:<euReferenceNumber>`, for instance `eu-fsf:EU.27.28`; the few entries without one use `logicalId`.
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
from aktsom.engine.lists.texts import cleaned, names_from
from aktsom.engine.lists.xml_elements import elements

LIST_ID = "eu-fsf"
NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"
ROOT = f"{{{NAMESPACE}}}export"

_ENTITY = f"{{{NAMESPACE}}}sanctionEntity"
_NS = {"f": NAMESPACE}
_UNKNOWN_COUNTRY = frozenset({"00", "UNKNOWN"})
"""What the file writes where no country is known."""

_KINDS = {"person": PartyKind.PERSON, "p": PartyKind.PERSON, "enterprise": PartyKind.ORGANISATION,
    "e": PartyKind.ORGANISATION}  # fmt: skip
_DOCUMENTS = {"passport": "passport", "id": "national id", "imo": "IMO", "regnumber": "registration",
    "fiscalcode": "tax", "ssn": "social security", "electionid": "voter id", "residentperm": "residence permit",
    "swiftbic": "BIC", "tradelic": "trade licence"}  # fmt: skip


def read(path: Path, *, problems: Problems = refuse, source_date: date | None = None) -> Iterator[Listing]:
    """The parties of the file, streamed, dated by the file itself unless `source_date` is given.

    Raises ListError when the file cannot be used; whoever exhausts the iterator knows that the file is whole.
    """
    parts = elements(path, ROOT, frozenset({_ENTITY}), problems)
    published = source_date or day(next(parts).get("generationDate", ""))
    form = Form(_listing, _not_understood, _attribute, "nameAlias", "euReferenceNumber", "designationDate")
    yield from listings(path.name, parts, form, published, problems)


def _listing(entity: etree._Element, published: date | None) -> Listing | None:
    names = _names(entity)
    if not names:
        return None
    acts = list(entity.iterfind("f:regulation", _NS))
    return Listing(
        id=f"{LIST_ID}:{_number(entity, names[0].text)}",
        list_id=LIST_ID,
        kind=_kind(entity),
        names=names,
        programme="; ".join(dict.fromkeys(filter(None, (_attribute(act, "programme") for act in acts)))),
        effects=(LegalEffect.ASSET_FREEZE,),
        countries=_countries(entity, "f:address"),
        nationalities=_countries(entity, "f:citizenship"),
        identifiers=_identifiers(entity),
        birth_dates=_birth_dates(entity),
        starts=_starts(entity, acts),
        source_url=_source_url(acts),
        source_date=published,
    )


def _number(entity: etree._Element, name: str) -> str:
    return _attribute(entity, "euReferenceNumber") or _attribute(entity, "logicalId") or f"~{digest(name)}"


def _kind(entity: etree._Element) -> PartyKind:
    subject = entity.find("f:subjectType", _NS)
    code = _attribute(subject, "code") or _attribute(subject, "classificationCode") if subject is not None else ""
    return _KINDS.get(code.lower(), PartyKind.UNKNOWN)


def _names(entity: etree._Element) -> tuple[ListedName, ...]:
    aliases = list(entity.iterfind("f:nameAlias", _NS))
    strong = [_whole_name(alias) for alias in aliases if _attribute(alias, "strong") != "false"]
    weak = [_whole_name(alias) for alias in aliases if _attribute(alias, "strong") == "false"]
    return names_from((NameKind.PRIMARY, strong[:1]), (NameKind.ALIAS, strong[1:]), (NameKind.WEAK_ALIAS, weak))


def _whole_name(alias: etree._Element) -> str:
    parts = (_attribute(alias, part) for part in ("firstName", "middleName", "lastName"))
    return _attribute(alias, "wholeName") or " ".join(filter(None, parts))


def _identifiers(entity: etree._Element) -> tuple[Identifier, ...]:
    found = [
        Identifier(_DOCUMENTS.get(_attribute(document, "identificationTypeCode"), "other"), number)
        for document in entity.iterfind("f:identification", _NS)
        if (number := _attribute(document, "number") or _attribute(document, "latinNumber"))
    ]
    return tuple(dict.fromkeys(found))


def _birth_dates(entity: etree._Element) -> tuple[str, ...]:
    found: list[str] = []
    for birth in entity.iterfind("f:birthdate", _NS):
        years = [year for year in (_attribute(birth, "yearRangeFrom"), _attribute(birth, "yearRangeTo")) if year]
        found.extend(birth_dates(_attribute(birth, "birthdate") or _day_of_parts(birth) or "-".join(years)))
    return tuple(dict.fromkeys(found))


def _day_of_parts(birth: etree._Element) -> str:
    parts = [_attribute(birth, part).zfill(2) for part in ("year", "month", "day") if _attribute(birth, part)]
    return "-".join(parts)


def _starts(entity: etree._Element, acts: list[etree._Element]) -> date | None:
    listed = day(_attribute(entity, "designationDate"))
    forces = (day(_attribute(act, "entryIntoForceDate") or _attribute(act, "publicationDate")) for act in acts)
    return listed or min((force for force in forces if force), default=None)


def _source_url(acts: list[etree._Element]) -> str:
    for act in acts:
        url = cleaned(act.findtext("f:publicationUrl", "", _NS) or "") or _attribute(act, "publicationUrl")
        if url:
            return url
    return "https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions"


def _countries(entity: etree._Element, path: str) -> tuple[str, ...]:
    printed = (
        country_code(_attribute(place, "countryIso2Code")) or country_code(_attribute(place, "countryDescription"))
        for place in entity.iterfind(path, _NS)
    )
    return tuple(dict.fromkeys(code for code in printed if code))


def _not_understood(entity: etree._Element) -> Iterator[tuple[str, str]]:
    """The attributes of which nothing is read."""
    for column in ("address", "citizenship"):
        for place in entity.iterfind(f"f:{column}", _NS):
            printed = _attribute(place, "countryDescription") or _attribute(place, "countryIso2Code")
            known = country_code(_attribute(place, "countryIso2Code")) or country_code(printed)
            if printed and not known and printed not in _UNKNOWN_COUNTRY:
                yield column, printed
    for birth in entity.iterfind("f:birthdate", _NS):
        printed = _attribute(birth, "birthdate")
        if printed and not birth_dates(printed):
            yield "birthdate", printed


def _attribute(element: etree._Element, name: str) -> str:
    value = element.get(name)
    return cleaned(value) if value else ""
