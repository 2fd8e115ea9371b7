"""Over the API: check names against the lists in force, see the hits that wait, and judge them."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from aktsom.core.api import Answer, CountryCode, Given, Page, Paging, does, paged, reader_language
from aktsom.core.errors import ConflictError
from aktsom.core.http import ActorRequest
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.types import Strength
from aktsom.knowledge.screening import actions, queries
from aktsom.knowledge.screening.asking import Asked, ask
from aktsom.knowledge.screening.forms import LONGEST_NAME
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.models import Judgement, ScreeningHit
from aktsom.knowledge.screening.processes import FoundHit, Lists
from aktsom.knowledge.screening.queries import HitView
from aktsom.knowledge.sources.queries import list_title

router = Router(tags=["screening"])
MOST_NAMES = 1000
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
    """Which word of the query met which word of the listed name, in what way; `weight` says how much that tells."""

    query_part: str
    listed_part: str
    how: str
    weight: float


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
    evidence: list[str]
    source_date: date | None


class Checked(Answer):
    """A name that was checked, with its hits, the best first."""

    id: str
    name: str
    hits: list[FoundHitAnswer]


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
    source_date: date | None
    found_at: datetime
    waits: bool
    judgement: JudgementAnswer | None
    earlier: list[JudgementAnswer]


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
        parts=_parts(hit.explanation),
        source_date=hit.source_date,
        found_at=hit.found_at,
        waits=view.waits,
        judgement=_judgement(view.judgement, view.judgement.judged_by.user.name) if view.judgement else None,
        earlier=[_judgement(each, each.judged_by.user.name) for each in view.earlier],
    )


def _checked(lists: Lists, wanted: NameToCheck) -> Checked:
    asked = Asked(wanted.name, wanted.country, PartyKind(wanted.kind))
    found = ask(lists, asked, patience=PATIENCE_SECONDS)
    if found is None:
        raise ConflictError(
            _("The lists are still being loaded."),
            kept=_("Nothing was changed."),
            remedy=_("Ask again in half a minute."),
        )
    return Checked(id=wanted.id, name=wanted.name, hits=[_found(each) for each in found])


def _found(hit: FoundHit) -> FoundHitAnswer:
    language = reader_language()
    said = hit.explanation
    evidence = said.get("evidence", [])
    return FoundHitAnswer(
        listing=hit.listing,
        list_id=hit.list_id,
        list_title=list_title(hit.list_id, language),
        listing_name=hit.listing_name,
        matched_name=hit.matched_name,
        score=hit.score,
        strength=hit.strength,
        explanation=hit.sentence(language),
        parts=_parts(said),
        evidence=[str(each) for each in evidence] if isinstance(evidence, list) else [],
        source_date=hit.source_date,
    )


def _parts(explanation: dict[str, Any]) -> list[AgreeingPart]:
    return [
        AgreeingPart(query_part=query, listed_part=listed, how=how, weight=weight)
        for query, listed, how, weight in explanation.get("parts", ())
    ]


def _judgement(judgement: Judgement, judged_by: str) -> JudgementAnswer:
    return JudgementAnswer(
        verdict=judgement.verdict, reason=judgement.reason, judged_by=judged_by, judged_at=judgement.judged_at
    )
