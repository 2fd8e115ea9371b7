"""The Reconciliation Service API 0.2 over the lists in force, so that a sheet can be cleaned in OpenRefine.

OpenRefine can send neither a header nor a cookie, so the address carries a signed key: it names a place in an institution,
ends with that place, after thirty days and when its person withdraws it, and opens nothing but this: published lists. Nothing
that is sent is kept.
See https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db.models import Case, When
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from aktsom.core.actor import Actor
from aktsom.core.countries import code_of_country
from aktsom.core.errors import InvalidError, NotVisibleError
from aktsom.core.tenancy import act_for, act_for_nobody, act_for_place
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.types import Strength
from aktsom.knowledge.screening.asking import Asked, ask
from aktsom.knowledge.screening.bodies import together
from aktsom.knowledge.screening.forms import LONGEST_NAME
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.models import AddressWithdrawal
from aktsom.knowledge.screening.processes import FoundHit
from aktsom.knowledge.sources.models import StoredListing
from aktsom.knowledge.sources.queries import current_listings, list_title

SALT = "screening.openrefine"
KEY_SECONDS = 30 * 24 * 3600
MOST_QUERIES, MOST_RESULTS, MOST_A_MINUTE = 50, 20, 3000
PATIENCE_SECONDS = 15.0
SUGGESTED = 10
ONLY = "query"
"""The key of a query that was sent by itself."""
TYPE = {"id": "Organization", "name": gettext_noop("Listed organisation")}
COUNTRY = {"id": "country", "name": gettext_noop("Country")}


class TooManyError(InvalidError):
    """More is asked in a minute than the service answers."""

    status = 429


@dataclass(frozen=True, slots=True)
class Wanted:
    """One name of a sheet; "" for a row without, of which the specification lets properties alone be sent.

    `problem` says why it cannot be looked for.
    """

    name: str
    country: str
    most: int
    problem: str = ""


def key_for(actor: Actor) -> str:
    """A key for the actor's place, for thirty days or until the person withdraws it."""
    return signing.dumps([actor.institution_id, str(actor.member_id), timezone.now().isoformat()], salt=SALT)


@contextmanager
def acting_by_key(key: str) -> Iterator[Actor]:
    """The person whose key this is. Inside, the connection acts for them; after it, for nobody.

    Raises `NotVisibleError` when the key is in force for nobody.
    """
    try:
        yield _actor(key)
    finally:
        act_for_nobody()


def manifest(address: str, site: str, listing: str) -> dict[str, Any]:
    """What the service says of itself; `address` is its own, with the key.

    What OpenRefine hands on with a sheet, the spaces and the links at names (`view`), is without the key and opens nothing:
    who follows a link to the page of a `listing` signs in.
    """
    return {
        "versions": ["0.2"],
        "name": "Aktsom",
        "identifierSpace": f"{site}listings/",
        "schemaSpace": f"{site}types/",
        "defaultTypes": [_named(TYPE)],
        "view": {"url": f"{listing}?id={{{{id}}}}"},
        "preview": {"url": f"{address}preview/?id={{{{id}}}}", "width": 430, "height": 240},
        "batchSize": MOST_QUERIES,
        "suggest": {
            "entity": {"service_url": address, "service_path": "suggest/"},
            "property": {"service_url": address, "service_path": "suggest/property/"},
        },
    }


def wanted_in(text: str) -> dict[str, Wanted]:
    """The queries of a batch by their keys; raises `InvalidError` when the batch as a whole cannot be read."""
    try:
        batch = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidError(_("The queries are no JSON.")) from error
    if not isinstance(batch, dict) or not batch or len(batch) > MOST_QUERIES:
        raise InvalidError(_("Send an object with 1 to %(most)s queries.") % {"most": MOST_QUERIES})
    return {key: _wanted(key, query) for key, query in batch.items()}


def one_wanted(text: str) -> dict[str, Wanted]:
    """A single query, as earlier versions of the specification have it: an object, or nothing but the name."""
    try:
        given = json.loads(text) if text.lstrip().startswith("{") else {"query": text}
    except (ValueError, RecursionError) as error:
        raise InvalidError(_("The queries are no JSON.")) from error
    return {ONLY: _wanted(ONLY, given)}


def answers(actor: Actor, wanted: Mapping[str, Wanted], language: str) -> dict[str, Any] | None:
    """The candidates for each query, or the error of this one alone; None while the index is being loaded.

    A name that was not looked for has no `result`, so that OpenRefine leaves its cell as it was: an empty one would say that
    nobody is found under it.
    """
    _count(actor, len(wanted))
    lists = lists_in_force(actor)
    found: dict[str, Any] = {}
    for key, query in wanted.items():
        if query.problem:
            found[key] = {"error": query.problem}
            continue
        if not query.name:
            found[key] = {"result": []}
            continue
        hits = ask(lists, Asked(query.name, query.country, PartyKind.ORGANISATION), patience=PATIENCE_SECONDS)
        if hits is None:
            return None
        found[key] = {"result": _candidates(hits, query.most, language)}
    return found


