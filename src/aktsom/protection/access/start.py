"""What waits for a person: questions to answer, emergencies to review, access to go through, own access that runs out."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.search import Found, register_finder
from aktsom.core.start import StartItem, register_start_items
from aktsom.protection.access import queries


def waiting(actor: Actor) -> Iterable[StartItem]:
    """Nothing for auditors and operators."""
    if actor.member_id is None or reads_only(actor):
        return
    queue, number = reverse("access:queue"), queries.how_much_waits(actor)
    yield StartItem(_("emergency access to review"), number.get("emergencies", 0), queue, date=timezone.localdate())
    yield StartItem(_("questions for access to answer"), number.get("questions", 0), queue)
    yield StartItem(_("grants to keep or end"), number.get("answers", 0), queue)
    yield StartItem(
        _("of your grants of access will soon run out"), number.get("running out", 0), reverse("access:mine")
    )


def find(actor: Actor, query: str, limit: int) -> Iterable[Found]:
    """Compartments by name or reference."""
    for each in queries.compartments(actor, text=query)[:limit]:
        yield Found(each.name, _("compartment"), reverse("access:detail", args=[each.pk]), each.get_kind_display())


register_start_items("access", waiting)
register_finder("access", find)
