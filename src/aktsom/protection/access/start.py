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
    yield Counted(StartItem(_("emergency access to review"), 0, queue, date=today), queries.emergencies_for)
    yield Counted(StartItem(_("questions for access to answer"), 0, queue), queries.questions_for)
    yield Counted(StartItem(_("grants to keep or end"), 0, queue), queries.answers_waiting)
    yield Counted(StartItem(_("grants of access of yours that soon run out"), 0, mine), queries.running_out)


def find(actor: Actor, query: str, limit: int) -> Iterable[Found]:
    """Compartments by name or reference."""
    for each in queries.with_words(actor, query, limit):
        yield Found(each.name, _("compartment"), reverse("access:detail", args=[each.pk]), each.get_kind_display())


register_start_items("access", waiting)
register_finder("access", find)
