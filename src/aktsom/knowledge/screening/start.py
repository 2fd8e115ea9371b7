"""What screening has for the start page: hits on the institution's own partners that wait for a judgement."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy

from aktsom.core.actor import Actor
from aktsom.core.start import StartItem, register_start_items
from aktsom.knowledge.screening.actions import MAY_JUDGE
from aktsom.knowledge.screening.queries import waiting_hits
from aktsom.knowledge.screening.subjects import KINDS


def waiting(actor: Actor) -> Iterator[StartItem]:
    """For those who may judge."""
    if actor.holds(*MAY_JUDGE):
        for kind in KINDS.values():
            count = waiting_hits(actor, kind.kind).filter(subject_id__in=kind.near(actor)).count()
            detail = gettext_lazy(
                "Your partners have names like names on lists. Nobody here has said yet whether they are the same."
            )
            yield StartItem(gettext_lazy("hits to judge"), count, reverse("screening:list"), detail=detail)


register_start_items("screening", waiting)
