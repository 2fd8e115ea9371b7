"""Over the API: check names against the lists in force, see the hits that wait, and judge them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import BaseModel, Field, StringConstraints

from aktsom.core.actor import Actor
from aktsom.core.api import Answer, CountryCode, Given, Page, Paging, does, paged, reader_language
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.http import ActorRequest
from aktsom.engine.lists.ftm_entities import entity_of
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.query_files import entity_queries
from aktsom.engine.names.types import Query as EngineQuery
from aktsom.engine.names.types import Strength
from aktsom.knowledge.screening import actions, queries
from aktsom.knowledge.screening.asking import Asked, ask
from aktsom.knowledge.screening.forms import LONGEST_NAME
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.models import Judgement, ScreeningHit
from aktsom.knowledge.screening.processes import CALLED_THE_SAME, FoundHit, Lists
from aktsom.knowledge.screening.queries import HitView
from aktsom.knowledge.screening.wording import explanation_of
from aktsom.knowledge.sources.queries import list_title, listings_by_id

router = Router(tags=["screening"])
MOST_NAMES, MOST_ENTITIES = 1000, 100
PATIENCE_SECONDS = 15.0


class NameToCheck(Given):
    """A name to look for. It is never kept."""

    id: Annotated[str, StringConstraints(max_length=200)] = Field("", description="Given back with the answer.")
    name: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
    country: CountryCode = Field("", description="Two letters; evidence for or against a hit.")
    kind: Literal[PartyKind.ORGANISATION, PartyKind.UNKNOWN] = PartyKind.ORGANISATION


class NamesToCheck(Given):
    """Up to a thousand names."""

    names: Annotated[list[NameToCheck], Field(min_length=1, max_length=MOST_NAMES)]


class AgreeingPart(Answer):
    """Which word of the query met which word of the listed name, in what way.

    `weight` says how much that tells, `rarity` the same in words.
    """

    query_part: str
    listed_part: str
    how: str
    weight: float
    rarity: str


class AdviceAnswer(Answer):
    """How another institution, which shares it, judged the hit as it stands: advice, never a judgement of one's own."""

    institution: str
    verdict: str
    reason: str
    day: date


class FoundHitAnswer(Answer):
    """A listing that a name may refer to, and why."""

    listing: str
    list_id: str
    list_title: str
    listing_name: str
    matched_name: str
    score: float
    strength: str
    explanation: str
    parts: list[AgreeingPart]
    left_query: list[str]
    left_listed: list[str]
    evidence: list[str]
    source_date: date | None


class Checked(Answer):
    """A name that was checked, with its hits, the best first."""

    id: str
    name: str
    hits: list[FoundHitAnswer]


class Entity(BaseModel):
    """A FollowTheMoney entity."""

    id: Annotated[str, StringConstraints(max_length=200)] = ""
    schema_: Annotated[str, StringConstraints(max_length=60)] = Field(alias="schema")
    properties: dict[str, list[str]]


class EntitiesToCheck(Given):
    """Up to a hundred entities."""

    entities: Annotated[list[Entity], Field(min_length=1, max_length=MOST_ENTITIES)]


class EntityHit(FoundHitAnswer):
    """A hit, with the listing as a FollowTheMoney entity."""

    query_name: str
    entity: dict[str, Any]


class CheckedEntity(Answer):
    """An entity that was checked, with its hits, the best first."""

    id: str
    hits: list[EntityHit]


class NamesToCompare(Given):
    """Two names. They are never kept."""

    one: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
    other: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME)]
    kind: Literal[PartyKind.ORGANISATION, PartyKind.PERSON, PartyKind.UNKNOWN] = PartyKind.ORGANISATION


class Compared(Answer):
    """Two names side by side. `same` says whether one would be a hit on the other."""

    same: bool
    score: float
    explanation: str
    parts: list[AgreeingPart]
    left_query: list[str]
    left_listed: list[str]
    evidence: list[str]


class SharingAnswer(Answer):
    """Whether an institution shares its judgements, and since when."""

    shares: bool
    since: datetime | None


class JudgementAnswer(Answer):
    """What a person decided about a hit."""

    verdict: str
    reason: str
    judged_by: str
    judged_at: datetime


class HitAnswer(Answer):
    """A hit that holds now, with the judgement that holds and the earlier ones. `meaning` says what the list means here."""

    subject_kind: str
    subject_id: UUID
    query_name: str
    listing: str
    list_id: str
    list_title: str
    listing_name: str
    matched_name: str
    meaning: str
    score: float
    strength: str
    explanation: str
    parts: list[AgreeingPart]
    left_query: list[str]
    left_listed: list[str]
    evidence: list[str]
    source_date: date | None
    found_at: datetime
    new_since: datetime | None
    waits: bool
    judgement: JudgementAnswer | None
    earlier: list[JudgementAnswer]
    advice: list[AdviceAnswer]


class HitsWanted(Paging):
    """Which hits are wanted."""

    kind: Literal["partner"] = "partner"
    list_id: Annotated[str, StringConstraints(max_length=40)] = ""
    strength: Strength | None = None


