"""Over the API: partners with their names and hits, and the merges that people decide."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from aktsom.cooperation.partners import actions, queries
from aktsom.cooperation.partners.dossier import record_dossier_read
from aktsom.cooperation.partners.models import Merge, Partner, PartnerName
from aktsom.cooperation.partners.queries import NameView, PartnerFilter
from aktsom.core.api import Answer, CountryCode, Given, Page, Paging, Words, does, paged, reader_language
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible
from aktsom.engine.lists.ftm_entities import entity_of, entity_of_body
from aktsom.knowledge.screening.api_schemas import HitAnswer
from aktsom.knowledge.screening.judging_api import hit_answer
from aktsom.knowledge.screening.queries import hits_of
from aktsom.knowledge.sources.queries import listings_by_id

router = Router(tags=["partners"])
KIND = "partner"
LARGEST_ID = 2**63 - 1


class PartnerAnswer(Answer):
    """An external organisation. `own` says that only the caller's institution knows it."""

    id: UUID
    name: str
    country: str
    kind: str
    domain: str
    identifiers: dict[str, str]
    own: bool
    merged_into: UUID | None


class ListedPartnerAnswer(PartnerAnswer):
    """A partner with its traces in the sector (`seen`) and with the institution (`mine`), and whether it has hits."""

    seen: int
    mine: int
    has_hits: bool


class PartnerNameAnswer(Answer):
    """A name under which a source knows the partner. `script` is an ISO 15924 code."""

    id: int
    text: str
    script: str
    country: str
    source: str
    times_seen: int
    reason: str


class MergeAnswer(Answer):
    """Two partners that were taken to be one, or may be."""

    id: UUID
    kept: PartnerAnswer
    gone: PartnerAnswer
    state: str
    score: float | None
    reason: str
    explanation: str
    decided_by: str
    decided_at: datetime | None


class EntityHitAnswer(Answer):
    """A listing that a partner may be, as a FollowTheMoney entity; `verdict` is empty while nobody judged it."""

    entity: dict[str, Any]
    score: float
    strength: str
    verdict: str


class EntityAnswer(Answer):
    """A partner as a FollowTheMoney entity, with its hits."""

    entity: dict[str, Any]
    hits: list[EntityHitAnswer]


class DossierAnswer(PartnerAnswer):
    """A partner with its names, its hits and what was decided about it and others."""

    names: list[PartnerNameAnswer]
    hits: list[HitAnswer]
    merges: list[MergeAnswer]


class PartnersWanted(Paging):
    """Which partners are wanted, and in which order. Without `country`, organisations abroad."""

    q: Words = Field("", description="Words in any of the names.")
    country: CountryCode = ""
    seen: Literal["mine", "sector", "all"] = Field("sector", description="With whom public sources show it.")
    hits: bool = Field(False, description="Only those that stand on a list, as far as names tell.")
    order: Literal["traces", "mine", "name", "country"] = "traces"


class NewPartner(Given):
    """A partner that public sources do not know."""

    name: Annotated[str, StringConstraints(max_length=500)]
    country: Annotated[str, StringConstraints(max_length=100)] = ""
    domain: Annotated[str, StringConstraints(max_length=200)] = ""


class NewName(Given):
    """Under which name the partner is shown; with `seen`, the name that the caller looked at, 409 when it is another by now."""

    name: Annotated[str, StringConstraints(max_length=500)]
    seen: Annotated[str, StringConstraints(max_length=500)] | None = None


class MergesWanted(Paging):
    """Merges in which state."""

    state: Merge.State = Merge.State.WAITING


class Decision(StrEnum):
    """What a person decides about two partners."""

    ONE = "one"
    APART = "apart"
    UNDO = "undo"
    ASK_AGAIN = "ask-again"


class NewMergeDecision(Given):
    """The decision: they are one, they stay apart, a merge is undone, or the question is put again."""

    decision: Decision


