"""What screening has for the start page: hits on the institution's own partners that wait for a judgement, and new ones."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from aktsom.core.actor import Actor
from aktsom.core.start import Change, StartItem, register_changes, register_start_items
from aktsom.knowledge.screening.queries import current_hits, waiting_hits
from aktsom.knowledge.screening.subjects import KINDS, SubjectKind

LATELY = timedelta(days=30)
DAYS_SHOWN = 3


def waiting(actor: Actor) -> Iterator[StartItem]:
    """For those who may judge."""
    for kind in _organisations(actor):
        count = waiting_hits(actor, kind.kind).filter(subject_id__in=kind.near(actor)).count()
        detail = gettext_lazy(
            "Your partners have names like names on lists. Nobody here has said yet whether they are the same."
        )
        yield StartItem(gettext_lazy("hits to judge"), count, reverse("screening:list"), detail=detail)


def changes(actor: Actor) -> Iterator[Change]:
    """Hits that began lately, by day, for those who may judge."""
    for kind in _organisations(actor):
        rows = current_hits(actor, kind.kind).filter(
            subject_id__in=kind.near(actor), new_since__gte=timezone.now() - LATELY
        )
        by_day = rows.order_by().annotate(day=TruncDate("new_since")).values("day").annotate(number=Count("pk"))
        for each in by_day.order_by("-day")[:DAYS_SHOWN]:
            said = ngettext("%(n)s new hit on your partners", "%(n)s new hits on your partners", each["number"])
            yield Change(said % {"n": each["number"]}, each["day"], f"{reverse('screening:list')}?new=30")


def _organisations(actor: Actor) -> Iterator[SubjectKind]:
    """The rooms of persons have their own place on the page."""
    yield from (kind for kind in KINDS.values() if not kind.persons and actor.holds(*kind.readers))


register_start_items("screening", waiting)
register_changes("screening", changes)
