"""Handing on the tasks of people who have left since they were given them, or from whom a compartment hides the agreement."""

from uuid import UUID

from django.db.models import Q, QuerySet

from aktsom.cooperation.exits.alarms import alarm
from aktsom.cooperation.exits.models import BreachEntry, PlanTask
from aktsom.cooperation.exits.owners import Owners, may_enter
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.changes import Changed, subscribe


@action("hand on tasks of exit plans that nobody sees", may=only_system)
def hand_on(actor: Actor, *, ids: list[UUID]) -> int:
    """Give them to whose duty it is among those who see them, or to nobody, which the plan then shows. Gives how many.

    Whoever is given a task of a broken agreement hears of it by mail, as if they had been given it at first.
    """
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
    for breach in {task.breach_id: task.breach for task in rows if task.breach.is_broken}.values():
        alarm(actor, breach, [task.owner_id for task in rows if task.breach_id == breach.pk and task.owner_id])
    return len(rows)


def follow(changes: list[Changed]) -> None:
    """Look at the open tasks of agreements that changed, one may be in a compartment now; and of people who changed."""
    for change in changes:
        if change.kind in ABOUT and change.institution_id is not None:
            system = Actor.system("exits", change.institution_id)
            tasks = PlanTask.objects.visible_to(system).filter(**{ABOUT[change.kind]: change.ids})
            if waiting := _unseen(tasks):
                hand_on(system, ids=waiting)


def _unseen(tasks: QuerySet[PlanTask]) -> list[UUID]:
    """Those of them that are open and whose owner has left or may not enter the agreement's compartment."""
    rows = tasks.filter(done_at=None, dropped_at=None).exclude(owner=None).select_related("agreement", "owner")
    rows = rows.filter(Q(owner__ended_at__isnull=False) | Q(agreement__compartment__isnull=False))
    return [
        task.pk for task in rows if task.owner and not (task.owner.is_here and may_enter(task.agreement, task.owner.pk))
    ]


ABOUT = {"agreement": "agreement__in", "member": "owner__in"}
"""How tasks hang on what changed."""

subscribe("exits", follow)
