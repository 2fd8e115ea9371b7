"""What the room keeps: institutions with their units, accounts, places, duties and keys, and sheets that are brought in."""

from aktsom.institutions.models.accounts import User, UserManager
from aktsom.institutions.models.building import Institution, Unit, UnitMerger, UnitVersion
from aktsom.institutions.models.members import ApiKey, DutyAssignment, Member, RequiredDuty, in_force
from aktsom.institutions.models.sheets import SheetImport, SheetOutcome

__all__ = [
    "ApiKey",
    "DutyAssignment",
    "Institution",
    "Member",
    "RequiredDuty",
    "SheetImport",
    "SheetOutcome",
    "Unit",
    "UnitMerger",
    "UnitVersion",
    "User",
    "UserManager",
    "in_force",
]
