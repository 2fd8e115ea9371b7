"""Who may do what with compartments and grants. Looking after a compartment does not let anybody enter it."""

from collections.abc import Mapping
from typing import Any

from aktsom.core.actions import any_contributor, reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.protection.access.models import AccessGrant, Compartment, Prerequisite, RoundAnswer

SET_UP = (Duty.FACILITY_OWNER, Duty.UNIT_LEADER, Duty.RESEARCH_SECURITY_LEAD, Duty.LEADERSHIP)

may_ask = any_contributor
"""Every member but auditors and operators."""


def may_set_up(actor: Actor, _given: Mapping[str, Any]) -> bool:
    """Owners of facilities and systems, leaders, and the research-security lead."""
    return actor.holds(*SET_UP) and not reads_only(actor)


def looks_after(actor: Actor, compartment: Compartment) -> bool:
    """The owner, the deputy, and the leader of the compartment's unit."""
    if actor.institution_id != compartment.institution_id or actor.member_id is None or reads_only(actor):
        return False
    path = compartment.unit.path if compartment.unit else "/"
    owns = actor.member_id in (compartment.owner_id, compartment.deputy_id)
    return owns or actor.holds(Duty.UNIT_LEADER, path=path)


def may_look_after(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever looks after the compartment that is meant."""
    return looks_after(actor, _compartment(given))


def may_decide(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever looks after the compartment, and never about a grant of their own."""
    return looks_after(actor, _compartment(given)) and actor.member_id != _grant(given).member_id


def may_revoke(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever looks after the compartment, and the research-security lead."""
    same = actor.institution_id == _grant(given).institution_id and not reads_only(actor)
    return looks_after(actor, _compartment(given)) or (same and actor.holds(Duty.RESEARCH_SECURITY_LEAD))


def may_review(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Those who may revoke, and never the person whose emergency it was."""
    return may_revoke(actor, given) and actor.member_id != _grant(given).member_id


def is_own(actor: Actor, given: Mapping[str, Any]) -> bool:
    """The person whose grant it is."""
    return actor.member_id is not None and actor.member_id == _grant(given).member_id


def _grant(given: Mapping[str, Any]) -> AccessGrant:
    answer = given.get("answer")
    grant: AccessGrant = answer.grant if isinstance(answer, RoundAnswer) else given["grant"]
    return grant


def _compartment(given: Mapping[str, Any]) -> Compartment:
    prerequisite = given.get("prerequisite")
    if isinstance(prerequisite, Prerequisite):
        return prerequisite.compartment
    compartment: Compartment = given["compartment"] if "compartment" in given else _grant(given).compartment
    return compartment
