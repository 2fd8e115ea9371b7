"""Over the API: the hits that wait, judging them, and whether the judgements are shared with the sector."""

from ninja import Query, Router, Status

from aktsom.core.api import Page, does, paged, reader_language
from aktsom.core.http import ActorRequest
from aktsom.knowledge.screening import actions, queries
from aktsom.knowledge.screening.api_schemas import (
    AdviceAnswer,
    HitAnswer,
    HitsWanted,
    JudgementAnswer,
    NewJudgement,
    SharingAnswer,
    explained,
)
from aktsom.knowledge.screening.models import Judgement, ScreeningHit
from aktsom.knowledge.screening.queries import HitView

router = Router(tags=["screening"])


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
        **explained(hit.explanation),
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


def _judgement(judgement: Judgement, judged_by: str) -> JudgementAnswer:
    return JudgementAnswer(
        verdict=judgement.verdict, reason=judgement.reason, judged_by=judged_by, judged_at=judgement.judged_at
    )
