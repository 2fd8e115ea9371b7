"""FollowTheMoney JSON lines, as OpenSanctions publishes any of its data sets (`entities.ftm.json`).

An entity becomes a listing when it is itself listed: marked as a target, tied to a `Sanction` entity, or bearing a
topic of `TOPICS`. Relatives, officials and owners that the data set merely knows are not listings.

The file is read twice. The first pass keeps what the `Sanction` entities say, the second yields the parties; memory
grows with the number of sanctions, never with the file. Ids are `<list>:<entity id>`; the list is the one the caller
names, else `ftm-<data set>` of an entity that is in one data set only, else `ftm-collection`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from aktsom.engine.lists.countries import country_code
from aktsom.engine.lists.dates import birth_dates, day
from aktsom.engine.lists.files import opened
from aktsom.engine.lists.identity import Numbered
from aktsom.engine.lists.listing import Identifier, LegalEffect, ListedName, Listing, NameKind, PartyKind
from aktsom.engine.lists.problems import (
    ListError,
    Problems,
    RowProblem,
    date_not_understood,
    not_understood,
    number_used_twice,
    refuse,
)
from aktsom.engine.lists.texts import cleaned, names_from
from aktsom.engine.wording import said

TOPICS: dict[str, LegalEffect] = {
    "sanction": LegalEffect.ASSET_FREEZE,
    "sanction.counter": LegalEffect.OTHER,
    "export.control": LegalEffect.EXPORT_LICENCE,
    "export.risk": LegalEffect.EXPORT_LICENCE,
    "invest.ban": LegalEffect.FINANCIAL_RESTRICTION,
    "debarment": LegalEffect.DEBARMENT,
}
"""The topics that make a listing, and what each means in law."""

_KINDS = {
    "Person": PartyKind.PERSON,
    "Company": PartyKind.ORGANISATION,
    "Organization": PartyKind.ORGANISATION,
    "PublicBody": PartyKind.ORGANISATION,
    "LegalEntity": PartyKind.UNKNOWN,
    "Vessel": PartyKind.VESSEL,
    "Airplane": PartyKind.AIRCRAFT,
}
_IDENTIFIERS = {
    "passportNumber": "passport",
    "idNumber": "national id",
    "registrationNumber": "registration",
    "taxNumber": "tax",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "leiCode": "LEI",
    "imoNumber": "IMO",
    "mmsi": "MMSI",
}
_COUNTRIES = ("country", "jurisdiction", "mainCountry", "flag")
_NATIONALITIES = ("nationality", "citizenship")
_LONGEST_LINE = 64 * 1024**2
_SLUG = re.compile(r"[^a-z0-9]+")

Entity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Sanction:
    programme: str
    starts: date | None
    ends: date | None
    source_url: str
    row: int


def read(
    path: Path, *, list_id: str = "", problems: Problems = refuse, source_date: date | None = None
) -> Iterator[Listing]:
    """The listed parties of the file, streamed.

    Raises ListError when a line is no FollowTheMoney entity or is cut off; whoever exhausts the iterator knows that the
    file is whole as far as it goes.
    """
    sanctions = _sanctions(path, problems)
    missing = set(sanctions)
    numbered = Numbered()
    for number, entity in _entities(path):
        missing.discard(entity["id"])
        ties = sanctions.get(entity["id"], [])
        if not _is_listed(entity, ties):
            continue
        if entity["schema"] not in _KINDS:
            reason = said("A listed “{schema}” is no party that can be screened against.", schema=entity["schema"])
            problems(RowProblem(path.name, number, reason, "schema"))
            continue
        names = _names(entity)
        if not names:
            problems(RowProblem(path.name, number, said("The entity has no name."), "name"))
            continue
        listing = _listing(entity, names, ties, list_id or _list_of(entity), source_date)
        if numbered.is_used(listing):
            problems(number_used_twice(path.name, number, "id", listing.id))
        for column, printed in _not_understood(entity):
            problems(not_understood(path.name, number, column, printed))
        own = numbered.apart(listing)
        if own:
            yield own
    for target in sorted(missing):
        reason = said("The party “{party}” that it is about is not in the file.", party=target)
        problems(RowProblem(path.name, sanctions[target][0].row, reason, "entity"))


def party(entity: Entity) -> Listing | None:
    """What one entity says of the party that it stands for; None when it stands for none or has no name."""
    names = _names(entity) if entity["schema"] in _KINDS else ()
    return _listing(entity, names, [], "", None) if names else None


def _sanctions(path: Path, problems: Problems) -> dict[str, list[_Sanction]]:
    found: dict[str, list[_Sanction]] = {}
    for number, entity in _entities(path):
        if entity["schema"] == "Sanction":
            for column in ("startDate", "listingDate", "endDate"):
                for printed in (text for text in _values(entity, column) if not day(text)):
                    problems(date_not_understood(path.name, number, column, printed))
            for target in _values(entity, "entity"):
                found.setdefault(target, []).append(_sanction(entity, number))
    return found


def _sanction(entity: Entity, row: int) -> _Sanction:
    programmes = _values(entity, "programId") or _values(entity, "program") or _values(entity, "authority")
    ends = [found for text in _values(entity, "endDate") if (found := day(text, end=True))]
    starts = [found for text in _values(entity, "startDate") + _values(entity, "listingDate") if (found := day(text))]
    return _Sanction(
        "; ".join(programmes),
        min(starts, default=None),
        max(ends, default=None),
        next(iter(_values(entity, "sourceUrl")), ""),
        row,
    )


def _entities(path: Path) -> Iterator[tuple[int, Entity]]:
    with opened(path) as source:
        number = 0
        while line := source.readline(_LONGEST_LINE):
            number += 1
            if line.strip():
                yield number, _entity(line, path.name, number)


def _entity(line: bytes, file: str, number: int) -> Entity:
    try:
        entity = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as cause:
        raise ListError(said("The line is broken or cut off."), file=file, row=number) from cause
    shaped = isinstance(entity, dict) and isinstance(entity.get("properties"), dict)
    if not shaped or not isinstance(entity.get("id"), str) or not isinstance(entity.get("schema"), str):
        raise ListError(
            said("The line is no FollowTheMoney entity (id, schema, properties)."),
            file=file,
            row=number,
            remedy=said("Check that this is a file of entities, one on each line."),
        )
    return entity  # type: ignore[no-any-return]


def _is_listed(entity: Entity, ties: list[_Sanction]) -> bool:
    return bool(ties) or entity.get("target") is True or not TOPICS.keys().isdisjoint(_values(entity, "topics"))


def _listing(
    entity: Entity, names: tuple[ListedName, ...], ties: list[_Sanction], list_id: str, source_date: date | None
) -> Listing:
    starts = [tie.starts for tie in ties if tie.starts]
    ends = [tie.ends for tie in ties if tie.ends]
    return Listing(
        id=f"{list_id}:{cleaned(entity['id'])}",
        list_id=list_id,
        kind=_KINDS[entity["schema"]],
        names=names,
        programme="; ".join(dict.fromkeys(tie.programme for tie in ties if tie.programme)),
        effects=_effects(entity, ties),
        countries=_codes(entity, _COUNTRIES),
        nationalities=_codes(entity, _NATIONALITIES),
        identifiers=_identifiers(entity),
        birth_dates=tuple(dict.fromkeys(found for text in _values(entity, "birthDate") for found in birth_dates(text))),
        starts=min(starts, default=None),
        # In force as long as one of the sanctions has no end.
        ends=max(ends) if ends and len(ends) == len(ties) else None,
        source_url=next((tie.source_url for tie in ties if tie.source_url), ""),
        source_date=source_date or _last_seen(entity),
    )


def _effects(entity: Entity, ties: list[_Sanction]) -> tuple[LegalEffect, ...]:
    known = tuple(dict.fromkeys(TOPICS[topic] for topic in _values(entity, "topics") if topic in TOPICS))
    return known or ((LegalEffect.ASSET_FREEZE,) if ties else (LegalEffect.OTHER,))


def _names(entity: Entity) -> tuple[ListedName, ...]:
    caption = entity.get("caption")
    names = _values(entity, "name")
    chosen = [cleaned(caption)] if isinstance(caption, str) and cleaned(caption) in names else names[:1]
    return names_from(
        (NameKind.PRIMARY, chosen),
        (NameKind.ALIAS, names + _values(entity, "alias")),
        (NameKind.FORMER, _values(entity, "previousName")),
        (NameKind.WEAK_ALIAS, _values(entity, "weakAlias")),
    )


def _identifiers(entity: Entity) -> tuple[Identifier, ...]:
    found = [Identifier(kind, value) for name, kind in _IDENTIFIERS.items() for value in _values(entity, name)]
    return tuple(dict.fromkeys(found))


def _codes(entity: Entity, properties: tuple[str, ...]) -> tuple[str, ...]:
    printed = [value for name in properties for value in _values(entity, name)]
    return tuple(dict.fromkeys(code for code in map(country_code, printed) if code))


def _not_understood(entity: Entity) -> Iterator[tuple[str, str]]:
    """The properties of which nothing is read."""
    for column in (*_COUNTRIES, *_NATIONALITIES):
        yield from ((column, printed) for printed in _values(entity, column) if not country_code(printed))
    yield from (("birthDate", printed) for printed in _values(entity, "birthDate") if not birth_dates(printed))


def _last_seen(entity: Entity) -> date | None:
    seen = entity.get("last_seen")
    return day(seen) if isinstance(seen, str) else None


def _list_of(entity: Entity) -> str:
    sets = entity.get("datasets")
    if isinstance(sets, list) and len(sets) == 1 and isinstance(sets[0], str):
        return f"ftm-{_SLUG.sub('-', sets[0].casefold()).strip('-')}"
    return "ftm-collection"


def _values(entity: Entity, name: str) -> list[str]:
    values = entity["properties"].get(name)
    if not isinstance(values, list):
        return []
    return [text for value in values if isinstance(value, str) and (text := cleaned(value))]
