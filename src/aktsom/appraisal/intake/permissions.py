"""Who may begin an appraisal, answer its questions and hand it on."""

from collections.abc import Mapping
from typing import Any

from aktsom.appraisal.deciding.permissions import is_adviser_of, leads
from aktsom.appraisal.models import Appraisal
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.permissions import may_change
from aktsom.core.actions import any_contributor, reads_only
from aktsom.core.actor import Actor


def may_begin(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Every member but auditors and operators; for a registered cooperation whoever may change that."""
    cooperation: Cooperation | None = given.get("cooperation")
    return any_contributor(actor, given) and (cooperation is None or may_change(actor, given))


def may_hand_on(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Its owner; and, so that nothing is left behind by who goes, those who look after its unit."""
    row: Appraisal = given["appraisal"]
    if actor.institution_id != row.institution_id or actor.member_id is None or reads_only(actor):
        return False
    over = row.cooperation_id is not None and (is_adviser_of(actor, row) or leads(actor, row))
    return actor.member_id == row.owner_id or over
