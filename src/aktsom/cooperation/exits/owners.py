"""Who carries out what: the person whose duty a step names, nearest to the agreement's unit."""

from collections.abc import Collection
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from aktsom.content.exits import OWNER
from aktsom.cooperation.agreements.models import Agreement
from aktsom.core.compartments import entered_by
from aktsom.core.duties import Duty
from aktsom.engine.agreements.exits import ExitStep
from aktsom.institutions.models import DutyAssignment, Member
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
        if role == OWNER:
            return self._own or self._holder(Duty.LEADERSHIP)
        return self._holder(Duty(role)) or self._holder(Duty.LEADERSHIP) or self._own

    def decider(self, role: str) -> UUID | None:
        """Who decides whether it goes on: by the strategy, else the leadership. None when nobody can."""
        if role != OWNER:
            return self._holder(Duty(role)) or self._holder(Duty.LEADERSHIP)
        return self._can_see(self._agreement.owner_id) or self._holder(Duty.LEADERSHIP)

    def carries_out(self, step: ExitStep, decisions: Collection[str]) -> UUID | None:
        """Whose task a step becomes; `decisions` are the keys of those that only the decider can do."""
        return self.decider(step.role) if step.key in decisions else self.of(step.role)

    def is_vacant(self, role: str) -> bool:
        """Whether nobody who may enter has the duty, so that its steps fall to somebody else."""
        return role != OWNER and self._holder(Duty(role)) is None

    def _holder(self, duty: Duty) -> UUID | None:
        rows = [row for row in self._assigned if row.duty == duty]
        found = nearest(rows, self._agreement.unit, timezone.localdate())
        return next((each.member.pk for each in found if may_enter(self._agreement, each.member.pk)), None)

    def _can_see(self, member: UUID | None) -> UUID | None:
        """The member, if they are still here and may enter the agreement's compartment."""
        here = Member.objects.filter(pk=member, ended_at=None).exists() if member else False
        return member if member and here and may_enter(self._agreement, member) else None

    @cached_property
    def _own(self) -> UUID | None:
        return self._can_see(self._agreement.owner_id) or self._can_see(self._agreement.registered_by_id)

    @cached_property
    def _assigned(self) -> list[DutyAssignment]:
        return list(assignments_in_force(self._agreement.institution_id, timezone.localdate()))


def may_enter(agreement: Agreement, member: UUID) -> bool:
    """Whether nothing hides the agreement, and with it a task, from the member."""
    compartment = agreement.compartment_id
    return compartment is None or compartment in entered_by(member)
