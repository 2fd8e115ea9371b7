"""What can be done with an institution: setting it up, its tree of units, its people, and their duties."""

from aktsom.institutions.actions.duties import assign_duty, change_duty, end_duty, require_duty, say_away
from aktsom.institutions.actions.members import add_member, change_member, correct_name, end_place, invite_member
from aktsom.institutions.actions.merging import merge_units, undo_merger
from aktsom.institutions.actions.setup import set_up_institution
from aktsom.institutions.actions.units import add_unit, close_unit, move_unit, rename_unit, reopen_unit

__all__ = [
    "add_member",
    "add_unit",
    "assign_duty",
    "change_duty",
    "change_member",
    "close_unit",
    "correct_name",
    "end_duty",
    "end_place",
    "invite_member",
    "merge_units",
    "move_unit",
    "rename_unit",
    "reopen_unit",
    "require_duty",
    "say_away",
    "set_up_institution",
    "undo_merger",
]