@router.get("/partners", response=Page[ListedPartnerAnswer], summary="Partners")
def list_partners(request: ActorRequest, wanted: Query[PartnersWanted]) -> Page[ListedPartnerAnswer]:
    """Organisations that stand for themselves."""
    filters = PartnerFilter(
        text=wanted.q, country=wanted.country, seen=wanted.seen, hits=wanted.hits, order=wanted.order
    )
    rows = queries.partners(request.actor, filters)

    def shown(found: list[Partner]) -> Iterable[ListedPartnerAnswer]:
        listed = queries.listed_among(request.actor, [each.pk for each in found])
        return [_listed(each, each.pk in listed) for each in found]

    return paged(Page[ListedPartnerAnswer], request, rows, wanted, shown)


@router.post("/partners", response={201: PartnerAnswer}, summary="Add a partner", openapi_extra=does("add a partner"))
def add_partner(request: ActorRequest, wanted: NewPartner) -> Status[PartnerAnswer]:
    """The partner of that name and country: the one that is known, else a new one of the institution's own."""
    partner = actions.add_partner(request.actor, wanted.name, wanted.country, wanted.domain)
    return Status(201, partner_answer(partner))


@router.get("/partners/{uuid:partner_id}", response=DossierAnswer, summary="A partner")
def get_partner(request: ActorRequest, partner_id: UUID) -> DossierAnswer:
    """One partner with its names, its hits with their judgements, and its merges."""
    actor = request.actor
    partner = queries.get_partner(actor, partner_id)
    hits = hits_of(actor, KIND, [partner.pk], reader_language()).get(partner.pk, [])
    record_dossier_read(actor, partner, hits)
    return DossierAnswer(
        **partner_answer(partner).model_dump(),
        names=[_name(each) for each in queries.names_of(actor, partner)],
        hits=[hit_answer(each) for each in hits],
        merges=[_merge(each) for each in queries.merges_of(actor, partner)],
    )


@router.patch(
    "/partners/{uuid:partner_id}",
    response=PartnerAnswer,
    summary="Rename a partner",
    openapi_extra=does("rename a partner"),
)
def rename_partner(request: ActorRequest, partner_id: UUID, wanted: NewName) -> PartnerAnswer:
    """Show the partner under another name; the names of the sources stay."""
    partner = queries.get_partner(request.actor, partner_id)
    return partner_answer(actions.rename(request.actor, partner, wanted.name, seen=wanted.seen))


@router.get("/partners/{uuid:partner_id}/names", response=Page[PartnerNameAnswer], summary="A partner's names")
def list_partner_names(request: ActorRequest, partner_id: UUID, paging: Query[Paging]) -> Page[PartnerNameAnswer]:
    """Every name under which sources know the partner, the most used first."""
    names = queries.names_of(request.actor, queries.get_partner(request.actor, partner_id))
    return paged(Page[PartnerNameAnswer], request, names, paging, lambda found: map(_name, found))


@router.post(
    "/partners/{uuid:partner_id}/names/{name_id}/split",
    response={201: PartnerAnswer},
    summary="Split a name off",
    openapi_extra=does("split a name off"),
)
def split_name(
    request: ActorRequest, partner_id: UUID, name_id: Annotated[int, Field(ge=1, le=LARGEST_ID)]
) -> Status[PartnerAnswer]:
    """Let one of the partner's names stand for a partner of its own."""
    name = get_visible(PartnerName, request.actor, pk=name_id, partner_id=partner_id)
    return Status(201, partner_answer(actions.split_name(request.actor, name)))


@router.get("/partners/{uuid:partner_id}/hits", response=Page[HitAnswer], summary="A partner's hits")
def list_partner_hits(request: ActorRequest, partner_id: UUID, paging: Query[Paging]) -> Page[HitAnswer]:
    """The listings that the partner may be, the best first, with the institution's judgements."""
    partner = queries.get_partner(request.actor, partner_id)
    hits = hits_of(request.actor, KIND, [partner.pk], reader_language()).get(partner.pk, [])
    record_dossier_read(request.actor, partner, hits)
    return paged(Page[HitAnswer], request, hits, paging, lambda found: map(hit_answer, found))


