"""Who writes an exit strategy, records a breach, agrees that access stops, and carries out a plan."""

from collections.abc import Mapping
from typing import Any

from aktsom.content.exits import OWNER, starting_plans
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.exits.models import Breach, HangingAccess, PlanTask
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.protection.access.permissions import looks_after

ADVISERS = (Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER, Duty.LEADERSHIP)


def may_record(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever may change the agreement, and those who look after research security or lead the institution."""
    agreement: Agreement = given["agreement"] if "agreement" in given else given["breach"].agreement
    same = actor.institution_id == agreement.institution_id and not reads_only(actor)
    path = agreement.unit.path if agreement.unit else "/"
    return may_change(actor, {"agreement": agreement}) or (same and actor.holds(*ADVISERS, path=path))


def may_carry_out(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whose task it is, and whoever may record a breach."""
    task: PlanTask = given["task"]
    mine = task.owner_id is not None and task.owner_id == actor.member_id and not reads_only(actor)
    return mine or may_record(actor, {"breach": task.breach})


def may_agree(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever looks after the compartment, and the research-security lead: those who may revoke there."""
    access: HangingAccess = given["access"]
    same = actor.institution_id == access.institution_id and not reads_only(actor)
    return looks_after(actor, access.compartment) or (same and actor.holds(Duty.RESEARCH_SECURITY_LEAD))


def may_detach(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever may change the agreement on which the access hangs."""
    access: HangingAccess = given["access"]
    return may_change(actor, {"agreement": access.agreement})


def may_close(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever decides about it: a duty for the agreement's unit or above it, or its owner; leadership always."""
    breach: Breach = given["breach"]
    agreement = breach.agreement
    path = agreement.unit.path if agreement.unit else "/"
    if actor.institution_id != breach.institution_id or reads_only(actor):
        return False
    role = decider(breach)
    owns = role == OWNER and agreement.owner_id is not None and agreement.owner_id == actor.member_id
    named = [Duty(role)] if role in Duty.values else []
    return owns or actor.holds(*named, Duty.LEADERSHIP, path=path)


def decider(breach: Breach) -> str:
    """The duty that decides whether the agreement goes on, or `OWNER`, as was so when the breach was recorded.

    Where that was not kept, it is whom its own strategy names now, else the plan that its kind starts from.
    """
    if breach.decides:
        return breach.decides
    strategy = getattr(breach.agreement, "exit_strategy", None)
    return str(strategy.decides if strategy else starting_plans()[breach.agreement.kind].decides)
