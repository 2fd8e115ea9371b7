"""Over the API: the days that wait for the caller, and those of a stretch of time."""

from collections.abc import Iterator
from datetime import date
from typing import Literal
from uuid import UUID

from ninja import Query, Router

from aktsom.cooperation.deadlines import queries
from aktsom.cooperation.deadlines.models import AgreementDay
from aktsom.core.api import Answer, Page, Paging, paged
from aktsom.core.http import ActorRequest

router = Router(tags=["agreements"])
KindName = Literal["notice", "expiry", "review", "silent", "renewal", "end"]


class DaysWanted(Paging):
    """Which days are wanted: of one kind, from a day on, until another."""

    kind: KindName | None = None
    begins: date | None = None
    until: date | None = None


class DayAnswer(Answer):
    """A day of an agreement."""

    agreement: UUID
    title: str
    kind: str
    day: date


@router.get("/agreement-days/waiting", response=Page[DayAnswer], summary="Days of agreements that wait for me")
def list_waiting_days(request: ActorRequest, wanted: Query[DaysWanted]) -> Page[DayAnswer]:
    """Those of the caller's own agreements and duties, and as a leader what was missed and what nobody else is here to decide.

    The nearest day comes first.
    """
    rows = queries.waiting_for(request.actor, wanted.kind or "")
    return paged(Page[DayAnswer], request, queries.within(rows, wanted.begins, wanted.until), wanted, _days)


@router.get("/agreement-days", response=Page[DayAnswer], summary="Days of agreements")
def list_agreement_days(request: ActorRequest, wanted: Query[DaysWanted]) -> Page[DayAnswer]:
    """Notices, reviews, renewals and ends of all agreements that the caller may see, by day, 25 months ahead."""
    rows = queries.all_days(request.actor, wanted.kind or "")
    return paged(Page[DayAnswer], request, queries.within(rows, wanted.begins, wanted.until), wanted, _days)


def _days(rows: list[AgreementDay]) -> Iterator[DayAnswer]:
    for row in rows:
        yield DayAnswer(agreement=row.agreement_id, title=row.agreement.title, kind=row.kind, day=row.day)
