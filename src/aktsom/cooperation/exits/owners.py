"""Who carries out what: the person whose duty a step names, nearest to the agreement's unit."""

from functools import cached_property
from uuid import UUID

from django.utils import timezone

from aktsom.content.exits import OWNER
from aktsom.cooperation.agreements.models import Agreement
from aktsom.core.compartments import entered_by
from aktsom.core.duties import Duty
from aktsom.institutions.models import DutyAssignment
from aktsom.institutions.queries import assignments_in_force, nearest


class Owners:
    """The people of one agreement's plan today.

    A duty that nobody fills, or only people who may not enter the agreement's compartment, falls to the leadership, then to the
    agreement's owner.
    """

    def __init__(self, agreement: Agreement) -> None:
        self._agreement = agreement

    def of(self, role: str) -> UUID | None:
        """The member; None when nobody can be found."""
        own = self._agreement.owner_id or self._agreement.registered_by_id
        if role == OWNER:
            return own
        return self._holder(Duty(role)) or self._holder(Duty.LEADERSHIP) or own

    def _holder(self, duty: Duty) -> UUID | None:
        rows = [row for row in self._assigned if row.duty == duty]
        found = nearest(rows, self._agreement.unit, timezone.localdate())
        return next((each.member.pk for each in found if self._may_enter(each.member.pk)), None)

    def _may_enter(self, member: UUID) -> bool:
        compartment = self._agreement.compartment_id
        return compartment is None or compartment in entered_by(member)

    @cached_property
    def _assigned(self) -> list[DutyAssignment]:
        return list(assignments_in_force(self._agreement.institution_id, timezone.localdate()))
