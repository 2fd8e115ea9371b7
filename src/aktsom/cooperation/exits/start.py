"""What waits for a person in the ways out: tasks of a plan, breaches that run, access to agree about."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.exits.queries import days_of_breaches, days_of_tasks, waiting_access
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.start import StartItem, register_start_items

FOLLOWS = (Duty.AGREEMENTS_OFFICER, Duty.RESEARCH_SECURITY_LEAD, Duty.LEADERSHIP, Duty.UNIT_LEADER)


def waiting(actor: Actor) -> Iterable[StartItem]:
    """Own tasks with the nearest day; breaches for those who follow or decide them; access for who looks after it."""
    if actor.member_id is None or reads_only(actor):
        return
    due = days_of_tasks.read(actor)
    yield StartItem(_("tasks of exit plans"), len(due), reverse("exits:tasks"), min(due, default=None))
    if actor.holds(*FOLLOWS):
        cures = days_of_breaches.read(actor)
        nearest = min((day for day in cures if day), default=None)
        yield StartItem(_("agreements that are broken"), len(cures), reverse("exits:breaches"), nearest)
    agreeing = waiting_access.count(actor)
    yield StartItem(_("accesses that hang on an agreement, to agree about"), agreeing, reverse("exits:to-agree"))


register_start_items("exits", waiting)
