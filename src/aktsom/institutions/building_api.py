"""Over the API: building the tree of units, giving places, and saying who holds which duty, by the same actions as the pages.

A program's key does all of it but giving, changing and ending duties, which people do themselves (docs/decisions/0009).
"""

from uuid import UUID

from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Status

from aktsom.core.actor import Actor
from aktsom.core.api import Done, Page, Paging, does, paged
from aktsom.core.errors import InvalidError, NotAllowedError
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible
from aktsom.institutions import actions, queries
from aktsom.institutions.models import DutyAssignment, Member, Unit
from aktsom.institutions.permissions import may_see_members
from aktsom.institutions.shapes import (
    DutyAnswer,
    DutyChanges,
    DutyLevel,
    MemberAnswer,
    MemberAway,
    MemberEnd,
    MemberPlace,
    MembersWanted,
    NewDuty,
    NewMember,
    NewUnit,
    UnitAnswer,
    UnitBecause,
    UnitInto,
    UnitNames,
    UnitPlace,
    duty_answer,
    member_answer,
    unit_answer,
)

router = Router(tags=["institution"])


@router.get("/units", response=Page[UnitAnswer], summary="The units of the institution")
def list_units(request: ActorRequest, paging: Query[Paging]) -> Page[UnitAnswer]:
    """All open units from the top down."""
    return paged(
        Page[UnitAnswer], request, queries.open_units(request.actor), paging, lambda rows: map(unit_answer, rows)
    )


@router.post("/units", response={201: UnitAnswer}, summary="Add a unit", openapi_extra=does("add a unit"))
def add_unit(request: ActorRequest, wanted: NewUnit) -> Status[UnitAnswer]:
    """Add a unit under another, or at the top."""
    given = wanted.model_dump() | {"parent": _open_unit(request.actor, wanted.parent, "parent")}
    return Status(201, unit_answer(actions.add_unit(request.actor, **given)))


@router.patch(
    "/units/{uuid:unit_id}", response=UnitAnswer, summary="Rename a unit", openapi_extra=does("rename a unit")
)
def rename_unit(request: ActorRequest, unit_id: UUID, wanted: UnitNames) -> UnitAnswer:
    """Give a unit other names or another code; what it was called before is kept. 409 when somebody changed it since."""
    unit = _unit(request.actor, unit_id)
    names = {name: getattr(wanted, name) for name in ("name_nb", "name_en") if getattr(wanted, name) is not None}
    given = {"name_nb": unit.name_nb, "name_en": unit.name_en} | names
    renamed = actions.rename_unit(
        request.actor, unit=unit, **given, external_id=wanted.external_id, reason=wanted.reason, seen=wanted.version
    )
    return unit_answer(renamed)


@router.post(
    "/units/{uuid:unit_id}/move", response=UnitAnswer, summary="Move a unit", openapi_extra=does("move a unit")
)
def move_unit(request: ActorRequest, unit_id: UUID, wanted: UnitPlace) -> UnitAnswer:
    """Put a unit with everything under it somewhere else; people, duties and cooperation move along."""
    unit, parent = _unit(request.actor, unit_id), _open_unit(request.actor, wanted.parent, "parent")
    return unit_answer(actions.move_unit(request.actor, unit=unit, parent=parent, reason=wanted.reason))


@router.post(
    "/units/{uuid:unit_id}/merge", response=UnitAnswer, summary="Merge units", openapi_extra=does("merge units")
)
def merge_units(request: ActorRequest, unit_id: UUID, wanted: UnitInto) -> UnitAnswer:
    """Let a unit become part of another, which is answered. It can be undone for three months."""
    unit, into = _unit(request.actor, unit_id), _open_unit(request.actor, wanted.into, "into")
    assert into is not None
    return unit_answer(actions.merge_units(request.actor, unit=unit, into=into, reason=wanted.reason))


@router.post(
    "/units/{uuid:unit_id}/undo-merger",
    response=UnitAnswer,
    summary="Undo a merger",
    openapi_extra=does("undo a merger of units"),
)
def undo_merger(request: ActorRequest, unit_id: UUID, wanted: UnitBecause) -> UnitAnswer:
    """Open again the unit that became part of another, with what went along and nobody moved since."""
    unit = _unit(request.actor, unit_id)
    return unit_answer(actions.undo_merger(request.actor, unit=unit, reason=wanted.reason))


@router.post(
    "/units/{uuid:unit_id}/close", response=UnitAnswer, summary="Close a unit", openapi_extra=does("close a unit")
)
def close_unit(request: ActorRequest, unit_id: UUID, wanted: UnitBecause) -> UnitAnswer:
    """Close a unit that has none under it: its people move up, its duties end."""
    unit = _unit(request.actor, unit_id)
    return unit_answer(actions.close_unit(request.actor, unit=unit, reason=wanted.reason))


@router.post(
    "/units/{uuid:unit_id}/reopen",
    response=UnitAnswer,
    summary="Open a unit again",
    openapi_extra=does("open a unit again"),
)
def reopen_unit(request: ActorRequest, unit_id: UUID, wanted: UnitBecause) -> UnitAnswer:
    """Open a closed unit where it was; its duties have to be assigned anew."""
    unit = _unit(request.actor, unit_id)
    return unit_answer(actions.reopen_unit(request.actor, unit=unit, reason=wanted.reason))


@router.get("/members", response=Page[MemberAnswer], summary="People with a place")
def list_members(request: ActorRequest, wanted: Query[MembersWanted]) -> Page[MemberAnswer]:
    """Everybody with a place in the institution by name, or those whose place ended: for whoever may see the list of people."""
    if not may_see_members(request.actor):
        raise NotAllowedError
    rows = queries.members(request.actor, wanted.q, ended=wanted.ended)
    return paged(Page[MemberAnswer], request, rows, wanted, lambda found: map(member_answer, found))


