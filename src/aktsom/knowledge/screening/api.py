"""Over the API: check names against the lists in force, and compare two names."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import Router

from aktsom.core.actor import Actor
from aktsom.core.api import reader_language
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.http import ActorRequest
from aktsom.engine.lists.ftm_entities import entity_of
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.calibration import CALLED_THE_SAME
from aktsom.engine.names.query_files import entity_queries
from aktsom.engine.names.types import Query as EngineQuery
from aktsom.knowledge.screening.api_schemas import (
    MOST_NAMES,
    Checked,
    CheckedEntity,
    Compared,
    EntitiesToCheck,
    Entity,
    EntityHit,
    FoundHitAnswer,
    NamesToCheck,
    NamesToCompare,
    NameToCheck,
    explained,
)
from aktsom.knowledge.screening.asking import Asked, ask
from aktsom.knowledge.screening.forms import LONGEST_NAME
from aktsom.knowledge.screening.judging_api import router as judging
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.processes import FoundHit, Lists
from aktsom.knowledge.sources.queries import list_title, listings_by_id

router = Router(tags=["screening"])
router.add_router("", judging)
PATIENCE_SECONDS = 15.0


@router.post("/screen", response=Checked, summary="Check a name")
def screen_name(request: ActorRequest, wanted: NameToCheck) -> Checked:
    """Look for one organisation on all lists in force."""
    return _checked(lists_in_force(request.actor), wanted)


@router.post("/screen/many", response=list[Checked], summary="Check up to 1000 names")
def screen_names(request: ActorRequest, wanted: NamesToCheck) -> list[Checked]:
    """Look for several organisations on all lists in force; the answers come in the order of the names."""
    lists = lists_in_force(request.actor)
    return [_checked(lists, each) for each in wanted.names]


@router.post("/screen/ftm", response=list[CheckedEntity], summary="Check FollowTheMoney entities")
def screen_entities(request: ActorRequest, wanted: EntitiesToCheck) -> list[CheckedEntity]:
    """Look for organisations under all names of each entity; each hit comes with the listing as an entity."""
    lists = lists_in_force(request.actor)
    asked = [(str(each.id), _names_of(number, each)) for number, each in enumerate(wanted.entities)]
    if sum(len(names) for _id, names in asked) > MOST_NAMES:
        raise InvalidError(_("The entities have more than %(most)s names together.") % {"most": MOST_NAMES})
    return [CheckedEntity(id=key, hits=_entity_hits(request.actor, lists, names)) for key, names in asked]


@router.post("/compare", response=Compared, summary="Compare two names")
def compare_names(request: ActorRequest, wanted: NamesToCompare) -> Compared:
    """Put two names side by side, with no list: which part met which, and whether they would be a hit."""
    asked = Asked(wanted.one, kind=PartyKind(wanted.kind), other=wanted.other)
    found = _answer(lists_in_force(request.actor), asked)
    if not found:
        return Compared(same=False, score=0.0, explanation="", parts=[], left_query=[], left_listed=[], evidence=[])
    hit = found[0]
    said = explained(hit.explanation)
    return Compared(
        same=hit.score >= CALLED_THE_SAME, score=hit.score, explanation=hit.sentence(reader_language()), **said
    )


def _checked(lists: Lists, wanted: NameToCheck) -> Checked:
    found = _answer(lists, Asked(wanted.name, wanted.country, PartyKind(wanted.kind)))
    return Checked(id=wanted.id, name=wanted.name, hits=[FoundHitAnswer(**_found(each)) for each in found])


def _names_of(number: int, entity: Entity) -> list[EngineQuery]:
    """The names to look for; persons are not looked up here."""
    if entity.schema_ == "Person":
        raise InvalidError(
            _("Some fields cannot be used."), fields={f"entities.{number}.schema": _("Persons are not checked here.")}
        )
    names = entity_queries(entity.model_dump(by_alias=True))
    long = [name for name in names if len(name.name) > LONGEST_NAME]
    if long:
        said = _("A name has more than %(most)s letters.") % {"most": LONGEST_NAME}
        raise InvalidError(_("Some fields cannot be used."), fields={f"entities.{number}.properties": said})
    return names


def _entity_hits(actor: Actor, lists: Lists, names: list[EngineQuery]) -> list[EntityHit]:
    """The best hit on each listing under any of the names."""
    best: dict[str, FoundHit] = {}
    for name in names:
        for hit in _answer(lists, Asked(name.name, name.country)):
            if hit.listing not in best or hit.score > best[hit.listing].score:
                best[hit.listing] = hit
    listings = listings_by_id(actor, frozenset(best))
    hits = sorted(best.values(), key=lambda hit: (-hit.score, hit.listing))
    return [
        EntityHit(**_found(hit), query_name=hit.query_name, entity=entity_of(listings[hit.listing]))
        for hit in hits
        if hit.listing in listings
    ]


def _answer(lists: Lists, asked: Asked) -> list[FoundHit]:
    found = ask(lists, asked, patience=PATIENCE_SECONDS)
    if found is None:
        raise ConflictError(
            _("The lists are still being loaded."),
            kept=_("Nothing was changed."),
            remedy=_("Ask again in half a minute."),
        )
    return found


def _found(hit: FoundHit) -> dict[str, Any]:
    language = reader_language()
    said = hit.explanation
    return {
        "listing": hit.listing,
        "list_id": hit.list_id,
        "list_title": list_title(hit.list_id, language),
        "listing_name": hit.listing_name,
        "matched_name": hit.matched_name,
        "score": hit.score,
        "strength": hit.strength,
        "explanation": hit.sentence(language),
        "source_date": hit.source_date,
        **explained(said),
    }
