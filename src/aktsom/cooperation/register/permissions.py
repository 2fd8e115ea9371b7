"""Who may register, change and link what. Seeing comes first and is said by the models."""

from collections.abc import Mapping
from typing import Any

from aktsom.cooperation.records.permissions import changes_record, registers_for
from aktsom.cooperation.register.models import Cooperation, ImportBatch
from aktsom.core.actions import any_contributor, reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty

ADVISERS = (Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER)

may_register = any_contributor
"""Every member but auditors and operators."""


def may_register_for(actor: Actor, path: str) -> bool:
    """For the own unit and those under it; leaders for theirs; research-security people for those that they look after."""
    return registers_for(actor, path, ADVISERS)


def may_change(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever registered it, its contact, the leader of its unit, and research-security people who look after that unit."""
    cooperation: Cooperation = given["cooperation"]
    return changes_record(actor, cooperation, cooperation.contact_id, ADVISERS)


def may_import(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever uploaded the sheet, and research-security people."""
    batch: ImportBatch = given["batch"]
    same = actor.institution_id == batch.institution_id and not reads_only(actor)
    return same and (actor.member_id == batch.uploaded_by_id or actor.holds(*ADVISERS, path="/"))
