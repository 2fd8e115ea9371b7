"""Over the API: what is missing in agreements, and which agreements have a gap."""

from collections.abc import Iterator
from typing import Literal
from uuid import UUID

from ninja import Query, Router

from aktsom.cooperation.agreements.models import Agreement
from aktsom.core.api import Answer, Page, Paging, paged
from aktsom.core.http import ActorRequest
from aktsom.overview.agreements import gaps
from aktsom.overview.agreements.gaps import Gap

router = Router(tags=["overview"])
GapName = Literal["lacks", "unchecked", "no-strategy", "silent", "broken", "flagged", "no-cooperation"]


class ConditionCounts(Answer):
    """How agreements in force stand to a framework condition."""

    condition: str
    met: int
    partly: int
    contradicted: int
    absent: int


class GapsAnswer(Answer):
    """How many agreements are in force, how many have each gap, and how many cooperations go on under none of them."""

    in_force: int
    gaps: dict[str, int]
    cooperation_without_agreement: int
    conditions: list[ConditionCounts]


class GapItem(Answer):
    """An agreement that has the gap."""

    id: UUID
    title: str
    kind: str
    state: str


@router.get("/overview/agreement-gaps", response=GapsAnswer, summary="What is missing in agreements")
def get_agreement_gaps(request: ActorRequest) -> GapsAnswer:
    """The numbers behind the gap report, of the agreements that the caller may see."""
    total, numbers = gaps.numbers(request.actor)
    return GapsAnswer(
        in_force=total,
        gaps={gap.value: number for gap, number in numbers.items()},
        cooperation_without_agreement=gaps.cooperation_without_agreement(request.actor).order_by().count(),
        conditions=[
            ConditionCounts(
                condition=each.condition,
                met=each.met,
                partly=each.partly,
                contradicted=each.contradicted,
                absent=each.absent,
            )
            for each in gaps.by_condition(request.actor)
        ],
    )


@router.get("/overview/agreement-gaps/{gap}", response=Page[GapItem], summary="Agreements that have a gap")
def list_agreements_with_gap(request: ActorRequest, gap: GapName, paging: Query[Paging]) -> Page[GapItem]:
    """Agreements in force, by title."""
    return paged(Page[GapItem], request, gaps.with_gap(request.actor, Gap(gap)), paging, _items)


def _items(rows: list[Agreement]) -> Iterator[GapItem]:
    for row in rows:
        yield GapItem(id=row.pk, title=row.title, kind=row.kind, state=row.state)
