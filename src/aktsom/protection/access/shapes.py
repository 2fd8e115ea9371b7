"""What of access comes and goes over the API, and how records become that."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import StringConstraints

from aktsom.core.actor import Actor
from aktsom.core.api import Answer, Given, Paging, Words
from aktsom.core.errors import Sentence
from aktsom.protection.access.cautions import cautions_about
from aktsom.protection.access.models import AccessGrant, Compartment
from aktsom.protection.access.permissions import looks_after
from aktsom.protection.access.prerequisites import missing_for

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
    """A right to enter, or the question for one. `ends` is when it ends by itself; `in_force` says that it lets in now.

    `warnings` is what whoever answers a question must know before they let anybody in, such as that the access was to end as an
    agreement is broken. It is told to them alone, and once more in the answer when they approve.
    """

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
    warnings: list[str]


class AccessRequirement(Answer):
    """Something that entering a compartment requires."""

    id: UUID
    kind: str
    title: str


class FullGrantAnswer(GrantAnswer):
    """One grant or question. `missing` is what the person still lacks, told to whoever answers the question: each is confirmed
    once they have seen it, and only then can they approve.
    """

    missing: list[AccessRequirement]


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


def grant_answer(actor: Actor, row: AccessGrant) -> FullGrantAnswer:
    """A grant as it is answered to the actor, with what its person lacks where the actor answers the question."""
    decides = row.state == AccessGrant.State.ASKED and looks_after(actor, row.compartment)
    missing = missing_for(actor, row.compartment, row.member_id) if decides else []
    return FullGrantAnswer(
        **_told(row, cautions_about(actor, [row]).get(row.pk, ())),
        missing=[AccessRequirement(id=each.pk, kind=each.kind, title=each.title) for each in missing],
    )


def grant_answers(actor: Actor, rows: Sequence[AccessGrant]) -> list[GrantAnswer]:
    """One page of grants as they are answered to the actor."""
    cautions = cautions_about(actor, rows)
    return [GrantAnswer(**_told(row, cautions.get(row.pk, ()))) for row in rows]


def _told(row: AccessGrant, cautions: Sequence[Sentence]) -> dict[str, Any]:
    """What is told of a grant; `reason` is that of the decision, or of the end."""
    return {
        "id": row.pk,
        "compartment": row.compartment_id,
        "compartment_name": row.compartment.name,
        "member": row.member_id,
        "member_name": row.member.user.name,
        "state": row.state,
        "in_force": row.is_in_force,
        "is_emergency": row.is_emergency,
        "purpose": row.purpose,
        "asked_at": row.asked_at,
        "asked_until": row.asked_until,
        "begins": row.begins,
        "ends": row.ends,
        "reason": row.end_reason or row.reason,
        "warnings": [str(each) for each in cautions],
    }
