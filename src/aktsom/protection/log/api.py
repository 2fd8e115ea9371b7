"""Over the API: what was done, and who has looked at what is about the caller."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Query, Router
from pydantic import StringConstraints

from aktsom.core.api import Answer, Page, Paging, Words, paged
from aktsom.core.http import ActorRequest
from aktsom.core.models import AuditEvent
from aktsom.protection.log import queries
from aktsom.protection.log.wording import what_of

router = Router(tags=["log"])


class EventsWanted(Paging):
    """Which events are wanted. `record` is a subject as events name it."""

    person: Words = ""
    verb: Annotated[str, StringConstraints(max_length=140)] = ""
    record: Words = ""
    first: date | None = None
    last: date | None = None


class EventAnswer(Answer):
    """One event. `verb` is the action's name, `said` the same in the caller's language, `subject` the record."""

    at: datetime
    actor: str
    verb: str
    said: str
    subject: str


@router.get("/log", response=Page[EventAnswer], summary="The log")
def list_events(request: ActorRequest, wanted: Query[EventsWanted]) -> Page[EventAnswer]:
    """What was done, the newest first: in the institution for those who read the log, else by the caller."""
    filters = queries.Filters(**wanted.model_dump(exclude={"page", "size"}))
    return paged(Page[EventAnswer], request, queries.events(request.actor, filters), wanted, _shown)


@router.get("/log/about-me", response=Page[EventAnswer], summary="Who has looked at what is about me")
def list_looks_at_own(request: ActorRequest, paging: Query[Paging]) -> Page[EventAnswer]:
    """Who has looked at the records that are about the caller or that they made, the newest first."""
    return paged(Page[EventAnswer], request, queries.looks_at_own(request.actor), paging, _shown)


def _shown(found: list[Any]) -> Iterable[EventAnswer]:
    events: list[AuditEvent] = found
    for event in events:
        yield EventAnswer(
            at=event.at, actor=event.who, verb=event.verb, said=what_of(event.verb), subject=event.subject
        )
