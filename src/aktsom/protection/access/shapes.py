"""What of access comes and goes over the API, and how records become that."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from aktsom.core.api import Answer, Given, Paging, Words
from aktsom.protection.access.models import AccessGrant, Compartment

Said = Annotated[str, StringConstraints(max_length=1000)]
Kind = Literal["room", "laboratory", "archive", "system", "repository", "data-set", "records"]


class CompartmentsWanted(Paging):
    """Which compartments are wanted; `q` looks in names and references."""

    q: Words = ""
    kind: Kind | None = None


class Question(Given):
    """What somebody needs to do there, and until when."""

    purpose: Said
    until: date


class Approval(Given):
    """Until when at most; without a day as long as was asked for."""

    until: date | None = None
    reason: Said = ""


class WhyGiven(Given):
    """Why, in a sentence."""

    reason: Said


class CompartmentAnswer(Answer):
    """A compartment. `reference` is its name in the door or identity system."""

    id: UUID
    name: str
    kind: str
    level: str
    unit: UUID | None
    owner: UUID
    deputy: UUID | None
    reference: str
    is_closed: bool


class FullCompartmentAnswer(CompartmentAnswer):
    """A compartment with what people should know and what entering it requires."""

    description: str
    requirements: list[str]


class GrantAnswer(Answer):
    """A right to enter, or the question for one. `ends` is when it ends by itself; `in_force` says that it lets in now."""

    id: UUID
    compartment: UUID
    compartment_name: str
    member: UUID
    member_name: str
    state: str
    in_force: bool
    is_emergency: bool
    purpose: str
    asked_at: datetime
    asked_until: date
    begins: datetime | None
    ends: datetime | None
    reason: str


def compartment_answer(row: Compartment) -> CompartmentAnswer:
    """A compartment as it is answered."""
    return CompartmentAnswer(
        id=row.pk,
        name=row.name,
        kind=row.kind,
        level=row.level,
        unit=row.unit_id,
        owner=row.owner_id,
        deputy=row.deputy_id,
        reference=row.reference,
        is_closed=row.closed_at is not None,
    )


def full_compartment_answer(row: Compartment) -> FullCompartmentAnswer:
    """A compartment with its requirements, read in one query."""
    return FullCompartmentAnswer(
        **dict(compartment_answer(row)),
        description=row.description,
        requirements=[each.title for each in row.prerequisites.all()],
    )


def grant_answer(row: AccessGrant) -> GrantAnswer:
    """A grant as it is answered; `reason` is that of the decision, or of the end."""
    return GrantAnswer(
        id=row.pk,
        compartment=row.compartment_id,
        compartment_name=row.compartment.name,
        member=row.member_id,
        member_name=row.member.user.name,
        state=row.state,
        in_force=row.is_in_force,
        is_emergency=row.is_emergency,
        purpose=row.purpose,
        asked_at=row.asked_at,
        asked_until=row.asked_until,
        begins=row.begins,
        ends=row.ends,
        reason=row.end_reason or row.reason,
    )


def grant_answers(rows: Iterable[AccessGrant]) -> list[GrantAnswer]:
    """One page of grants."""
    return [grant_answer(row) for row in rows]
