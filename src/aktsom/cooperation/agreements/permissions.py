"""Who may register, change and judge agreements. Seeing comes first and is said by the models."""

from collections.abc import Mapping
from typing import Any

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.records.permissions import changes_record, registers_for
from aktsom.core.actions import any_contributor, held_for_all, reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.engine.agreements.lifecycle import Step

LOOK_AFTER = (Duty.AGREEMENTS_OFFICER, Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER)

DECIDE = (Step.RENEW, Step.KEEP, Step.LET_LAPSE, Step.GIVE_NOTICE, Step.WITHDRAW_NOTICE, Step.REVIEW)
"""The steps that decide whether an agreement goes on; to review it is one."""

may_register = any_contributor
"""Every member but auditors and operators."""

may_set_conditions = held_for_all(Duty.AGREEMENTS_OFFICER, Duty.RESEARCH_SECURITY_LEAD)
"""Those who look after agreements for the whole institution."""


def may_register_for(actor: Actor, path: str) -> bool:
    """For the own unit and those under it; leaders for theirs; agreements officers and research-security people for theirs."""
    return registers_for(actor, path, LOOK_AFTER)


def may_change(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever registered it, who answers for it, the leader of its unit, and those who look after that unit's agreements."""
    agreement: Agreement = given["agreement"]
    return changes_record(actor, agreement, agreement.owner_id, LOOK_AFTER)


def may_take_step(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever may change it; and whether it goes on, leadership too, which hears of what nobody decided or reviewed."""
    agreement: Agreement = given["agreement"]
    if may_change(actor, given):
        return True
    same = actor.institution_id == agreement.institution_id and not reads_only(actor)
    path = agreement.unit.path if agreement.unit else "/"
    return same and given["step"] in DECIDE and actor.holds(Duty.LEADERSHIP, path=path)
