"""Who hears of a day besides the owner: officers who are here, and the nearest leader who may see the agreement."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from aktsom.cooperation.agreements.models import Agreement
from aktsom.core.actor import Actor
from aktsom.core.compartments import entered
from aktsom.core.duties import Duty
from aktsom.institutions.models import DutyAssignment, Member, Unit
from aktsom.institutions.paths import paths_up
from aktsom.institutions.queries import assignments_in_force, who_acts


def nobody_owns(today: date) -> Q:
    """Agreements whose owner has left or is away today, or that have none."""
    back = Q(away_until__isnull=True) | Q(away_until__gte=today)
    gone = Member.objects.filter(Q(ended_at__isnull=False) | Q(away_from__lte=today) & back)
    return Q(owner__isnull=True) | Q(owner__in=gone.order_by().values("pk"))


def missed_by_owners(rows: QuerySet[Agreement]) -> Q:
    """Of agreements that nobody owns, the days on which the owner will not be back either."""
    never_back = Q(agreement__owner__ended_at__isnull=False) | Q(agreement__owner__away_until__isnull=True)
    return Q(agreement__in=rows.only("pk")) & (never_back | Q(day__lte=F("agreement__owner__away_until")))


def under(path: str) -> Q:
    """Agreements of the unit at a path and of all under it; "" stands for the institution."""
    return Q(unit__path__startswith=path) if path else Q(pk__isnull=False)


def under_any(paths: Iterable[str]) -> Q:
    """Agreements of one of the units at these paths, or of a unit under one. Asked of each unit, and not for each agreement."""
    units = Unit.objects.filter(path__regex=f"^(?:{'|'.join(map(re.escape, sorted(paths)))})")
    return Q(unit__in=units.order_by().values("pk"))


@dataclass(frozen=True, slots=True)
class Apart:
    """An agreement of which the nearest leader above may not hear: that leader owns it, or a compartment hides it."""

    key: UUID
    path: str
    owner: UUID | None
    compartment: UUID | None


@dataclass(frozen=True, slots=True)
class Answering:
    """Who leads which units today, and who looks after agreements there, by path; and which compartments each may enter.

    Deputies of those who are away are among them.
    """

    leaders: Mapping[str, Collection[UUID]]
    officers: Mapping[str, Collection[UUID]]
    compartments: Mapping[UUID, frozenset[UUID]]

    def raised_to(self, actor: Actor, paths: Collection[str]) -> Q:
        """What lies under one of the paths, but not what a leader further down hears of, who may see it.

        Nobody hears of what they missed themselves. One query where there are such leaders, for the agreements about which
        each of them is asked: of thousands there are few.
        """
        nearer = {path: {other for other in self.leaders if other != path and other.startswith(path)} for path in paths}
        apart, raised = self._apart(actor) if any(nearer.values()) else [], Q(pk__in=())
        for path, below in nearer.items():
            left = [each.key for each in apart if each.path.startswith(path) and not self._is_heard(each, below)]
            raised |= under(path) & (~under_any(below) | Q(pk__in=left)) if below else under(path)
        return raised

    def _apart(self, actor: Actor) -> list[Apart]:
        leaders = frozenset[UUID]().union(*self.leaders.values())
        rows = Agreement.objects.visible_to(actor).filter(Q(owner__in=leaders) | Q(compartment__isnull=False))
        found = rows.order_by().values_list("pk", "unit__path", "owner", "compartment")
        return [Apart(key, path or "", owner, compartment) for key, path, owner, compartment in found]

    def _is_heard(self, agreement: Apart, leading: Collection[str]) -> bool:
        """Whether a leader of one of these units hears of it."""
        return any(
            agreement.owner not in self.leaders[path]
            and (agreement.compartment is None or agreement.compartment in self._open_to(self.leaders[path]))
            for path in paths_up(agreement.path)
            if path in leading
        )

    def without_officer(self) -> Q:
        """Agreements that nobody looks after who is here and may see them."""
        without = Q()
        for path, people in self.officers.items():
            may_see = Q(compartment__isnull=True) | Q(compartment__in=sorted(self._open_to(people)))
            without &= ~(under(path) & may_see)
        return without

    def _open_to(self, people: Iterable[UUID]) -> frozenset[UUID]:
        """The compartments that one of them may enter."""
        return frozenset[UUID]().union(*(self.compartments.get(each, ()) for each in people))


def answering(actor: Actor, today: date) -> Answering:
    """As it is in the actor's institution. One query."""
    duties = (Duty.UNIT_LEADER, Duty.AGREEMENTS_OFFICER)
    may_enter = {"by_member": entered("member_id"), "by_deputy": entered("deputy_id")}
    found = assignments_in_force(actor.institution_id or 0, today).filter(duty__in=duties).annotate(**may_enter)
    rows: list[Any] = list(found)
    leaders = _by_path((row for row in rows if row.duty == Duty.UNIT_LEADER and row.unit), today)
    officers = _by_path((row for row in rows if row.duty == Duty.AGREEMENTS_OFFICER), today)
    members = {row.member_id: frozenset(row.by_member) for row in rows}
    deputies = {row.deputy_id: frozenset(row.by_deputy) for row in rows if row.deputy_id}
    return Answering(leaders, officers, members | deputies)


def _by_path(rows: Iterable[DutyAssignment], today: date) -> dict[str, set[UUID]]:
    found: dict[str, set[UUID]] = {}
    for row in rows:
        if acting := who_acts(row, today):
            found.setdefault(row.unit.path if row.unit else "", set()).add(acting.member.pk)
    return found