@router.post("/members", response={201: MemberAnswer}, summary="Give a place", openapi_extra=does("invite a member"))
def invite_member(request: ActorRequest, wanted: NewMember) -> Status[MemberAnswer]:
    """Give a person a place in the institution, or an ended place back without its duties."""
    given = wanted.model_dump() | {"unit": _open_unit(request.actor, wanted.unit, "unit")}
    return Status(201, member_answer(actions.invite_member(request.actor, **given)))


@router.patch(
    "/members/{uuid:member_id}",
    response=MemberAnswer,
    summary="Change a place",
    openapi_extra=does("change a member's place"),
)
def change_member(request: ActorRequest, member_id: UUID, wanted: MemberPlace) -> MemberAnswer:
    """Put a person into another unit, or change title or code; 409 when somebody did since. Duties stay with their units."""
    member = _member(request.actor, member_id)
    unit = member.unit if "unit" not in wanted.model_fields_set else _open_unit(request.actor, wanted.unit, "unit")
    title = member.title if wanted.title is None else wanted.title
    changed = actions.change_member(
        request.actor, member=member, unit=unit, title=title, external_id=wanted.external_id, seen=wanted.version
    )
    return member_answer(changed)


@router.post(
    "/members/{uuid:member_id}/end",
    response=MemberAnswer,
    summary="End a place",
    openapi_extra=does("end a member's place"),
)
def end_place(request: ActorRequest, member_id: UUID, wanted: MemberEnd) -> MemberAnswer:
    """End a person's place at once, with duties and keys; deputies take over."""
    member = _member(request.actor, member_id)
    return member_answer(actions.end_place(request.actor, member=member, reason=wanted.reason))


@router.post(
    "/members/{uuid:member_id}/away",
    response=MemberAnswer,
    summary="Say who is away",
    openapi_extra=does("say who is away"),
)
def say_away(request: ActorRequest, member_id: UUID, wanted: MemberAway) -> MemberAnswer:
    """Say when a person is away; deputies act meanwhile."""
    member = _member(request.actor, member_id)
    away = actions.say_away(request.actor, member=member, away_from=wanted.away_from, away_until=wanted.away_until)
    return member_answer(away)


@router.post("/duties", response={201: DutyAnswer}, summary="Assign a duty", openapi_extra=does("assign a duty"))
def assign_duty(request: ActorRequest, wanted: NewDuty) -> Status[DutyAnswer]:
    """Make somebody responsible, for a unit and everything under it. People do this themselves; a key is refused."""
    actor = request.actor
    held = actions.assign_duty(
        actor,
        member=_colleague(actor, wanted.member, "member"),
        duty=wanted.duty,
        unit=_open_unit(actor, wanted.unit, "unit"),
        deputy=_colleague(actor, wanted.deputy, "deputy") if wanted.deputy else None,
        starts=wanted.since,
        ends=wanted.until,
    )
    return Status(201, duty_answer(held))


@router.patch(
    "/duties/{uuid:assignment_id}",
    response=DutyAnswer,
    summary="Change a duty",
    openapi_extra=does("change a duty's deputy and period"),
)
def change_duty(request: ActorRequest, assignment_id: UUID, wanted: DutyChanges) -> DutyAnswer:
    """Name another deputy or last day; 409 when somebody did since. People do this themselves; a key is refused."""
    row: DutyAssignment = get_visible(DutyAssignment, request.actor, pk=assignment_id)
    deputy = _colleague(request.actor, wanted.deputy, "deputy") if wanted.deputy else None
    changed = actions.change_duty(
        request.actor,
        assignment=row,
        deputy=deputy if "deputy" in wanted.model_fields_set else row.deputy,
        ends=wanted.until if "until" in wanted.model_fields_set else row.ends,
        seen=wanted.version,
    )
    return duty_answer(changed)


@router.post(
    "/duties/{uuid:assignment_id}/end", response=DutyAnswer, summary="End a duty", openapi_extra=does("end a duty")
)
def end_duty(request: ActorRequest, assignment_id: UUID) -> DutyAnswer:
    """Take a duty back, or lay one's own down. People do this themselves; a key is refused."""
    row: DutyAssignment = get_visible(DutyAssignment, request.actor, pk=assignment_id)
    return duty_answer(actions.end_duty(request.actor, assignment=row))


@router.post(
    "/duties/required",
    response=Done,
    summary="Say where a duty must be filled",
    openapi_extra=does("say where a duty must be filled"),
)
def require_duty(request: ActorRequest, wanted: DutyLevel) -> Done:
    """Say at which level the institution wants a duty filled, in place of what the product suggests."""
    actions.require_duty(request.actor, duty=wanted.duty, level=wanted.level)
    return Done()


def _unit(actor: Actor, key: UUID) -> Unit:
    found: Unit = get_visible(Unit, actor, pk=key)
    return found


def _member(actor: Actor, key: UUID) -> Member:
    found: Member = get_visible(Member, actor, pk=key)
    return found


def _open_unit(actor: Actor, key: UUID | None, field: str) -> Unit | None:
    """The open unit that a field names; raises `InvalidError` for that field when there is none."""
    found = queries.open_units(actor).filter(pk=key).first() if key else None
    if key and found is None:
        raise InvalidError(fields={field: _("There is no such unit, or it is closed.")})
    return found


def _colleague(actor: Actor, key: UUID, field: str) -> Member:
    found: Member | None = Member.objects.visible_to(actor).filter(pk=key, ended_at=None).first()
    if found is None:
        raise InvalidError(fields={field: _("This person has no place in your institution.")})
    return found