def suggestions(actor: Actor, prefix: str, language: str) -> dict[str, Any]:
    """Listed organisations whose name has these letters, those whose name begins with them first."""
    _count(actor, 1)
    begins = Case(When(name__istartswith=prefix, then=0), default=1)
    rows = _organisations(actor).filter(name__icontains=prefix).order_by(begins, "name", "listing")
    named = rows[:SUGGESTED] if prefix.strip() else ()
    return {
        "result": [
            {"id": row.listing, "name": row.name, "description": list_title(row.list_id, language)} for row in named
        ]
    }


def properties(prefix: str) -> dict[str, Any]:
    """What else of a sheet helps to tell namesakes apart."""
    named = _named(COUNTRY)
    fits = prefix.casefold() in f"{named['id']} {named['name']}".casefold()
    return {"result": [named] if fits else []}


def listed(actor: Actor, listing: str) -> StoredListing:
    """One listed organisation; raises `NotVisibleError`."""
    row: StoredListing | None = _organisations(actor).filter(listing=listing[:200]).first()
    if row is None:
        raise NotVisibleError
    return row


def _organisations(actor: Actor) -> Any:
    return current_listings(actor).exclude(kind=PartyKind.PERSON)


def _actor(key: str) -> Actor:
    try:
        institution_id, member_id, given_at = signing.loads(key, salt=SALT, max_age=KEY_SECONDS)
    except (signing.BadSignature, ValueError) as error:
        raise NotVisibleError from error
    act_for_place(institution_id)
    actor: Actor | None = import_string(settings.AKTSOM_ACTOR_OF_MEMBER)(UUID(member_id))
    if actor is None:
        raise NotVisibleError
    act_for(actor)
    if AddressWithdrawal.objects.visible_to(actor).filter(withdrawn_at__gte=datetime.fromisoformat(given_at)).exists():
        raise NotVisibleError
    return actor


def _count(actor: Actor, asked: int) -> None:
    """In this process, this minute."""
    place = f"reconcile-{actor.member_id}-{timezone.now():%H%M}"
    cache.add(place, 0, timeout=90)
    if cache.incr(place, asked) > MOST_A_MINUTE:
        raise TooManyError(_("Too much was asked in a minute."), remedy=_("Go on in a minute."))


def _wanted(key: str, query: Any) -> Wanted:
    name = query.get("query") if isinstance(query, dict) else None
    if isinstance(query, dict) and "query" not in query and isinstance(query.get("properties"), list):
        return Wanted("", "", MOST_RESULTS)
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        problem = _("Query %(key)s has no name of 1 to %(most)s letters.") % {"key": key[:40], "most": LONGEST_NAME}
        return Wanted("", "", MOST_RESULTS, problem)
    limit = query.get("limit")
    most = min(limit, MOST_RESULTS) if isinstance(limit, int) and limit > 0 else MOST_RESULTS
    return Wanted(name, _country(query.get("properties")), most)


def _country(given: Any) -> str:
    """The country, if one is given, by its code or its name. Other properties are passed over, as the specification has it."""
    for each in given if isinstance(given, list) else ():
        if isinstance(each, dict) and each.get("pid") == COUNTRY["id"]:
            value = each.get("v")
            value = value[0] if isinstance(value, list) and value else value
            said = (value.get("id"), value.get("name")) if isinstance(value, dict) else (value,)
            codes = (code_of_country(one[:100]) for one in said if isinstance(one, str))
            return next((code for code in codes if code), "")
    return ""


def _candidates(hits: list[FoundHit], most: int, language: str) -> list[dict[str, Any]]:
    """A body once with all its lists. `match` says that nobody need look: the same name, and no other body has it."""
    bodies = together(hits, lambda hit: (hit.listing_name, hit.matched_name))
    exact = [body for body in bodies if any(hit.strength == Strength.EXACT for hit in body)]
    return [
        {
            "id": best.listing,
            "name": best.listing_name,
            "description": f"{_titles(best, others, language)}. {best.sentence(language)}",
            "type": [_named(TYPE)],
            "score": round(100 * best.score, 1),
            "match": exact == [(best, *others)],
        }
        for best, *others in bodies[:most]
    ]


def _titles(best: FoundHit, others: Iterable[FoundHit], language: str) -> str:
    """The lists on which a body stands, each once."""
    return "; ".join(dict.fromkeys(list_title(hit.list_id, language) for hit in (best, *others)))


def _named(each: Mapping[str, str]) -> dict[str, str]:
    return {"id": each["id"], "name": _(each["name"])}
