"""What waits for a person in the ways out: tasks of a plan, breaches that run, access to agree about."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.exits.queries import open_breaches, tasks_for, to_agree
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.start import StartItem, register_start_items

FOLLOWS = (Duty.AGREEMENTS_OFFICER, Duty.RESEARCH_SECURITY_LEAD, Duty.LEADERSHIP, Duty.UNIT_LEADER)


def waiting(actor: Actor) -> Iterable[StartItem]:
    """Own tasks with the nearest day; breaches for those who follow or decide them; access for who looks after it."""
    if actor.member_id is None or reads_only(actor):
        return
    number, day = _numbers(tasks_for(actor), "due")
    yield StartItem(_("tasks of exit plans"), number, reverse("exits:tasks"), day)
    if actor.holds(*FOLLOWS):
        number, day = _numbers(open_breaches(actor), "cure_by")
        yield StartItem(_("agreements that are broken"), number, reverse("exits:breaches"), day)
    agreeing = to_agree(actor).order_by().count()
    yield StartItem(_("accesses that hang on an agreement, to agree about"), agreeing, reverse("exits:to-agree"))


def _numbers(rows: QuerySet, name: str) -> tuple[int, date | None]:  # type: ignore[type-arg]
    found = rows.order_by().aggregate(number=Count("pk"), nearest=Min(name))
    return found["number"], found["nearest"]


register_start_items("exits", waiting)
