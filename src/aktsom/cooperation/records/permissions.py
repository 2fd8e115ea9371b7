"""Who may register for a unit and change a record: the same in every register, but for who looks after its records."""

from uuid import UUID

from aktsom.cooperation.records.models import Record
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty

LookAfter = tuple[Duty, ...]


def registers_for(actor: Actor, path: str, look_after: LookAfter) -> bool:
    """For the own unit and those under it; leaders for theirs; those who look after the register for theirs."""
    own = bool(actor.unit_path) and path.startswith(actor.unit_path)
    return actor.is_system or own or actor.holds(Duty.UNIT_LEADER, *look_after, path=path)


def changes_record(actor: Actor, record: Record, answers: UUID | None, look_after: LookAfter) -> bool:
    """Whoever registered it or `answers` for it, the leader of its unit, and those who look after that unit's records."""
    if actor.institution_id != record.institution_id or reads_only(actor):
        return False
    if actor.member_id in (record.registered_by_id, answers):
        return True
    return actor.holds(Duty.UNIT_LEADER, *look_after, path=record.unit.path if record.unit else "/")
