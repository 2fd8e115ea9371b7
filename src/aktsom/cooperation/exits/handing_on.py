"""Handing on the tasks of people who have left since they were given them, or from whom a compartment hides the agreement."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from aktsom.cooperation.exits.alarms import alarm
from aktsom.cooperation.exits.following import when_changed
from aktsom.cooperation.exits.models import BreachEntry, PlanTask
from aktsom.cooperation.exits.owners import Owners, may_enter
from aktsom.cooperation.exits.storing import log
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor


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
        log(actor, task.breach, BreachEntry.Sort.ASSIGNED, f"{task.title}: {name}", task=task)
    for breach in {task.breach_id: task.breach for task in rows if task.breach.is_broken}.values():
        alarm(actor, breach, [task.owner_id for task in rows if task.breach_id == breach.pk and task.owner_id])
    return len(rows)


def _of_agreements(system: Actor, agreements: Iterable[UUID]) -> list[UUID]:
    """One of the agreements may lie in a compartment now."""
    return _unseen(PlanTask.objects.visible_to(system).filter(agreement__in=agreements))


def _of_members(system: Actor, members: Iterable[UUID]) -> list[UUID]:
    """One of the people may have left."""
    return _unseen(PlanTask.objects.visible_to(system).filter(owner__in=members))


def _unseen(tasks: QuerySet[PlanTask]) -> list[UUID]:
    """Those of them that are open and whose owner has left or may not enter the agreement's compartment."""
    rows = tasks.filter(done_at=None, dropped_at=None).exclude(owner=None).select_related("agreement", "owner")
    rows = rows.filter(Q(owner__ended_at__isnull=False) | Q(agreement__compartment__isnull=False))
    return [
        task.pk for task in rows if task.owner and not (task.owner.is_here and may_enter(task.agreement, task.owner.pk))
    ]


when_changed("exits", "agreement", _of_agreements, hand_on)
when_changed("exits of people", "member", _of_members, hand_on)
