"""What waits for a person: questions to answer, emergencies to review, access to go through, own access that runs out."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.search import Found, register_finder
from aktsom.core.start import Counted, StartItem, register_start_items
from aktsom.protection.access import queries


def waiting(actor: Actor) -> Iterable[Counted]:
    """Nothing for auditors and operators."""
    if actor.member_id is None or reads_only(actor):
        return
    queue, mine = reverse("access:queue"), reverse("access:mine")
    today = timezone.localdate()
    several, one = _("emergency accesses to review"), _("emergency access to review")
    yield Counted(StartItem(several, 0, queue, date=today, one=one), queries.emergencies_for)
    several, one = _("questions for access to answer"), _("question for access to answer")
    yield Counted(StartItem(several, 0, queue, one=one), queries.questions_for)
    several, one = _("grants to keep or end"), _("grant to keep or end")
    yield Counted(StartItem(several, 0, queue, one=one), queries.answers_waiting)
    several, one = _("grants of access of yours that soon run out"), _("grant of access of yours that soon runs out")
    yield Counted(StartItem(several, 0, mine, one=one), queries.running_out)


def find(actor: Actor, query: str, limit: int) -> Iterable[Found]:
    """Compartments by name or reference."""
    for each in queries.with_words(actor, query, limit):
        yield Found(each.name, _("compartment"), reverse("access:detail", args=[each.pk]), each.get_kind_display())


register_start_items("access", waiting)
register_finder("access", find)
