"""Who may register, change and judge agreements. Seeing comes first and is said by the models."""

from collections.abc import Mapping
from typing import Any

from aktsom.cooperation.agreements.models import Agreement
from aktsom.core.actions import any_contributor, held_for_all, reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty

LOOK_AFTER = (Duty.AGREEMENTS_OFFICER, Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER)

may_register = any_contributor
"""Every member but auditors and operators."""

may_set_conditions = held_for_all(Duty.AGREEMENTS_OFFICER, Duty.RESEARCH_SECURITY_LEAD)
"""Those who look after agreements for the whole institution."""


def may_register_for(actor: Actor, path: str) -> bool:
    """For the own unit and those under it; leaders for theirs; agreements officers and research-security people for theirs."""
    own = bool(actor.unit_path) and path.startswith(actor.unit_path)
    return actor.is_system or own or actor.holds(Duty.UNIT_LEADER, *LOOK_AFTER, path=path)


def may_change(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever registered it, who answers for it, the leader of its unit, and those who look after that unit's agreements."""
    agreement: Agreement = given["agreement"]
    if actor.institution_id != agreement.institution_id or reads_only(actor):
        return False
    if actor.member_id in (agreement.registered_by_id, agreement.owner_id):
        return True
    path = agreement.unit.path if agreement.unit else "/"
    return actor.holds(Duty.UNIT_LEADER, *LOOK_AFTER, path=path)
