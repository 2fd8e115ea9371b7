"""What screening has for the start page: hits on the institution's own partners that wait for a judgement, and new ones."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from aktsom.core.actor import Actor
from aktsom.core.start import Change, StartItem, register_changes, register_start_items
from aktsom.knowledge.screening.queries import near_hits
from aktsom.knowledge.screening.subjects import KINDS, SubjectKind

DAYS_SHOWN = 3


def waiting(actor: Actor) -> Iterator[StartItem]:
    """For those who may judge."""
    for kind in _organisations(actor):
        count = near_hits(actor, kind.kind).waiting
        detail = gettext_lazy(
            "Your partners have names like names on lists. Nobody here has said yet whether they are the same."
        )
        title, one = gettext_lazy("hits to judge"), gettext_lazy("hit to judge")
        yield StartItem(title, count, reverse("screening:list"), detail=detail, one=one)


def changes(actor: Actor) -> Iterator[Change]:
    """Hits that began lately, by day, for those who may judge."""
    for kind in _organisations(actor):
        for day, number in near_hits(actor, kind.kind).new[:DAYS_SHOWN]:
            said = ngettext("%(n)s new hit on your partners", "%(n)s new hits on your partners", number)
            yield Change(said % {"n": number}, day, f"{reverse('screening:list')}?new=30")


def _organisations(actor: Actor) -> Iterator[SubjectKind]:
    """The rooms of persons have their own place on the page."""
    yield from (kind for kind in KINDS.values() if not kind.persons and actor.holds(*kind.readers))


register_start_items("screening", waiting)
register_changes("screening", changes)