@router.get("/partners/{uuid:partner_id}/ftm", response=EntityAnswer, summary="A partner as FollowTheMoney")
def get_partner_entity(request: ActorRequest, partner_id: UUID) -> EntityAnswer:
    """The partner, and each listing that it may be, as FollowTheMoney entities, with how near that is and how it was judged."""
    partner = queries.get_partner(request.actor, partner_id)
    hits = hits_of(request.actor, KIND, [partner.pk], reader_language()).get(partner.pk, [])
    record_dossier_read(request.actor, partner, hits)
    listings = listings_by_id(request.actor, frozenset(each.hit.listing for each in hits))
    names = [partner.name, *(each.name.text for each in queries.names_of(request.actor, partner))]
    return EntityAnswer(
        entity=entity_of_body(str(partner.pk), list(dict.fromkeys(names)), partner.country, partner.identifiers),
        hits=[
            EntityHitAnswer(
                entity=entity_of(listings[each.hit.listing]),
                score=each.hit.score,
                strength=each.hit.strength,
                verdict=each.judgement.verdict if each.judgement else "",
            )
            for each in hits
            if each.hit.listing in listings
        ],
    )


@router.get("/merges", response=Page[MergeAnswer], summary="Merges")
def list_merges(request: ActorRequest, wanted: Query[MergesWanted]) -> Page[MergeAnswer]:
    """Partners that may be one and wait for a person, the likeliest first; or those in another state."""
    rows: QuerySet[Merge] = queries.merges(request.actor, wanted.state)
    return paged(Page[MergeAnswer], request, rows, wanted, lambda found: map(_merge, found))


@router.post(
    "/merges/{uuid:merge_id}/decision",
    response=MergeAnswer,
    summary="Decide a merge",
    openapi_extra=does("decide a waiting merge"),
)
def decide_merge(request: ActorRequest, merge_id: UUID, wanted: NewMergeDecision) -> MergeAnswer:
    """Say whether two partners are one, or take a decision back; 409 when somebody decided before."""
    merge = actions.visible_merge(request.actor, merge_id)
    decided = _DECISIONS[wanted.decision](request.actor, merge)
    return _merge(Merge.objects.visible_to(request.actor).select_related("kept", "gone").get(pk=decided.pk))


def partner_answer(partner: Partner) -> PartnerAnswer:
    """A partner as the API shows it."""
    return PartnerAnswer(**_values(partner))


_DECISIONS = {
    Decision.ONE: actions.accept_merge,
    Decision.APART: actions.keep_apart,
    Decision.UNDO: actions.undo_merge,
    Decision.ASK_AGAIN: actions.ask_again,
}
_PLAIN = ("id", "name", "country", "kind", "domain")


def _values(partner: Partner) -> dict[str, Any]:
    values = {name: getattr(partner, name) for name in _PLAIN}
    return values | {
        "identifiers": {kind: str(value) for kind, value in partner.identifiers.items()},
        "own": partner.institution_id is not None,
        "merged_into": partner.merged_into_id,
    }


def _listed(partner: Partner, has_hits: bool) -> ListedPartnerAnswer:
    counted = {name: getattr(partner, name) for name in ("seen", "mine")}
    return ListedPartnerAnswer(**_values(partner), **counted, has_hits=has_hits)


def _name(view: NameView) -> PartnerNameAnswer:
    name = view.name
    return PartnerNameAnswer(
        id=name.pk,
        text=name.text,
        script=view.script,
        country=name.country,
        source=name.source,
        times_seen=name.times_seen,
        reason=name.reason,
    )


def _merge(merge: Merge) -> MergeAnswer:
    return MergeAnswer(
        id=merge.pk,
        kept=partner_answer(merge.kept),
        gone=partner_answer(merge.gone),
        state=merge.state,
        score=merge.score,
        reason=merge.reason,
        explanation=merge.explanation,
        decided_by=merge.decided_by,
        decided_at=merge.decided_at,
    )
