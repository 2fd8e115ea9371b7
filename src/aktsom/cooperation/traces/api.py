"""Over the API: what public sources show between institutions and partners. Organisations only; no names of authors."""

from typing import Annotated
from uuid import UUID

from ninja import Query, Router
from pydantic import Field

from aktsom.cooperation.partners.queries import get_partner
from aktsom.cooperation.traces import queries
from aktsom.cooperation.traces.models import Tie, Trace
from aktsom.core.api import Answer, CountryCode, Page, Paging, paged
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible

router = Router(tags=["traces"])
LARGEST_ID = 2**63 - 1
Institution = Annotated[int | None, Field(None, ge=1, le=LARGEST_ID, description="The number of an institution.")]


class TieAnswer(Answer):
    """All traces between an institution and a partner as one. `years` has how many traces there are of each year."""

    id: UUID
    institution: int
    institution_name: str
    partner: UUID
    partner_name: str
    country: str
    works: int
    projects: int
    first_year: int | None
    last_year: int | None
    years: dict[str, int]
    fields: list[str]


class TraceAnswer(Answer):
    """A publication or a funded project, with the words in its title that name a critical technology area."""

    key: str
    kind: str
    title: str
    first_year: int | None
    last_year: int | None
    programme: str
    url: str
    fields: list[str]


class TiesWanted(Paging):
    """Which ties are wanted: by institution, by partner's country."""

    institution: Institution
    country: CountryCode = ""


class TracesWanted(Paging):
    """Traces with which institution; without one, with any."""

    institution: Institution


@router.get("/ties", response=Page[TieAnswer], summary="Ties")
def list_ties(request: ActorRequest, wanted: Query[TiesWanted]) -> Page[TieAnswer]:
    """Which institutions public sources show with which partners, the most traces first."""
    rows = queries.ties(request.actor).order_by("-works", "-projects", "pk")
    rows = rows.filter(home_id=wanted.institution) if wanted.institution else rows
    rows = rows.filter(partner__country=wanted.country) if wanted.country else rows
    return paged(Page[TieAnswer], request, rows, wanted, lambda found: map(_tie, found))


@router.get("/ties/{uuid:tie_id}", response=TieAnswer, summary="A tie")
def get_tie(request: ActorRequest, tie_id: UUID) -> TieAnswer:
    """One tie."""
    return _tie(get_visible(Tie, request.actor, pk=tie_id))


@router.get("/partners/{uuid:partner_id}/ties", response=Page[TieAnswer], summary="A partner's ties")
def list_partner_ties(request: ActorRequest, partner_id: UUID, paging: Query[Paging]) -> Page[TieAnswer]:
    """Who in the sector has been seen with the partner, the most first."""
    rows = queries.ties_of(request.actor, get_partner(request.actor, partner_id))
    return paged(Page[TieAnswer], request, rows, paging, lambda found: map(_tie, found))


@router.get("/partners/{uuid:partner_id}/traces", response=Page[TraceAnswer], summary="A partner's traces")
def list_partner_traces(request: ActorRequest, partner_id: UUID, wanted: Query[TracesWanted]) -> Page[TraceAnswer]:
    """Publications and projects of the partner with institutions in the sector, the newest first."""
    partner = get_partner(request.actor, partner_id)
    rows = queries.traces_between(request.actor, partner, wanted.institution)
    return paged(Page[TraceAnswer], request, rows, wanted, lambda found: map(_trace, found))


def _tie(tie: Tie) -> TieAnswer:
    return TieAnswer(
        id=tie.pk,
        institution=tie.home_id,
        institution_name=tie.home.name_nb,
        partner=tie.partner_id,
        partner_name=tie.partner.name,
        country=tie.partner.country,
        works=tie.works,
        projects=tie.projects,
        first_year=tie.first_year,
        last_year=tie.last_year,
        years=dict(tie.years),
        fields=list(tie.fields),
    )


_AS_STORED = tuple(TraceAnswer.model_fields)


def _trace(trace: Trace) -> TraceAnswer:
    return TraceAnswer(**{name: getattr(trace, name) for name in _AS_STORED})
