"""What this room does when names come to stand for another partner."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.dispatch import receiver

from aktsom.cooperation.partners.signals import names_moved
from aktsom.cooperation.traces.models import Participation


@receiver(names_moved, dispatch_uid="traces.follow_names")
def follow_names(names: Sequence[int], to: UUID, **_signal: Any) -> None:
    """Participations follow their name. Ties are counted anew by the action that moved the names or at the next import."""
    Participation.objects.filter(name__in=names).update(partner_id=to)
