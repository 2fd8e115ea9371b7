"""Who may do what with an appraisal. Seeing comes first and is said by the models."""

from collections.abc import Mapping
from typing import Any

from aktsom.appraisal.deciding.who import is_turn_of
from aktsom.appraisal.models import Appraisal, Measure
from aktsom.appraisal.way import words
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty

OVERSEEING = (Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER)


def may_act(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Whoever's turn it is; auditors and operators never."""
    row: Appraisal = given["appraisal"]
    return _works_in(actor, row) and is_turn_of(actor, row)


def may_own(actor: Actor, given: Mapping[str, Any]) -> bool:
    """The appraisal's owner."""
    row: Appraisal = given["appraisal"]
    return _works_in(actor, row) and actor.member_id == row.owner_id


def may_work_on(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Comments, files, letters: its owner, the advisers of its unit, and whoever's turn it is."""
    row: Appraisal = given["appraisal"]
    if not _works_in(actor, row):
        return False
    return actor.member_id == row.owner_id or is_adviser_of(actor, row) or is_turn_of(actor, row)


def may_report(actor: Actor, given: Mapping[str, Any]) -> bool:
    """What happened in a cooperation can be told by its owner and by those who look after its unit."""
    row: Appraisal = given["appraisal"]
    owns = actor.member_id == row.owner_id
    return _works_in(actor, row) and (owns or is_adviser_of(actor, row) or leads(actor, row))


def may_advise(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Letters to authorities: advisers of the unit, the research-security lead, and whoever's turn it is."""
    row: Appraisal = given["appraisal"]
    return _works_in(actor, row) and (is_adviser_of(actor, row) or is_turn_of(actor, row))


def may_complete(actor: Actor, given: Mapping[str, Any]) -> bool:
    """A measure: whoever has it to do, and the advisers of the unit."""
    measure: Measure = given["measure"]
    if not _works_in(actor, measure.appraisal):
        return False
    return actor.member_id == measure.owner_id or is_adviser_of(actor, measure.appraisal)


def is_adviser_of(actor: Actor, row: Appraisal) -> bool:
    """Whether the actor advises the appraisal's unit."""
    return actor.holds(*OVERSEEING, path=_path(row))


def leads(actor: Actor, row: Appraisal) -> bool:
    """Whether the actor leads the appraisal's unit or one above it."""
    return actor.holds(Duty.UNIT_LEADER, Duty.LEADERSHIP, path=_path(row))


def is_waiting(row: Appraisal) -> bool:
    """Whether somebody other than the owner must act."""
    return words.State(row.state) in words.WAITING


def _path(row: Appraisal) -> str:
    return row.unit.path if row.unit else "/"


def _works_in(actor: Actor, row: Appraisal) -> bool:
    return actor.institution_id == row.institution_id and actor.member_id is not None and not reads_only(actor)