class NewJudgement(Given):
    """Whether a subject is the listed party, and why somebody thinks so."""

    kind: Literal["partner"] = "partner"
    subject_id: UUID
    listing: Annotated[str, StringConstraints(max_length=200)]
    verdict: Judgement.Verdict
    reason: Annotated[str, StringConstraints(max_length=2000)]


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
    said = _explained(hit.explanation)
    return Compared(
        same=hit.score >= CALLED_THE_SAME, score=hit.score, explanation=hit.sentence(reader_language()), **said
    )


@router.get("/judgements/sharing", response=SharingAnswer, summary="Whether judgements are shared with the sector")
def get_sharing(request: ActorRequest) -> SharingAnswer:
    """Whether the caller's institution lets the others read how it judges public partners, and since when."""
    now = queries.sharing_now(request.actor)
    return SharingAnswer(shares=now is not None, since=now.agreed_at if now else None)


@router.put(
    "/judgements/sharing",
    response=SharingAnswer,
    summary="Share judgements with the sector",
    openapi_extra=does("share judgements with the sector"),
)
def begin_sharing(request: ActorRequest) -> SharingAnswer:
    """Let the other institutions read, from now on, how this one judges hits on public partners."""
    return SharingAnswer(shares=True, since=actions.share_judgements(request.actor).agreed_at)


@router.delete(
    "/judgements/sharing",
    response=SharingAnswer,
    summary="Stop sharing judgements",
    openapi_extra=does("stop sharing judgements"),
)
def end_sharing(request: ActorRequest) -> SharingAnswer:
    """Take back everything that was shared; one's own judgements stay."""
    actions.stop_sharing(request.actor)
    return SharingAnswer(shares=False, since=None)


@router.get("/hits", response=Page[HitAnswer], summary="Hits that wait for a person")
def list_waiting_hits(request: ActorRequest, wanted: Query[HitsWanted]) -> Page[HitAnswer]:
    """Hits that nobody in the institution has judged as they stand now, the best first."""
    rows = queries.with_advice(request.actor, queries.waiting_hits(request.actor, wanted.kind))
    rows = rows.filter(list_id=wanted.list_id) if wanted.list_id else rows
    rows = rows.filter(strength=wanted.strength.value) if wanted.strength else rows

    def shown(found: list[ScreeningHit]) -> list[HitAnswer]:
        views = queries.hit_views(request.actor, found, reader_language())
        queries.record_judgements_read(request.actor, views)
        return [hit_answer(view) for view in views]

    return paged(Page[HitAnswer], request, rows, wanted, shown)


@router.post("/judgements", response={201: JudgementAnswer}, summary="Judge a hit", openapi_extra=does("judge a hit"))
def judge_hit(request: ActorRequest, wanted: NewJudgement) -> Status[JudgementAnswer]:
    """Put on record whether a subject is the listed party, for the caller's institution. Earlier judgements stay."""
    judgement = actions.judge_hit(
        request.actor,
        kind=wanted.kind,
        subject_id=wanted.subject_id,
        listing=wanted.listing,
        verdict=wanted.verdict,
        reason=wanted.reason,
    )
    return Status(201, _judgement(judgement, request.actor.name))


def hit_answer(view: HitView) -> HitAnswer:
    """A hit as the API shows it."""
    hit = view.hit
    return HitAnswer(
        subject_kind=hit.subject_kind,
        subject_id=hit.subject_id,
        query_name=hit.query_name,
        listing=hit.listing,
        list_id=hit.list_id,
        list_title=view.list_title,
        listing_name=hit.listing_name,
        matched_name=hit.matched_name,
        meaning=view.meaning.value,
        score=hit.score,
        strength=hit.strength,
        explanation=view.explanation,
        **_explained(hit.explanation),
        source_date=hit.source_date,
        found_at=hit.found_at,
        new_since=hit.new_since,
        waits=view.waits,
        judgement=_judgement(view.judgement, view.judgement.judged_by.user.name) if view.judgement else None,
        earlier=[_judgement(each, each.judged_by.user.name) for each in view.earlier],
        advice=[
            AdviceAnswer(institution=each.institution, verdict=each.verdict, reason=each.reason, day=each.day)
            for each in view.advice
        ],
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
        **_explained(said),
    }


def _explained(stored: dict[str, Any]) -> dict[str, Any]:
    """The explanation in parts, as answers hold it."""
    said = explanation_of(stored)
    parts = [
        AgreeingPart(
            query_part=each.query, listed_part=each.listed, how=each.how, weight=each.weight, rarity=str(each.rarity)
        )
        for each in said.parts
    ]
    return {
        "parts": parts,
        "left_query": list(said.left_query),
        "left_listed": list(said.left_listed),
        "evidence": list(said.evidence),
    }


def _judgement(judgement: Judgement, judged_by: str) -> JudgementAnswer:
    return JudgementAnswer(
        verdict=judgement.verdict, reason=judgement.reason, judged_by=judged_by, judged_at=judgement.judged_at
    )
