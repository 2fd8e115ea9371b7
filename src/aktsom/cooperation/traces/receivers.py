"""What this room does when names come to stand for another partner."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from aktsom.cooperation.partners.signals import names_moved
from aktsom.cooperation.traces.models import Participation
from aktsom.cooperation.traces.ties import count_ties


@receiver(names_moved, dispatch_uid="traces.follow_names")
def follow_names(names: Sequence[int], to: UUID, recount: bool, **_signal: Any) -> None:
    """Participations follow their name, and with `recount` the ties of the partners concerned follow at once."""
    moving = Participation.objects.filter(name__in=names)
    before = set(moving.values_list("partner_id", flat=True)) if recount else set()
    moving.update(partner_id=to)
    if recount:
        count_ties({*before, to})
