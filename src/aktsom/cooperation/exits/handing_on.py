"""Handing on the tasks of people from whom a compartment hides the agreement since they were given them."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from aktsom.cooperation.exits.models import BreachEntry, PlanTask
from aktsom.cooperation.exits.owners import Owners, may_enter
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.changes import Changed, subscribe


@action("hand on tasks of exit plans that nobody sees", may=only_system)
def hand_on(actor: Actor, *, ids: list[UUID]) -> int:
    """Give them to whose duty it is among those who see them, or to nobody, which the plan then shows. Gives how many."""
    rows = PlanTask.objects.visible_to(actor).filter(pk__in=ids).select_for_update(of=("self",))
    rows = rows.select_related("agreement__unit", "breach__agreement")
    for task in rows:
        owners = Owners(task.agreement)
        task.owner_id = owners.decider(task.role) if task.decides else owners.of(task.role)
        task.save(update_fields=["owner"])
        name = task.owner.user.name if task.owner else "–"
        BreachEntry.objects.create(
            institution_id=task.institution_id,
            agreement_id=task.agreement_id,
            breach_id=task.breach_id,
            sort=BreachEntry.Sort.ASSIGNED,
            task=task,
            text=f"{task.title}: {name}",
        )
    return len(rows)


def follow(changes: list[Changed]) -> None:
    """Look at the open tasks of agreements that changed: one may have been put into a compartment."""
    for change in changes:
        if change.kind == "agreement" and change.institution_id is not None:
            system = Actor.system("exits", change.institution_id)
            if unseen := [task.pk for task in _unseen(system, change.ids)]:
                hand_on(system, ids=unseen)


def _unseen(system: Actor, agreements: Iterable[UUID]) -> Iterator[PlanTask]:
    rows = PlanTask.objects.visible_to(system).filter(agreement__in=agreements, done_at=None, dropped_at=None)
    for task in rows.exclude(owner=None).exclude(agreement__compartment=None).select_related("agreement"):
        if task.owner_id and not may_enter(task.agreement, task.owner_id):
            yield task


subscribe("exits", follow)
