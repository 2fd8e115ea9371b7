"""Single FollowTheMoney entities: a party that somebody asks about, read; and a listing, written for programs that use them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from aktsom.engine.lists import ftm
from aktsom.engine.lists.listing import Listing, NameKind, PartyKind

SCHEMATA = {
    PartyKind.PERSON: "Person",
    PartyKind.ORGANISATION: "Organization",
    PartyKind.VESSEL: "Vessel",
    PartyKind.AIRCRAFT: "Airplane",
    PartyKind.UNKNOWN: "LegalEntity",
}
_NAMES = {
    NameKind.PRIMARY: "name",
    NameKind.ALIAS: "alias",
    NameKind.FORMER: "previousName",
    NameKind.WEAK_ALIAS: "weakAlias",
}
_REFERABLE = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?")
_NOT_REFERABLE = re.compile(r"[^0-9A-Za-z.-]+")
_TOPIC = {effect: topic for topic, effect in ftm.TOPICS.items() if topic != "export.risk"}


def is_entity(given: object) -> bool:
    """Whether a JSON value has the shape of an entity."""
    return (
        isinstance(given, dict) and isinstance(given.get("schema"), str) and isinstance(given.get("properties"), dict)
    )


def party_of(entity: Mapping[str, Any]) -> Listing | None:
    """The party that an entity stands for, as a listing on no list; None when it stands for none or has no name."""
    identified = {**entity, "id": str(entity.get("id", ""))}
    party = ftm.party(identified)
    return None if party is None else replace(party, id=identified["id"], list_id="", effects=())


def entity_of_body(key: str, names: Sequence[str], country: str, identifiers: Mapping[str, str]) -> dict[str, Any]:
    """An organisation that is on no list as an entity: its names, the first of them the chief one, country and numbers."""
    given = {
        "name": list(names[:1]),
        "alias": list(names[1:]),
        "country": [country.lower()] if country else [],
        "idNumber": [value for value in identifiers.values() if value],
    }
    properties = {name: values for name, values in given.items() if values}
    return {"id": key, "schema": SCHEMATA[PartyKind.ORGANISATION], "caption": names[0], "properties": properties}


def entity_of(listing: Listing) -> dict[str, Any]:
    """The listing as an entity: its facts, and the topics that say what being listed means."""
    found: dict[str, list[str]] = {}
    for name in listing.names:
        found.setdefault(_NAMES.get(name.kind, "alias"), []).append(name.text)
    given: dict[str, tuple[str, ...]] = {
        "country": tuple(code.lower() for code in listing.countries),
        "nationality": tuple(code.lower() for code in listing.nationalities),
        "birthDate": listing.birth_dates,
        "idNumber": tuple(each.value for each in listing.identifiers),
        "topics": tuple(_TOPIC[effect] for effect in listing.effects if effect in _TOPIC),
        "program": (listing.programme,) if listing.programme else (),
        "sourceUrl": (listing.source_url,) if listing.source_url else (),
    }
    found |= {name: list(values) for name, values in given.items() if values}
    return {"id": listing.id, "schema": SCHEMATA[listing.kind], "caption": listing.name, "properties": found}


def entities_of(listing: Listing) -> tuple[dict[str, Any], dict[str, Any]]:
    """The party, and what puts it on its list: two entities that `engine.lists.ftm` reads as this listing again.

    They are tied by an id that the format allows; the listing's own stands among the party's `referents`.
    """
    key, datasets = _key(listing.id), [listing.list_id]
    given = {
        "entity": key,
        "program": listing.programme,
        "startDate": listing.starts.isoformat() if listing.starts else "",
        "endDate": listing.ends.isoformat() if listing.ends else "",
        "sourceUrl": listing.source_url,
    }
    sanction = {
        "id": f"{key}-sanction",
        "schema": "Sanction",
        "caption": listing.programme,
        "properties": {name: [value] for name, value in given.items() if value},
        "datasets": datasets,
    }
    return {**entity_of(listing), "id": key, "referents": [listing.id], "datasets": datasets}, sanction


def _key(listing_id: str) -> str:
    """An id of letters, digits, dots and hyphens alone, as references between entities must be; no two listings share one."""
    if _REFERABLE.fullmatch(listing_id):
        return listing_id
    return f"{_NOT_REFERABLE.sub('-', listing_id).strip('-.')}-{sha256(listing_id.encode()).hexdigest()[:12]}"
