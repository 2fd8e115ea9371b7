"""What comes and goes over the API of units, places and duties."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from aktsom.core.api import Answer, Given, Paging, Words
from aktsom.core.duties import Duty
from aktsom.institutions.models import DutyAssignment, Member, Unit

Name = Annotated[str, Field(max_length=300)]
Code = Annotated[str, Field(max_length=100, description="What other systems call it.")]
Version = Annotated[str, Field(max_length=64, description="As it was read; 409 when somebody changed it since.")]
Why = Annotated[str, Field(max_length=500, description="Why, in a few words.")]


class UnitAnswer(Answer):
    """A unit of the institution. `path` begins with the paths of the units above it. A change names `version`."""

    id: UUID
    version: str
    name_nb: str
    name_en: str
    path: str
    parent: UUID | None
    external_id: str
    closed: bool


class NewUnit(Given):
    """A unit, under another or at the top."""

    name_nb: Name
    name_en: Name = ""
    parent: UUID | None = None
    external_id: Code = ""
    reason: Why = ""


class UnitNames(Given):
    """What a unit is called from now on, and the version that the caller looked at. What is left out stays."""

    version: Version
    name_nb: Name | None = None
    name_en: Name | None = None
    external_id: Code | None = None
    reason: Why = ""


class UnitBecause(Given):
    """Why."""

    reason: Why


class UnitPlace(UnitBecause):
    """The unit above, null for none."""

    parent: UUID | None


class UnitInto(UnitBecause):
    """The unit that stays."""

    into: UUID


class MemberAnswer(Answer):
    """Somebody with a place in the institution. A change of the place names `version`."""

    id: UUID
    version: str
    name: str
    email: str
    title: str
    unit: UUID | None
    external_id: str
    away_from: date | None
    away_until: date | None
    ended: bool


class MembersWanted(Paging):
    """Which people."""

    q: Words = ""
    ended: bool = False


class NewMember(Given):
    """Who gets a place. The account with this address is taken, or opened without a password."""

    email: Annotated[str, Field(max_length=254)]
    name: Annotated[str, Field(max_length=200)]
    unit: UUID | None = None
    title: Annotated[str, Field(max_length=200)] = ""
    external_id: Code = ""


class MemberPlace(Given):
    """Another unit (null for none), title or code, and the version that the caller looked at. What is left out stays."""

    version: Version
    unit: UUID | None = None
    title: Annotated[str, Field(max_length=200)] | None = None
    external_id: Code | None = None


class MemberEnd(Given):
    """Why, if it should be said."""

    reason: Why = ""


class MemberAway(Given):
    """From which day to which; null when the person is not away."""

    away_from: date | None
    away_until: date | None = None


class DutyAnswer(Answer):
    """A duty that somebody holds for a unit and all under it, or with null for the institution. A change names `version`."""

    assignment: UUID
    version: str
    duty: str
    unit: UUID | None
    member: UUID
    deputy: UUID | None
    since: date
    until: date | None


class NewDuty(Given):
    """Who holds which duty, for which unit (null: the institution), from today or a later day, and perhaps to one."""

    member: UUID
    duty: Duty
    unit: UUID | None = None
    deputy: UUID | None = None
    since: date | None = None
    until: date | None = None


class DutyChanges(Given):
    """Another deputy or last day, null for none, and the version that the caller looked at. What is left out stays."""

    version: Version
    deputy: UUID | None = None
    until: date | None = None


class DutyLevel(Given):
    """At which level the duty must be filled."""

    duty: Duty
    level: Literal["nowhere", "institution", "top-units", "both"]


def unit_answer(unit: Unit) -> UnitAnswer:
    """A unit as it is now."""
    return UnitAnswer(
        id=unit.pk,
        version=unit.version,
        name_nb=unit.name_nb,
        name_en=unit.name_en,
        path=unit.path,
        parent=unit.parent_id,
        external_id=unit.external_id,
        closed=unit.closed_at is not None,
    )


def member_answer(member: Member) -> MemberAnswer:
    """A place as it is now."""
    return MemberAnswer(
        id=member.pk,
        version=member.version,
        name=member.user.name,
        email=member.user.email,
        title=member.title,
        unit=member.unit_id,
        external_id=member.external_id,
        away_from=member.away_from,
        away_until=member.away_until,
        ended=member.ended_at is not None,
    )


def duty_answer(row: DutyAssignment) -> DutyAnswer:
    """A duty as it is now."""
    return DutyAnswer(
        assignment=row.pk,
        version=row.version,
        duty=row.duty,
        unit=row.unit_id,
        member=row.member_id,
        deputy=row.deputy_id,
        since=row.starts,
        until=row.ends,
    )
