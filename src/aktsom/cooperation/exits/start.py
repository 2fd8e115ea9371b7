"""What waits for a person in the ways out: tasks of a plan, breaches that run, access to agree about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.exits.queries import being_left, open_breaches, tasks_for, to_agree, to_decide
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.start import Counted, StartItem, register_start_items

FOLLOWS = (Duty.AGREEMENTS_OFFICER, Duty.RESEARCH_SECURITY_LEAD, Duty.LEADERSHIP, Duty.UNIT_LEADER)


def waiting(actor: Actor) -> Iterable[Counted]:
    """Own tasks with the nearest day; breaches for those who follow or decide them; access for who looks after it."""
    if actor.member_id is None or reads_only(actor):
        return
    yield Counted(replace(_tasks(), apart=partial(_day_by_day, actor)), tasks_for, "due")
    if actor.holds(*FOLLOWS):
        one = _("agreement that is broken")
        broken = StartItem(_("agreements that are broken"), 0, reverse("exits:breaches"), one=one)
        yield Counted(broken, open_breaches, "decide_by")
        one = _("agreement that is being left")
        left = StartItem(_("agreements that are being left"), 0, reverse("exits:breaches"), one=one)
        yield Counted(left, being_left)
    else:
        one = _("exit plan that waits for your decision")
        mine = StartItem(_("exit plans that wait for your decision"), 0, reverse("exits:breaches"), one=one)
        yield Counted(mine, to_decide, "decide_by")
    agree = _("accesses that hang on an agreement, to agree about")
    one = _("access that hangs on an agreement, to agree about")
    yield Counted(StartItem(agree, 0, reverse("exits:to-agree"), one=one), to_agree, "ends_on")


def _tasks() -> StartItem:
    return StartItem(_("tasks of exit plans"), 0, reverse("exits:tasks"), one=_("task of an exit plan"))


def _day_by_day(actor: Actor) -> list[StartItem]:
    """The own tasks by their days, those that are overdue together."""
    overdue = timezone.localdate() - timedelta(1)
    due = Counter(max(day, overdue) for day in tasks_for(actor).values_list("due", flat=True))
    return [replace(_tasks(), count=number, date=day) for day, number in sorted(due.items())]


register_start_items("exits", waiting)
