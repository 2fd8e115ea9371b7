"""Who may build the tree, place people, and say who holds which duty. docs/decisions/0009 says why."""

from collections.abc import Mapping
from typing import Any

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.institutions.models import DutyAssignment, Member, Unit

CONTACTS = frozenset({Duty.CONTACT_ETHICS, Duty.CONTACT_PRESSURE, Duty.CONTACT_BREACH, Duty.CONTACT_SAFETY})
BY_UNIT_LEADER = CONTACTS | {
    Duty.EXPORT_CONTROL_OFFICER,
    Duty.HR_RECRUITER,
    Duty.FACILITY_OWNER,
    Duty.TRAINING_COORDINATOR,
}
BY_LEAD = BY_UNIT_LEADER | {Duty.RESEARCH_SECURITY_ADVISER, Duty.AGREEMENTS_OFFICER}
WHOLE_INSTITUTION = frozenset(
    {
        Duty.LEADERSHIP,
        Duty.RESEARCH_SECURITY_LEAD,
        Duty.DATA_PROTECTION_OFFICER,
        Duty.INTERNAL_AUDITOR,
        Duty.SECTOR_COORDINATOR,
        Duty.PLATFORM_OPERATOR,
    }
)
"""Duties that are always held for the whole institution."""


def may_build(actor: Actor, _given: Mapping[str, Any] = {}) -> bool:
    """Units and places: institution leadership, and whoever runs the platform (who reads no records and assigns no duty)."""
    if actor.holds(Duty.INTERNAL_AUDITOR):
        return False
    return actor.is_system or actor.holds(Duty.LEADERSHIP, Duty.PLATFORM_OPERATOR, path="/")


def may_see_members(actor: Actor) -> bool:
    """The list of people: those who place them, assign to them, or look after the rules."""
    return may_build(actor) or actor.holds(
        Duty.UNIT_LEADER, Duty.RESEARCH_SECURITY_LEAD, Duty.DATA_PROTECTION_OFFICER, Duty.INTERNAL_AUDITOR
    )


def may_assign(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whether the actor may give this `duty` for this `unit` to this `member` and `deputy`; never to themselves."""
    persons = {person.pk for person in (given.get("member"), given.get("deputy")) if person is not None}
    return actor.member_id not in persons and may_give(actor, Duty(given["duty"]), given.get("unit"))


def may_give(actor: Actor, duty: Duty, unit: Unit | None) -> bool:
    """Whether the actor may say who holds this duty for this unit, or with None for the institution. Programs may not."""
    if actor.is_system:
        return True
    if actor.by_key or actor.holds(Duty.INTERNAL_AUDITOR):
        return False
    path = unit.path if unit else "/"
    if actor.holds(Duty.LEADERSHIP, path="/"):
        return True
    if duty in BY_LEAD and actor.holds(Duty.RESEARCH_SECURITY_LEAD, path=path):
        return True
    return unit is not None and _as_unit_leader(actor, duty, unit)


def _as_unit_leader(actor: Actor, duty: Duty, unit: Unit) -> bool:
    """Helpers of their own unit and those under it, and the leaders of units strictly under it."""
    over = unit.parent if duty == Duty.UNIT_LEADER else unit
    known = duty in BY_UNIT_LEADER or duty == Duty.UNIT_LEADER
    return known and over is not None and actor.holds(Duty.UNIT_LEADER, path=over.path)


def may_change_duty(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Deputy and period: whoever may give the duty, but neither its holder nor, as deputy, themselves."""
    row: DutyAssignment = given["assignment"]
    deputy: Member | None = given.get("deputy")
    concerned = {row.member_id, deputy.pk if deputy else None}
    return actor.member_id not in concerned - {None} and may_give(actor, Duty(row.duty), row.unit)


def may_end_duty(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever may give it; and its holder, who may always lay it down, though not through a program."""
    row: DutyAssignment = given["assignment"]
    own = actor.member_id == row.member_id and not actor.by_key
    return own or may_give(actor, Duty(row.duty), row.unit)


def may_say_away(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Oneself, and leadership."""
    member: Member = given["member"]
    own = actor.member_id == member.pk
    return own or actor.is_system or (actor.holds(Duty.LEADERSHIP, path="/") and not actor.holds(Duty.INTERNAL_AUDITOR))


def may_require(actor: Actor, _given: Mapping[str, Any] = {}) -> bool:
    """Where duties must be filled: leadership and the research-security lead."""
    if actor.holds(Duty.INTERNAL_AUDITOR):
        return False
    return actor.is_system or actor.holds(Duty.LEADERSHIP, Duty.RESEARCH_SECURITY_LEAD, path="/")
