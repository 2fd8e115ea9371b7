"""Plans to leave an agreement that goes on after all: notice of it was taken back, or it was renewed."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.following import when_changed
from aktsom.cooperation.exits.models import GOES_ON, NOT_BROKEN, Breach, BreachEntry, PlanTask
from aktsom.cooperation.exits.storing import log
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor


@action("drop the plan to leave an agreement that goes on", may=only_system)
def drop_plans(actor: Actor, *, ids: list[UUID]) -> int:
    """What is left of these plans is not needed any more, and their logs say why. Gives how many plans."""
    now, rows = timezone.now(), Breach.objects.visible_to(actor).filter(pk__in=ids).select_for_update(of=("self",))
    for row in rows:
        row.state, row.closed_at = Breach.State.CURED, now
        row.save(update_fields=["state", "closed_at"])
        PlanTask.objects.filter(breach=row, done_at=None, dropped_at=None).update(dropped_at=now)
        log(actor, row, BreachEntry.Sort.CURED, str(GOES_ON))
    return len(rows)


def _left_in_vain(system: Actor, agreements: Iterable[UUID]) -> QuerySet[Breach, UUID]:
    """Plans that ended with an agreement that is in force again, without a last day that somebody decided on."""
    rows: QuerySet[Breach] = Breach.objects.visible_to(system).filter(
        agreement__in=agreements,
        agreement__state=Agreement.State.IN_FORCE,
        agreement__ends_on=None,
        state=Breach.State.ENDED,
        trigger__in=NOT_BROKEN,
    )
    return rows.order_by("pk").values_list("pk", flat=True)


when_changed("exits going on", "agreement", _left_in_vain, drop_plans)
