"""Handing on the tasks of people from whom a compartment hides the agreement since they were given them."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from aktsom.cooperation.exits.following import when_agreements_change
from aktsom.cooperation.exits.models import BreachEntry, PlanTask
from aktsom.cooperation.exits.owners import Owners, may_enter
from aktsom.cooperation.exits.storing import log
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor


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
        log(actor, task.breach, BreachEntry.Sort.ASSIGNED, f"{task.title}: {name}", task=task)
    return len(rows)


def _unseen(system: Actor, agreements: Iterable[UUID]) -> Iterator[UUID]:
    """Open tasks of people from whom one of the agreements is hidden."""
    rows = PlanTask.objects.visible_to(system).filter(agreement__in=agreements, done_at=None, dropped_at=None)
    for task in rows.exclude(owner=None).exclude(agreement__compartment=None).select_related("agreement"):
        if task.owner_id and not may_enter(task.agreement, task.owner_id):
            yield task.pk


when_agreements_change("exits", _unseen, hand_on)
